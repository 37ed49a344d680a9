/**
 * Images that are no digits, for a network that is to tell whether it is shown one (outlier exposure:
 * Hendrycks et al. 2019): letters, drawings, and digits mirrored, turned, halved and put together anew.
 *
 * @module
 */
import {
  IMAGE_PIXELS,
  IMAGE_SIZE,
  imageAt,
  type LabeledImages,
} from "../dataset/labeled_images.ts";
import { HAND } from "../image/hand_strokes.ts";
import { createPlane, type Plane } from "../image/plane.ts";
import { runStrokeProgram } from "../image/stroke_program.ts";
import { createRandom, mixSeeds, type Random } from "../random.ts";
import { DOODLES, type Drawing } from "./doodles.ts";
import { LETTERS } from "./letters.ts";
import { addPath, closeSheet, type Point, within } from "./sheet.ts";
import { UNUSUAL_HANDS } from "./unusual_hands.ts";

/** How many images are made, and of what. */
export interface OutlierOptions {
  /** How many. */
  count: number;
  /** Decides which ones. */
  seed: number;
}

/** Of the images, the shares that are letters and that are drawings; the rest is made from digits. */
const SHARES = { letters: 0.5, doodles: 0.4 };

/** Width of the pen, and longer side of what is drawn, in pixels of the field. */
const PEN = { from: 1.3, to: 4.5 }, SIDE = 20;

/** The sheet on which is drawn. */
const SHEET_SIDE = 2 * IMAGE_SIZE;

/**
 * Writes digits in strokes that MNIST hardly has, in the same pens and hands as the letters: what sets these apart is
 * then their shape alone.
 *
 * @param perWay Images of each way of writing each digit.
 */
export function createHandDigits(perWay: number, seed: number): Omit<LabeledImages, "classes"> {
  const ways = [HAND, UNUSUAL_HANDS].flatMap((hands) =>
    hands.flatMap((ways, digit) => ways.map((strokes) => ({ digit, strokes })))
  );
  const count = perWay * ways.length, images = new Uint8Array(count * IMAGE_PIXELS);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const random = createRandom(mixSeeds(seed, i)), { digit, strokes } = ways[i % ways.length];
    images.set(render(write(strokes, random), random), i * IMAGE_PIXELS);
    labels[i] = digit;
  }
  return { count, images, labels };
}

/** Makes images of what is no digit; the same digits and options give the same bytes, `count * 784`. */
export function createOutliers(
  digits: LabeledImages,
  { count, seed }: OutlierOptions,
): Uint8Array {
  const images = new Uint8Array(count * IMAGE_PIXELS);
  for (let i = 0; i < count; i++) {
    const random = createRandom(mixSeeds(seed, i)), kind = random.next();
    const image = kind < SHARES.letters
      ? render(write(LETTERS[random.nextInt(LETTERS.length)], random), random)
      : kind < SHARES.letters + SHARES.doodles
      ? render(DOODLES[random.nextInt(DOODLES.length)](random), random)
      : distort(digits, random);
    images.set(image, i * IMAGE_PIXELS);
  }
  return images;
}

/** Runs stroke programs in a hand of its own. */
function write(programs: readonly string[], random: Random): Drawing {
  const strokes = programs.map(runStrokeProgram);
  const wobble = within(random, 0, 0.03), phase = within(random, 0, 6);
  return {
    paths: strokes.map((path) => {
      const [dx, dy] = [random.nextNormal(), random.nextNormal()].map((value) => 0.025 * value);
      return path.map(([x, y]) => ({
        x: x + dx + wobble * Math.sin(9 * y + phase),
        y: y + dy + wobble * Math.sin(9 * x + phase),
      }));
    }),
  };
}

/** Draws with a pen of its own, slanted, turned and stretched, as large as MNIST's digits. */
function render({ paths, filled }: Drawing, random: Random): Uint8Array {
  const placed = placePaths(paths, random);
  const pen = within(random, PEN.from, PEN.to) * (random.next() < 0.5 ? 0.7 : 1);
  const sheet = createPlane(SHEET_SIDE, SHEET_SIDE);
  const points = placed.flat();
  const lefts = points.map(({ x }) => x), tops = points.map(({ y }) => y);
  const left = Math.min(...lefts), top = Math.min(...tops);
  const side = Math.max(Math.max(...lefts) - left, Math.max(...tops) - top, 1e-6);
  const scale = (SIDE - pen) / side, margin = (SHEET_SIDE - SIDE) / 2 + pen / 2;
  for (const path of placed) {
    const scaled = path.map(({ x, y }) => ({
      x: margin + scale * (x - left),
      y: margin + scale * (y - top),
    }));
    if (filled) fillPath(sheet, scaled);
    addPath(sheet, scaled, pen);
  }
  return closeSheet(sheet);
}

function placePaths(paths: Point[][], random: Random): Point[][] {
  const slant = within(random, -0.15, 0.35), stretch = within(random, 0.75, 1.3);
  const angle = within(random, -0.2, 0.2), cos = Math.cos(angle), sin = Math.sin(angle);
  return paths.map((path) =>
    path.map(({ x, y }) => {
      const right = stretch * x - slant * y;
      return { x: cos * right - sin * y, y: sin * right + cos * y };
    })
  );
}

/** Fills what a path encloses, by the even-odd rule. */
function fillPath({ width, height, data }: Plane, path: Point[]): void {
  for (let row = 0; row < height; row++) {
    const y = row + 0.5;
    const crossings = path.flatMap((to, i) => {
      const from = path[i === 0 ? path.length - 1 : i - 1];
      if (from.y > y === to.y > y) return [];
      return [from.x + (y - from.y) / (to.y - from.y) * (to.x - from.x)];
    }).sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const first = Math.max(0, Math.round(crossings[i]));
      const end = Math.min(width, Math.round(crossings[i + 1]));
      data.fill(1, row * width + first, row * width + Math.max(first, end));
    }
  }
}

/** Digits that are still digits when mirrored, when turned by a right angle, when another is written over them. */
const SYMMETRIC = ["0", "1", "8"], ROUND = ["0"], CROSSED = ["0", "1", "7"];

/** A digit mirrored, turned, or put together with half of another or with a whole one. */
function distort(digits: LabeledImages, random: Random): Uint8Array {
  const pick = () => random.nextInt(digits.count);
  const first = pick(), a = imageAt(digits, first), b = imageAt(digits, pick());
  const name = digits.classes[digits.labels[first]], way = random.nextInt(4);
  if (way === 0 && !SYMMETRIC.includes(name)) return move(a, (x, y) => [IMAGE_SIZE - 1 - x, y]);
  if (way === 1 && !ROUND.includes(name)) return move(a, (x, y) => [y, IMAGE_SIZE - 1 - x]);
  const isUpper = random.next() < 0.5;
  return Uint8Array.from(a, (ink, i) => {
    if (way === 2 && !CROSSED.includes(name)) return Math.max(ink, b[i]);
    const place = isUpper ? Math.floor(i / IMAGE_SIZE) : i % IMAGE_SIZE;
    return place < IMAGE_SIZE / 2 ? ink : b[i];
  });
}

function move(image: Uint8Array, from: (x: number, y: number) => [number, number]): Uint8Array {
  return image.map((_, i) => {
    const [x, y] = from(i % IMAGE_SIZE, Math.floor(i / IMAGE_SIZE));
    return image[y * IMAGE_SIZE + x];
  });
}
