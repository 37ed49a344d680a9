/**
 * Lines of numbers with signs and letters among them, and pictures on their side.
 *
 * @module
 */
import type { Picture } from "../../lib/image/picture.ts";
import { createRandom } from "../../lib/random.ts";
import { drawLayers, writeAt } from "./pages.ts";
import type { Point } from "./stroke_program.ts";

type Glyph = [name: string, strokes: Point[][]];

/** Signs as strokes in a square from the digits' top to their foot. */
export const SIGNS: readonly Glyph[] = [
  ["-", [[[0, 0.5], [0.4, 0.5]]]],
  ["+", [[[0, 0.5], [0.5, 0.5]], [[0.25, 0.25], [0.25, 0.75]]]],
  ["/", [[[0, 1.15], [0.5, -0.15]]]],
  [".", [[[0.05, 0.98], [0.05, 0.98]]]],
  [":", [[[0.05, 0.4], [0.05, 0.4]], [[0.05, 0.8], [0.05, 0.8]]]],
  ["=", [[[0, 0.4], [0.45, 0.4]], [[0, 0.62], [0.45, 0.62]]]],
  [",", [[[0.08, 0.95], [0.02, 1.2]]]],
];

/** Capitals that nobody takes for a digit. */
export const CAPITALS: readonly Glyph[] = [
  ["A", [[[0, 1], [0.35, 0], [0.7, 1]], [[0.14, 0.6], [0.56, 0.6]]]],
  ["E", [[[0.55, 0], [0, 0], [0, 1], [0.55, 1]], [[0, 0.5], [0.45, 0.5]]]],
  ["F", [[[0.55, 0], [0, 0], [0, 1]], [[0, 0.45], [0.45, 0.45]]]],
  ["H", [[[0, 0], [0, 1]], [[0.6, 0], [0.6, 1]], [[0, 0.5], [0.6, 0.5]]]],
  ["K", [[[0, 0], [0, 1]], [[0.6, 0], [0, 0.55], [0.62, 1]]]],
  ["M", [[[0, 1], [0.08, 0], [0.4, 0.65], [0.72, 0], [0.8, 1]]]],
  ["N", [[[0, 1], [0, 0], [0.6, 1], [0.6, 0]]]],
  ["R", [[[0, 1], [0, 0], [0.5, 0.08], [0.5, 0.42], [0, 0.5], [0.6, 1]]]],
  ["W", [[[0, 0], [0.2, 1], [0.42, 0.3], [0.64, 1], [0.85, 0]]]],
  ["X", [[[0, 0], [0.65, 1]], [[0.65, 0], [0, 1]]]],
];

/** A line of writing: numbers, and glyphs given as strokes. */
export function drawExpression(parts: readonly (string | Point[][])[], seed: number): Picture {
  const random = createRandom(seed), strokes: Point[][] = [];
  let x = 40;
  for (const part of parts) {
    const placed = typeof part === "string"
      ? writeAt(part, random, { x, y: 60, height: 80 })
      : part.map((path) => path.map(([px, py]): Point => [x + 80 * px, 60 + 80 * py]));
    strokes.push(...placed);
    x = Math.max(...placed.flat().map(([px]) => px)) + 25;
  }
  const sheet = { width: 760, height: 200 };
  return drawLayers(sheet, [{ strokes, width: 6, color: [0, 0, 0] }], [255, 255, 255]);
}

/** The picture turned by a quarter, clockwise. */
export function turn({ width, height, data }: Picture): Picture {
  const turned = { width: height, height: width, data: new Uint8Array(data.length) };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x);
      turned.data.set(data.subarray(at, at + 4), 4 * (x * height + height - 1 - y));
    }
  }
  return turned;
}
