/**
 * Ones with a flag: the upstroke with which Europe writes its 1s. MNIST has next to none, so that a network
 * trained on it alone reads them as 7.
 *
 * @module
 */
import {
  DIGIT_CLASSES,
  IMAGE_PIXELS,
  IMAGE_SIZE,
  imageAt,
  type LabeledImages,
} from "../dataset/labeled_images.ts";
import { fitDigit } from "../image/normalize.ts";
import { boxWithMargin, copyBox, cropToInk, type Plane, resamplePlane } from "../image/plane.ts";
import { measureStrokeWidth } from "../image/stroke.ts";
import { createPermutation, createRandom, mixSeeds, type Random } from "../random.ts";

/** From the top of the digit to the end of its flag, as a share of the digit's height. */
const LENGTHS = { from: 0.3, to: 0.55 };

/** Between flag and vertical where the digit stands upright, in degrees. */
const ANGLES = { from: 35, to: 55 };

/** Nobody leans his digits more than this, to either side. */
const MAX_SLANT = 1;

/** Ink from which a row belongs to the digit's height, and not to the blur of its ends. */
const SOLID = 0.35;

/** Enlargement at which a stroke's width is told to a fraction of a pixel. */
const WIDTH_SCALE = 4;

/** A place in a plane, in pixels from its top left corner. */
interface Point {
  x: number;
  y: number;
}

/** How a 1 stands. */
interface Stem {
  /** The middle of the stroke at its upper end. */
  top: Point;
  height: number;
  /** Pixels to the right for each row upwards. */
  slant: number;
  strokeWidth: number;
}

/** How many ones get a flag, and which. */
export interface FlaggedOnesOptions {
  /** Share of the ones, 0 to 1. */
  share: number;
  /** Decides which ones get a flag, and how it looks. */
  seed: number;
}

/** How many digits {@link createFlaggedOnes} makes. */
export function countFlaggedOnes(digits: LabeledImages, share: number): number {
  return Math.round(share * findOnes(digits).length);
}

/** Where the ones are; nowhere if the classes are no digits. */
function findOnes({ labels, classes }: LabeledImages): number[] {
  if (classes.join() !== DIGIT_CLASSES.join()) return [];
  return Array.from(labels.keys()).filter((i) => labels[i] === 1);
}

/**
 * Copies a share of the ones and draws a flag on each copy: from its top down to the left, as broad as its
 * own stroke and slanted as it is; then fits the copy into the field as MNIST's digits are.
 *
 * @returns The copies alone; the same digits and options give the same bytes.
 */
export function createFlaggedOnes(
  digits: LabeledImages,
  { share, seed }: FlaggedOnesOptions,
): LabeledImages {
  const ones = findOnes(digits);
  const count = countFlaggedOnes(digits, share);
  const images = new Uint8Array(count * IMAGE_PIXELS);
  createPermutation(ones.length, seed).subarray(0, count).forEach((one, i) => {
    const random = createRandom(mixSeeds(seed, one));
    images.set(addFlag(imageAt(digits, ones[one]), random), i * IMAGE_PIXELS);
  });
  return { count, images, labels: new Uint8Array(count).fill(1), classes: digits.classes };
}

/** A copy with a flag, 784 ink bytes as the 1 itself. */
function addFlag(one: Uint8Array, random: Random): Uint8Array {
  const size = { width: IMAGE_SIZE, height: IMAGE_SIZE };
  const field = { ...size, data: Float32Array.from(one, (byte) => byte / 255) };
  const stem = measureStem(field);
  if (!stem) return one;
  const end = drawFlagEnd(stem, random);
  // A flag may reach out of the field; fitting brings it back.
  const margin = IMAGE_SIZE / 2, move = ({ x, y }: Point) => ({ x: x + margin, y: y + margin });
  const ink = copyBox(field, boxWithMargin(field, margin), "zero");
  addStroke(ink, { from: move(stem.top), to: move(end), width: stem.strokeWidth });
  return fitDigit(cropToInk(ink)).pixels;
}

/** Fits a line to the ink by its first and second moments; `undefined` if there is none to speak of. */
function measureStem(ink: Plane): Stem | undefined {
  const rows = Array.from({ length: ink.height }, (_, y) => measureRow(ink, y));
  const solid = rows.filter(({ peak }) => peak >= SOLID);
  if (solid.length === 0) return undefined;
  const mass = sum(rows, (row) => row.mass);
  const x = sum(rows, (row) => row.mass * row.x) / mass;
  const y = sum(rows, (row) => row.mass * row.y) / mass;
  const covariance = sum(rows, (row) => row.mass * (row.x - x) * (row.y - y));
  const variance = Math.max(1, sum(rows, (row) => row.mass * (row.y - y) ** 2));
  const strokeWidth = measureWidth(ink), first = solid[0].y - 0.5;
  const cap = solid.slice(0, Math.ceil(strokeWidth));
  const capX = sum(cap, (row) => row.mass * row.x) / sum(cap, (row) => row.mass);
  return {
    top: { x: capX, y: first + strokeWidth / 2 },
    height: solid.at(-1)!.y + 0.5 - first,
    slant: Math.min(MAX_SLANT, Math.max(-MAX_SLANT, -covariance / variance)),
    strokeWidth,
  };
}

/** A row's ink, the middle of it, and the most of it in one pixel. */
function measureRow({ width, data }: Plane, row: number) {
  let mass = 0, moment = 0, peak = 0;
  for (let column = 0; column < width; column++) {
    const value = data[row * width + column];
    mass += value, moment += value * (column + 0.5), peak = Math.max(peak, value);
  }
  return { mass, x: mass > 0 ? moment / mass : 0, y: row + 0.5, peak };
}

function measureWidth(field: Plane): number {
  const ink = cropToInk(field), box = boxWithMargin(ink, 0);
  const size = { width: ink.width * WIDTH_SCALE, height: ink.height * WIDTH_SCALE };
  return measureStrokeWidth(resamplePlane(ink, box, size)) / WIDTH_SCALE;
}

/** Draws lots for the lower end of a flag; the slant shears it together with the stem. */
function drawFlagEnd({ top, height, slant }: Stem, random: Random): Point {
  const within = ({ from, to }: typeof LENGTHS) => from + (to - from) * random.next();
  const length = within(LENGTHS) * height, angle = within(ANGLES) * Math.PI / 180;
  const drop = length * Math.cos(angle);
  return { x: top.x - length * Math.sin(angle) - slant * drop, y: top.y + drop };
}

/** Adds a straight stroke with round ends and edges one pixel wide. */
function addStroke(ink: Plane, { from, to, width }: { from: Point; to: Point; width: number }) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const cos = (to.x - from.x) / length, sin = (to.y - from.y) / length;
  for (let i = 0; i < ink.data.length; i++) {
    const x = i % ink.width + 0.5 - from.x, y = Math.floor(i / ink.width) + 0.5 - from.y;
    const along = x * cos + y * sin, across = y * cos - x * sin;
    const beyond = along - Math.min(length, Math.max(0, along));
    const inside = (width + 1) / 2 - Math.hypot(beyond, across);
    ink.data[i] = Math.max(ink.data[i], Math.min(1, inside));
  }
}

function sum<T>(items: readonly T[], f: (item: T) => number): number {
  return items.reduce((total, item) => total + f(item), 0);
}
