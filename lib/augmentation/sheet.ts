/**
 * Drawing on a digit: a sheet that reaches beyond its field, strokes on it, and the way back.
 *
 * @module
 */
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import type { Random } from "../random.ts";
import { fitDigit } from "../image/normalize.ts";
import { boxWithMargin, copyBox, cropToInk, type Plane, planeOfBytes } from "../image/plane.ts";

/** How far the sheet reaches beyond the field on each side, in pixels. */
const MARGIN = IMAGE_SIZE / 2;

/** Ink from which a pixel belongs to the digit, and not to the blur of its edges. */
export const SOLID = 0.35;

/** A place on a sheet, in pixels from its top left corner. */
export interface Point {
  x: number;
  y: number;
}

/** Mass, centre and second central moments of ink. */
export interface Moments {
  mass: number;
  x: number;
  y: number;
  xx: number;
  xy: number;
  yy: number;
}

/** Lays a digit onto a sheet with room for strokes that reach out of its field. */
export function openSheet(image: Uint8Array): Plane {
  const field = planeOfBytes(image, IMAGE_SIZE);
  return copyBox(field, boxWithMargin(field, MARGIN), "zero");
}

/** Fits what is on the sheet into the field as MNIST's digits are; 784 ink bytes. */
export function closeSheet(sheet: Plane): Uint8Array {
  return fitDigit(cropToInk(sheet)).pixels;
}

/** Adds a straight stroke with round ends and edges one pixel wide; what leaves the plane is lost. */
export function addStroke(
  { width, height, data }: Plane,
  { from, to, pen }: { from: Point; to: Point; pen: number },
): void {
  const dx = to.x - from.x, dy = to.y - from.y, squared = dx * dx + dy * dy || 1;
  const reach = (pen + 1) / 2;
  const first = (a: number, b: number) => Math.max(0, Math.floor(Math.min(a, b) - reach));
  const end = (a: number, b: number, size: number) =>
    Math.min(size, Math.ceil(Math.max(a, b) + reach));
  for (let row = first(from.y, to.y); row < end(from.y, to.y, height); row++) {
    for (let column = first(from.x, to.x); column < end(from.x, to.x, width); column++) {
      const x = column + 0.5 - from.x, y = row + 0.5 - from.y;
      const along = Math.min(1, Math.max(0, (x * dx + y * dy) / squared));
      const inside = reach - Math.sqrt((x - along * dx) ** 2 + (y - along * dy) ** 2);
      const i = row * width + column;
      data[i] = Math.max(data[i], Math.min(1, inside));
    }
  }
}

/** Adds strokes from each point to the next. */
export function addPath(sheet: Plane, points: readonly Point[], pen: number): void {
  points.slice(1).forEach((to, i) => addStroke(sheet, { from: points[i], to, pen }));
}

/**
 * The width of the digit's own strokes, in pixels: their area, divided by half the length of their edges,
 * which is the sum of the ink's slopes (the coarea formula). A sheet without ink has 0.
 */
export function measurePen({ width, height, data }: Plane): number {
  let area = 0, edges = 0;
  for (let i = 0; i < width * (height - 1); i++) {
    area += data[i];
    edges += Math.hypot(data[i + 1] - data[i], data[i + width] - data[i]);
  }
  return edges === 0 ? 0 : 2 * area / edges;
}

/** Moments of the ink between two rows; `undefined` if there is none. */
export function measureMoments(
  { width, height, data }: Plane,
  { from = 0, to = height } = {},
): Moments | undefined {
  let mass = 0, x = 0, y = 0;
  const sums = { xx: 0, xy: 0, yy: 0 };
  for (let row = from; row < to; row++) {
    const down = row + 0.5;
    for (let column = 0; column < width; column++) {
      const value = data[row * width + column], right = column + 0.5;
      if (value === 0) continue;
      mass += value, x += value * right, y += value * down;
      sums.xx += value * right * right;
      sums.xy += value * right * down;
      sums.yy += value * down * down;
    }
  }
  if (mass === 0) return undefined;
  x /= mass, y /= mass;
  const { xx, xy, yy } = sums;
  return { mass, x, y, xx: xx / mass - x * x, xy: xy / mass - x * y, yy: yy / mass - y * y };
}

/** First row with solid ink, and the row after the last one; `undefined` if there is none. */
export function findRows({ width, data }: Plane): { from: number; to: number } | undefined {
  let first = 0, last = data.length - 1;
  while (first <= last && data[first] < SOLID) first++;
  if (first > last) return undefined;
  while (data[last] < SOLID) last--;
  return { from: Math.floor(first / width), to: Math.floor(last / width) + 1 };
}

/** The next number of a stream, uniform between two bounds. */
export function within(random: Random, from: number, to: number): number {
  return from + (to - from) * random.next();
}
