/**
 * Digits that the page can write itself, to show what it does.
 *
 * @module
 */
import type { Point, Stroke } from "./sheet.ts";
import { SHEET } from "./sheet.ts";

/** The numbers written in turn. */
export const EXAMPLES: readonly string[] = ["5", "1998", "3", "20926", "8", "74"];

/** The examples that a model with some classes can read. */
export function listExamples(classes: readonly string[]): string[] {
  return EXAMPLES.filter((digits) => [...digits].every((digit) => classes.includes(digit)));
}

/** A digit as strokes through points, in a frame of height 1; x and y in hundredths. */
const GLYPHS: Record<string, string[]> = {
  0: ["36,2 16,14 4,42 8,76 26,98 48,92 60,62 56,26 38,3 28,4"],
  1: ["20,16 32,2 32,34 31,68 30,100"],
  2: ["6,24 18,4 42,2 55,22 46,46 26,72 4,98 28,95 62,96"],
  3: ["8,10 30,0 50,12 46,34 24,46 50,56 56,80 36,99 14,96 2,86"],
  4: ["46,100 47,52 47,2 24,34 2,64 32,65 64,63"],
  5: ["12,4 10,24 8,44 30,38 52,50 56,74 38,97 16,98 2,90", "12,4 34,3 58,0"],
  6: ["44,0 22,22 7,54 8,82 26,99 48,90 52,68 34,56 16,62 7,78"],
  7: ["2,4 30,4 60,2 46,34 32,66 24,100"],
  8: ["30,0 10,0 8,20 24,40 46,58 56,80 32,100 6,82 14,60 38,40 52,20 48,0 28,0"],
  9: ["50,12 30,1 8,14 8,36 26,46 44,36 50,12 50,40 44,72 32,100"],
};

/** Height of a single digit, and of a digit in a number, at most, as a share of the sheet's. */
const HEIGHT = 0.7;

/** The strokes that write a number across the sheet. */
export function layOutExample(digits: string, penWidth: number): Stroke[] {
  const pitch = 0.95; // from digit to digit, as a share of their height
  const height = Math.min(HEIGHT * SHEET.height, 0.88 * SHEET.width / (pitch * digits.length));
  const left = (SHEET.width - pitch * height * digits.length) / 2;
  const top = (SHEET.height - height) / 2;
  return [...digits].flatMap((digit, i) =>
    GLYPHS[digit].map((glyph): Stroke => ({
      tool: "pen",
      width: Math.min(penWidth, 0.14 * height),
      points: parsePoints(glyph).map(({ x, y }) => ({
        x: left + height * (pitch * i + 0.18 + x),
        y: top + height * y,
      })),
    }))
  );
}

function parsePoints(glyph: string): Point[] {
  return glyph.split(" ").map((pair) => {
    const [x, y] = pair.split(",").map((text) => Number(text) / 100);
    return { x, y };
  });
}

/** The first part of some strokes, up to a share of their length, as if they were still being written. */
export function cutStrokes(strokes: readonly Stroke[], share: number): Stroke[] {
  const lengthOf = ({ points }: Stroke) =>
    points.slice(1).reduce((sum, point, i) => sum + distance(points[i], point), 0);
  let left = share * strokes.reduce((sum, stroke) => sum + lengthOf(stroke), 0);
  const cut: Stroke[] = [];
  for (const stroke of strokes) {
    if (left <= 0) break;
    cut.push({ ...stroke, points: cutPath(stroke.points, left) });
    left -= lengthOf(stroke);
  }
  return cut;
}

function cutPath(points: readonly Point[], length: number): Point[] {
  const path = [points[0]];
  let left = length;
  for (const point of points.slice(1)) {
    const last = path[path.length - 1], step = distance(last, point);
    const share = Math.min(1, left / step);
    path.push({ x: last.x + share * (point.x - last.x), y: last.y + share * (point.y - last.y) });
    left -= step;
    if (left <= 0) break;
  }
  return path;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
