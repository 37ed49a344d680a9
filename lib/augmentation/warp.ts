/**
 * Random warps of digits: an affine map and a smooth elastic displacement (Simard, Steinkraus & Platt
 * 2003), sampled bilinearly in one go by the `warpDigit` kernel.
 *
 * @module
 */
import { createRandom, hash32 } from "../random.ts";

/** How far digits are warped; each amount is drawn uniformly within ± its bound. */
export interface Augmentation {
  /** Furthest turn, to either side. */
  rotationDegrees: number;
  /** Relative change of size. */
  scale: number;
  /** Relative change of height against width. */
  aspect: number;
  /** Furthest slant, in pixels to the side per pixel of height. */
  shear: number;
  /** Furthest shift, along each axis. */
  shiftPixels: number;
  /** Root mean square of the elastic displacement along each axis. */
  elasticPixels: number;
}

/** Period of the displacement plane in pixels, and its row length and rows with the overhang. */
const PERIOD = 128, ROW_FLOATS = 160, ROWS = 156;

/** Bytes of one row of the displacement plane. */
export const DISPLACEMENT_ROW_BYTES: number = ROW_FLOATS * 4;

/** Floats of the displacement plane. */
export const DISPLACEMENT_FLOATS: number = ROWS * ROW_FLOATS;

/** Width of the Gaussian that smooths the displacement, in pixels. */
const SMOOTHNESS_PIXELS = 3;

/**
 * A periodic plane of smooth noise with unit variance; each digit takes two 28×28 windows of it, at
 * random offsets and with random signs, as its horizontal and vertical displacement.
 *
 * @returns `[156, 160]` floats: one period of 128 and an overhang of 28 (and 4 unused) to the right and below.
 */
export function createDisplacementPlane(seed: number): Float32Array {
  const random = createRandom(seed);
  const noise = Float64Array.from({ length: PERIOD * PERIOD }, () => random.nextNormal());
  const smooth = blur(blur(noise, 1, PERIOD), PERIOD, 1);
  const rms = Math.sqrt(smooth.reduce((sum, v) => sum + v * v, 0) / smooth.length);
  const plane = new Float32Array(DISPLACEMENT_FLOATS);
  for (let y = 0; y < ROWS; y++) {
    for (let x = 0; x < PERIOD + 28; x++) {
      plane[y * ROW_FLOATS + x] = smooth[(y % PERIOD) * PERIOD + x % PERIOD] / rms;
    }
  }
  return plane;
}

/** The longest displacement in a plane, along either axis: how far from its place a sample can lie. */
export function findLongestDisplacement(plane: Float32Array): number {
  return plane.reduce((longest, value) => Math.max(longest, Math.abs(value)), 0);
}

/** Gaussian blur along one axis of the torus: steps of `step` along lines `lineStep` apart. */
function blur(values: Float64Array, step: number, lineStep: number): Float64Array {
  const reach = Math.ceil(3 * SMOOTHNESS_PIXELS), output = new Float64Array(values.length);
  for (let line = 0; line < PERIOD; line++) {
    for (let at = 0; at < PERIOD; at++) {
      let sum = 0;
      for (let d = -reach; d <= reach; d++) {
        const weight = Math.exp(-d * d / (2 * SMOOTHNESS_PIXELS ** 2));
        sum += weight * values[line * lineStep + ((at + d + PERIOD) % PERIOD) * step];
      }
      output[line * lineStep + at * step] = sum;
    }
  }
  return output;
}

/** One digit's warp: source x = xx · x + xy · y + x0 and likewise y, plus the displacement windows. */
export interface Warp {
  /** From output to source: the source's x per output x. */
  xx: number;
  /** The source's x per output y. */
  xy: number;
  /** The source's x of the output's origin. */
  x0: number;
  /** The source's y per output x. */
  yx: number;
  /** The source's y per output y. */
  yy: number;
  /** The source's y of the output's origin. */
  y0: number;
  /** Floats into the displacement plane. */
  windowX: number;
  /** Where the window of vertical displacements begins. */
  windowY: number;
  /** Factor of the horizontal displacements. */
  amplitudeX: number;
  /** Factor of the vertical displacements. */
  amplitudeY: number;
}

const CENTRE = 13.5;

/** The affine part of a warp, about the centre of the image. */
export type Affine = Pick<Warp, "xx" | "xy" | "x0" | "yx" | "yy" | "y0">;

/** The amounts of one warp, each within ± its bound. */
export interface AffineAmounts {
  /** About the centre. */
  rotationDegrees: number;
  /** Added to the factor 1 of size. */
  scale: number;
  /** Added to the factor 1 of the vertical size, beside that. */
  aspect: number;
  /** Columns that a row moves for each row of distance from the centre. */
  shear: number;
  /** Pixels to the right. */
  shiftX: number;
  /** Pixels down. */
  shiftY: number;
}

/** Composes rotation, size, aspect, shear and shift into one map. */
export function composeAffine(amounts: AffineAmounts): Affine {
  const angle = amounts.rotationDegrees * Math.PI / 180;
  const scaleX = 1 + amounts.scale, scaleY = scaleX * (1 + amounts.aspect);
  const xx = Math.cos(angle) * scaleX;
  const xy = -Math.sin(angle) * scaleY + amounts.shear;
  const yx = Math.sin(angle) * scaleX, yy = Math.cos(angle) * scaleY;
  return {
    ...{ xx, xy, yx, yy },
    x0: CENTRE - CENTRE * (xx + xy) + amounts.shiftX,
    y0: CENTRE - CENTRE * (yx + yy) + amounts.shiftY,
  };
}

/** Draws the warp of one digit; the same key gives the same warp, on whichever Worker. */
export function drawWarp(key: number, augmentation: Augmentation): Warp {
  let state = key;
  const nextBits = () => hash32(state = (state + 0x9e3779b9) | 0);
  const within = (bound: number) => (nextBits() / 2 ** 31 - 1) * bound;
  const rotationDegrees = within(augmentation.rotationDegrees), scale = within(augmentation.scale);
  const aspect = within(augmentation.aspect), shear = within(augmentation.shear);
  const windows = nextBits(), signs = nextBits();
  const shiftX = within(augmentation.shiftPixels), shiftY = within(augmentation.shiftPixels);
  const amplitude = augmentation.elasticPixels;
  return {
    ...composeAffine({ rotationDegrees, scale, aspect, shear, shiftX, shiftY }),
    windowX: (windows & 127) * ROW_FLOATS + ((windows >>> 7) & 127),
    windowY: ((windows >>> 14) & 127) * ROW_FLOATS + ((windows >>> 21) & 127),
    amplitudeX: signs & 1 ? amplitude : -amplitude,
    amplitudeY: signs & 2 ? amplitude : -amplitude,
  };
}
