/**
 * Corruptions of images: shifted, rotated, resized, drawn with another pen, or scanned badly.
 *
 * @module
 */
import { IMAGE_PIXELS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { copyBox, type Plane } from "../image/plane.ts";
import { moveEdges } from "../image/stroke.ts";
import { createRandom } from "../random.ts";

/** A corruption of adjustable strength. */
export interface Corruption {
  /** Such as "blur". */
  readonly name: string;
  /** Unit of the strength. */
  readonly unit: string;
  /** The unit's symbol. */
  readonly symbol: string;
  /** The strengths to try, in rising order, including the one that changes nothing. */
  readonly strengths: readonly number[];
  /**
   * Corrupts an image.
   *
   * @param image Ink bytes, 784.
   * @param key Seed of what is random: the same key gives the same result.
   */
  apply(image: Uint8Array, strength: number, key: number): Uint8Array;
}

const CENTRE = (IMAGE_SIZE - 1) / 2;

/** The corruptions that a classifier should withstand up to a point. */
export const CORRUPTIONS: readonly Corruption[] = [
  {
    name: "shift",
    unit: "pixels to the right",
    symbol: "px",
    strengths: [-6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6],
    apply: (image, pixels) => sample(image, (x, y) => [x - pixels, y]),
  },
  {
    name: "rotation",
    unit: "degrees clockwise",
    symbol: "°",
    strengths: [-60, -45, -30, -20, -10, 0, 10, 20, 30, 45, 60],
    apply: rotate,
  },
  {
    name: "size",
    unit: "times the original",
    symbol: "×",
    strengths: [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4],
    apply: (image, factor) => sample(image, (x, y) => [x / factor, y / factor]),
  },
  {
    name: "stroke width",
    unit: "pixels outwards at each edge",
    symbol: "px",
    strengths: [-1, -0.75, -0.5, -0.25, 0, 0.5, 1, 1.5, 2],
    apply: thicken,
  },
  {
    name: "noise",
    unit: "standard deviation of the ink",
    symbol: "sd",
    strengths: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
    apply: addNoise,
  },
];

/**
 * Corrupts an image in several ways, one after the other.
 *
 * @param strengths By the names of {@link CORRUPTIONS}, in whose order they are applied; what is left out
 *   changes nothing.
 * @throws {RangeError} If there is no corruption of a name.
 *
 * @example
 * ```ts
 * import { loadMnist, imageAt } from "@lenet5/digits/dataset";
 * import { corruptImage } from "@lenet5/digits/robustness";
 *
 * const { validation } = await loadMnist();
 * const slanted = corruptImage(imageAt(validation, 0), { rotation: 30, noise: 0.2 });
 * ```
 */
export function corruptImage(
  image: Uint8Array,
  strengths: Readonly<Record<string, number>>,
): Uint8Array {
  const names = CORRUPTIONS.map(({ name }) => name);
  const unknown = Object.keys(strengths).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`corruption: expected ${names.join(", ")}, got ${unknown}`);
  }
  return CORRUPTIONS.filter(({ name }) => name in strengths)
    .reduce((corrupted, { name, apply }) => apply(corrupted, strengths[name], 0), image);
}

/** An image at every strength of one corruption. */
export interface CorruptedImages {
  /** The corruption and the unit of its strengths, such as "shift (px)". */
  readonly name: string;
  /** The image at each strength, ink in bytes. */
  readonly images: Uint8Array[];
  /** The strength of each. */
  readonly captions: string[];
}

/** One image at every strength of every corruption, one row per corruption. */
export function showCorruptions(image: Uint8Array): CorruptedImages[] {
  return CORRUPTIONS.map(({ name, symbol, strengths, apply }) => ({
    name: `${name} (${symbol})`,
    images: strengths.map((strength) => apply(image, strength, 0)),
    captions: strengths.map((strength) => String(strength).replace("-", "−")),
  }));
}

function rotate(image: Uint8Array, degrees: number): Uint8Array {
  const angle = degrees * Math.PI / 180, cos = Math.cos(angle), sin = Math.sin(angle);
  return sample(image, (x, y) => [cos * x + sin * y, cos * y - sin * x]);
}

/** Widens or narrows strokes; 0 changes nothing, not even how their edges fade. */
function thicken(image: Uint8Array, distance: number): Uint8Array {
  if (distance === 0) return image;
  const ink: Plane = {
    width: IMAGE_SIZE,
    height: IMAGE_SIZE,
    data: Float32Array.from(image, (byte) => byte / 255),
  };
  const moved = moveEdges(ink, distance);
  const margin = (moved.width - IMAGE_SIZE) / 2;
  const box = { left: margin, top: margin, width: IMAGE_SIZE, height: IMAGE_SIZE };
  return Uint8Array.from(copyBox(moved, box, "zero").data, (value) => Math.round(255 * value));
}

function addNoise(image: Uint8Array, deviation: number, key: number): Uint8Array {
  const random = createRandom(key);
  return Uint8Array.from(image, (byte) => {
    const noisy = byte + 255 * deviation * random.nextNormal();
    return Math.round(Math.min(255, Math.max(0, noisy)));
  });
}

/** Resamples bilinearly: each pixel comes from where `origin` says, relative to the centre. */
function sample(
  image: Uint8Array,
  origin: (x: number, y: number) => [x: number, y: number],
): Uint8Array {
  const inkAt = (x: number, y: number) =>
    x >= 0 && x < IMAGE_SIZE && y >= 0 && y < IMAGE_SIZE ? image[y * IMAGE_SIZE + x] : 0;
  return Uint8Array.from({ length: IMAGE_PIXELS }, (_, p) => {
    const [dx, dy] = origin(p % IMAGE_SIZE - CENTRE, Math.floor(p / IMAGE_SIZE) - CENTRE);
    const x = dx + CENTRE, y = dy + CENTRE;
    const left = Math.floor(x), top = Math.floor(y), right = x - left, down = y - top;
    const upper = (1 - right) * inkAt(left, top) + right * inkAt(left + 1, top);
    const lower = (1 - right) * inkAt(left, top + 1) + right * inkAt(left + 1, top + 1);
    return Math.round((1 - down) * upper + down * lower);
  });
}
