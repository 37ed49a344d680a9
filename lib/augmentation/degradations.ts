/**
 * What pens, paper and cameras do to a digit, and MNIST's scanner did not: other widths and tones of the
 * stroke, grain, blur, gaps, lines that do not belong to it.
 *
 * @module
 */
import {
  IMAGE_PIXELS,
  IMAGE_SIZE,
  imageAt,
  type LabeledImages,
} from "../dataset/labeled_images.ts";
import {
  boxWithMargin,
  bytesOfPlane,
  type Plane,
  planeOfBytes,
  resamplePlane,
} from "../image/plane.ts";
import { moveEdges } from "../image/stroke.ts";
import { createPermutation, createRandom, mixSeeds, type Random } from "../random.ts";
import { addPath, within } from "./sheet.ts";

/** A way in which a digit's picture is worse than MNIST's, or only different. */
export interface Degradation {
  /** Such as "stroke width". */
  readonly name: string;
  /** Returns the degraded field, ink from 0 to 1; the given one may be changed. */
  apply(field: Plane, random: Random): Plane;
}

/** All degradations; of each digit that is to be degraded, one or two are drawn. */
export const DEGRADATIONS: readonly Degradation[] = [
  { name: "stroke width", apply: changeWidth },
  { name: "contrast", apply: changeContrast },
  { name: "noise", apply: addNoise },
  { name: "blur", apply: blur },
  { name: "gap", apply: erase },
  { name: "stray line", apply: addLine },
  { name: "place", apply: move },
];

/** Share of the degraded digits that suffer two degradations. */
const TWICE = 0.3;

/** How many digits are degraded, and which ones. */
export interface DegradationOptions {
  /** Share of the digits, 0 to 1. */
  share: number;
  /** Decides which digits, and how they are degraded. */
  seed: number;
}

/** How many images {@link createDegraded} makes of so many. */
export function countDegraded(count: number, share: number): number {
  return Math.round(share * count);
}

/**
 * Copies a share of the digits and degrades the copies.
 *
 * @returns The copies alone; the same digits and options give the same bytes.
 */
export function createDegraded(
  digits: LabeledImages,
  { share, seed }: DegradationOptions,
): LabeledImages {
  const count = countDegraded(digits.count, share);
  const images = new Uint8Array(count * IMAGE_PIXELS), labels = new Uint8Array(count);
  createPermutation(digits.count, mixSeeds(seed, 1)).subarray(0, count).forEach((index, i) => {
    const random = createRandom(mixSeeds(seed, 2, index));
    images.set(degrade(imageAt(digits, index), random), i * IMAGE_PIXELS);
    labels[i] = digits.labels[index];
  });
  return { count, images, labels, classes: digits.classes };
}

/** Degrades one digit in one way or two. */
export function degrade(image: Uint8Array, random: Random): Uint8Array {
  let field = planeOfBytes(image, IMAGE_SIZE);
  const times = random.next() < TWICE ? 2 : 1;
  for (let i = 0; i < times; i++) {
    field = DEGRADATIONS[random.nextInt(DEGRADATIONS.length)].apply(field, random);
  }
  return bytesOfPlane(field);
}

/** Enlargement at which a stroke is widened, so that its edges move by fractions of a pixel. */
const WIDTH_SCALE = 3;

/** A pen with sharp edges: narrower by half a pixel at each edge, up to broader by nearly one. */
function changeWidth(field: Plane, random: Random): Plane {
  const distance = within(random, -0.6, 0.9) * WIDTH_SCALE, side = IMAGE_SIZE * WIDTH_SCALE;
  const large = resamplePlane(field, boxWithMargin(field, 0), { width: side, height: side });
  const moved = moveEdges(large, distance), margin = (moved.width - side) / 2;
  const box = boxWithMargin(moved, -margin);
  return resamplePlane(moved, box, { width: IMAGE_SIZE, height: IMAGE_SIZE });
}

/** Pale or blotted ink, on paper that is darker than it should be. */
function changeContrast({ width, height, data }: Plane, random: Random): Plane {
  const paper = random.next() < 0.5 ? 0 : within(random, 0, 0.5);
  const ink = paper + within(random, 0.3, 1.5);
  return { width, height, data: data.map((value) => Math.min(1, paper + (ink - paper) * value)) };
}

