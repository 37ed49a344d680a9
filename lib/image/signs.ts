/**
 * Signs between digits, told by their plain shapes.
 *
 * @module
 */
import { centerX, centerY, longerSide } from "./boxes.ts";
import type { Component } from "./components.ts";
import type { Mark } from "./marks.ts";
import type { Box } from "./picture.ts";
import type { Plane } from "./plane.ts";

/** A sign that stands between digits or before them. */
export type Sign = "." | "," | ":" | "-" | "+" | "/" | "=";

/** The line of writing around a mark. */
export interface Surroundings {
  /** Usual height of the digits in the line. */
  height: number;
  /** The nearest digits in the line. */
  before?: Box;
  after?: Box;
  /** Width of the strokes in pixels. */
  strokeWidth: number;
}

/** Sizes of signs as shares of a digit's height. */
const SIZES = {
  dash: { from: 0.15, to: 1.2, thickness: 0.3 },
  dot: 0.26,
  plus: { from: 0.25, to: 0.95 },
  slash: 1.12,
};

/** Names the sign that a mark is in its line of writing; `undefined` if it is none for certain. */
export function recognizeSign(mark: Mark, ink: Plane, around: Surroundings): Sign | undefined {
  if (!around.before && !around.after) return undefined;
  return recognizeDots(mark, around) ?? recognizeDashes(mark, around) ??
    (isPlus(mark, ink, around) ? "+" : isSlash(mark, ink, around) ? "/" : undefined);
}

function recognizeDots(
  { box, parts, mass }: Mark,
  around: Surroundings,
): "." | "," | ":" | undefined {
  const { height, before, after, strokeWidth } = around;
  // A point that stands alone at an end is more often a speck.
  if (!before || !after) return undefined;
  const isDot = (part: Box) =>
    longerSide(part) <= SIZES.dot * height &&
    longerSide(part) < 2.5 * Math.min(part.width, part.height);
  const rest = locateIn(box, around);
  if (parts.length === 2 && parts.every((part) => isDot(part.box))) {
    return box.height > 2 * box.width && rest.top > 0 && rest.bottom < 1.1 ? ":" : undefined;
  }
  if (mass < 0.5 * strokeWidth ** 2) return undefined;
  if (isDot(box)) return rest.top > 0.65 && rest.bottom < 1.25 ? "." : undefined;
  const isComma = box.height <= 0.5 * height && box.width <= 0.6 * box.height;
  return isComma && rest.top > 0.65 && rest.bottom > 1.02 ? "," : undefined;
}

function recognizeDashes({ box, parts }: Mark, around: Surroundings): "-" | "=" | undefined {
  const isDash = ({ width, height }: Box) =>
    width >= 2 * height && width >= SIZES.dash.from * around.height &&
    width <= SIZES.dash.to * around.height && height <= SIZES.dash.thickness * around.height;
  const { middle } = locateIn(box, around);
  if (middle < 0.2 || middle > 0.8) return undefined;
  if (parts.length === 2 && parts.every((part) => isDash(part.box))) {
    const [upper, lower] = parts.map((part) => part.box).sort((a, b) => a.top - b.top);
    return lower.top >= upper.top + upper.height ? "=" : undefined;
  }
  return isDash(box) ? "-" : undefined;
}

/** Whether nearly all ink lies in a row and in a column through the middle. */
function isPlus({ box, pixels, mass }: Component, ink: Plane, around: Surroundings): boolean {
  const { width, height, left, top } = box, side = longerSide(box);
  const middle = locateIn(box, around).middle;
  if (side < SIZES.plus.from * around.height || side > SIZES.plus.to * around.height) return false;
  if (Math.min(width, height) < 0.65 * side || middle < 0.25 || middle > 0.8) return false;
  const rows = new Float64Array(height), columns = new Float64Array(width);
  for (const pixel of pixels) {
    const x = pixel % ink.width;
    rows[(pixel - x) / ink.width - top] += ink.data[pixel];
    columns[x - left] += ink.data[pixel];
  }
  const bar = rows.indexOf(Math.max(...rows)), stem = columns.indexOf(Math.max(...columns));
  if (Math.abs(bar / height - 0.5) > 0.2 || Math.abs(stem / width - 0.5) > 0.2) return false;
  const reach = Math.max(1, 0.6 * around.strokeWidth + 0.06 * side);
  let onBars = 0;
  for (const pixel of pixels) {
    const x = pixel % ink.width - left, y = Math.floor(pixel / ink.width) - top;
    if (Math.abs(y - bar) <= reach || Math.abs(x - stem) <= reach) onBars += ink.data[pixel];
  }
  return onBars >= 0.92 * mass;
}

/** Whether a mark is a straight stroke that leans to the right and is taller than the digits beside it. */
function isSlash(mark: Component, ink: Plane, { height, before, after }: Surroundings): boolean {
  if (!before || !after || mark.box.height < SIZES.slash * height) return false;
  const { slant, spread } = fitUpright(mark, ink);
  return slant >= 0.2 && slant <= 1.5 && spread <= 0.08 * mark.box.height;
}

/** Fits a straight line to ink: columns to the right for each row up, and how far ink strays from it. */
function fitUpright({ pixels }: Component, ink: Plane): { slant: number; spread: number } {
  let n = 0, sumX = 0, sumY = 0, xx = 0, xy = 0, yy = 0;
  for (const pixel of pixels) {
    const x = pixel % ink.width, y = (pixel - x) / ink.width, weight = ink.data[pixel];
    n += weight, sumX += weight * x, sumY += weight * y;
    xx += weight * x * x, xy += weight * x * y, yy += weight * y * y;
  }
  const varX = xx / n - (sumX / n) ** 2, varY = yy / n - (sumY / n) ** 2;
  const cov = xy / n - (sumX / n) * (sumY / n);
  return { slant: -cov / varY, spread: Math.sqrt(Math.max(0, varX - cov * cov / varY)) };
}

/** Where a box lies between the top (0) and the foot (1) of the digits around it. */
function locateIn(box: Box, { before, after, height }: Surroundings) {
  const near = [before, after].filter((other) => other !== undefined);
  const distances = near.map((other) => Math.abs(centerX(other) - centerX(box)) + 1);
  const weights = distances.map((distance) => 1 / distance);
  const total = weights.reduce((a, b) => a + b, 0);
  const foot = near.reduce((sum, { top, height }, i) => sum + weights[i] * (top + height), 0) /
    total;
  const share = (y: number) => 1 + (y - foot) / height;
  return { top: share(box.top), middle: share(centerY(box)), bottom: share(box.top + box.height) };
}