/** Grain, or stains where it is coarse. */
function addNoise(field: Plane, random: Random): Plane {
  const deviation = within(random, 0.05, 0.4);
  const white = { ...field, data: field.data.map(() => random.nextNormal()) };
  const noise = random.next() < 0.6 ? white : smooth(white, within(random, 0.4, 2));
  const rms = Math.sqrt(noise.data.reduce((sum, value) => sum + value * value, 0) / IMAGE_PIXELS);
  return { ...field, data: field.data.map((ink, i) => ink + deviation * noise.data[i] / rms) };
}

/** A camera out of focus; what is lost of the stroke's depth is given back in part. */
function blur(field: Plane, random: Random): Plane {
  const blurred = smooth(field, within(random, 0.5, 1.6)), gain = within(random, 1, 1.5);
  return { ...blurred, data: blurred.data.map((value) => gain * value) };
}

/** A Gaussian blur. */
function smooth(field: Plane, deviation: number): Plane {
  const reach = Math.ceil(2.5 * deviation);
  const weights = Array.from(
    { length: 2 * reach + 1 },
    (_, i) => Math.exp(-((i - reach) ** 2) / (2 * deviation ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight);
  const shares = weights.map((weight) => weight / sum);
  return blurAlong(blurAlong(field, 1, shares), IMAGE_SIZE, shares);
}

/** Weighs each pixel with its neighbours `step` apart; there is no ink beyond the field. */
function blurAlong({ width, height, data }: Plane, step: number, weights: number[]): Plane {
  const reach = (weights.length - 1) / 2;
  const blurred = data.map((_, i) => {
    const position = step === 1 ? i % width : Math.floor(i / width);
    return weights.reduce((sum, weight, k) => {
      const at = position + k - reach;
      return at < 0 || at >= width ? sum : sum + weight * data[i + (k - reach) * step];
    }, 0);
  });
  return { width, height, data: blurred };
}

/** A rectangle of paper that took no ink, or of anything else. */
function erase({ width, height, data }: Plane, random: Random): Plane {
  const size = () => Math.round(within(random, 3, 9));
  const across = size(), down = size();
  const left = random.nextInt(width - across), top = random.nextInt(height - down);
  const value = random.next() < 0.7 ? 0 : random.next();
  for (let y = top; y < top + down; y++) {
    data.fill(value, y * width + left, y * width + left + across);
  }
  return { width, height, data };
}

/** A line that goes straight through the field, or is bent once or twice. */
function addLine(field: Plane, random: Random): Plane {
  const place = () => ({ x: within(random, 0, IMAGE_SIZE), y: within(random, 0, IMAGE_SIZE) });
  const line = { ...field, data: new Float32Array(IMAGE_PIXELS) };
  const path = Array.from({ length: 2 + random.nextInt(3) }, place);
  addPath(line, path, within(random, 0.3, 1.6));
  const depth = within(random, 0.4, 1);
  return { ...field, data: field.data.map((value, i) => Math.max(value, depth * line.data[i])) };
}

/** Out of the middle of the field, turned, slanted, smaller or larger; what leaves the field is cut off. */
function move(field: Plane, random: Random): Plane {
  const angle = within(random, -20, 20) * Math.PI / 180, size = within(random, 0.55, 1.15);
  const cos = Math.cos(angle) / size,
    sin = Math.sin(angle) / size,
    shear = within(random, -0.3, 0.3);
  const center = IMAGE_SIZE / 2, left = within(random, -5, 5), top = within(random, -5, 5);
  const data = field.data.map((_, i) => {
    const x = i % IMAGE_SIZE + 0.5 - center - left;
    const y = Math.floor(i / IMAGE_SIZE) + 0.5 - center - top;
    const slanted = x + shear * y;
    return inkAt(field, center + cos * slanted + sin * y, center + cos * y - sin * slanted);
  });
  return { ...field, data };
}

/** The ink at a place between pixels, linearly; there is none beyond the field. */
function inkAt({ width, height, data }: Plane, x: number, y: number): number {
  const left = Math.floor(x - 0.5), top = Math.floor(y - 0.5);
  const right = x - 0.5 - left, down = y - 0.5 - top;
  const pixel = (column: number, row: number) =>
    column >= 0 && column < width && row >= 0 && row < height ? data[row * width + column] : 0;
  const upper = (1 - right) * pixel(left, top) + right * pixel(left + 1, top);
  return (1 - down) * upper +
    down * ((1 - right) * pixel(left, top + 1) + right * pixel(left + 1, top + 1));
}
