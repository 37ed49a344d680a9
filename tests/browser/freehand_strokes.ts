/**
 * Freehand digits as strokes on the demo's sheet: every style by another hand, pen, size and place.
 *
 * @module
 */
import { type Point, SHEET } from "../../lib/demo/page/sheet.ts";
import { createRandom, mixSeeds } from "../../lib/random.ts";
import { writeDigit } from "../image/freehand.ts";
import { STYLES } from "../image/freehand_styles.ts";

/** Most sheet units between two points of a moving mouse: a corner is then as sharp as it was drawn. */
const STEP = 8;

/** A digit to be drawn. */
export interface FreehandStrokes {
  digit: number;
  /** Such as "4 open, hand 2". */
  name: string;
  strokes: Point[][];
  /** Of the pen, in sheet units. */
  width: number;
}

/** Writes every style once with each of some hands. */
export function* writeFreehandDigits(hands: number): Generator<FreehandStrokes> {
  for (let hand = 0; hand < hands; hand++) {
    for (const [index, style] of STYLES.entries()) {
      const random = createRandom(mixSeeds(5, hand, index));
      const within = (from: number, to: number) => from + (to - from) * random.next();
      const height = within(0.25, 0.85) * SHEET.height;
      const width = Math.max(4, Math.min(40, within(0.05, 0.17) * height));
      const strokes = writeDigit(style, random);
      const xs = strokes.flat().map(([x]) => x), ys = strokes.flat().map(([, y]) => y);
      const left = Math.min(...xs), top = Math.min(...ys);
      const scale = (height - width) / (Math.max(...ys) - top);
      const room = SHEET.width - width - (Math.max(...xs) - left) * scale;
      const x0 = width / 2 + within(0, room), y0 = width / 2 + within(0, SHEET.height - height);
      const toSheet = ([x, y]: [number, number]) => ({
        x: x0 + (x - left) * scale,
        y: y0 + (y - top) * scale,
      });
      yield {
        digit: style.digit,
        name: `${style.digit} ${style.name}, hand ${hand}`,
        strokes: strokes.map((path) => addPoints(path.map(toSheet))),
        width,
      };
    }
  }
}

/** Adds the points that a mouse would report on the way along straight lines. */
function addPoints(path: Point[]): Point[] {
  return path.flatMap((to, i) => {
    const from = path[Math.max(0, i - 1)];
    const count = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / STEP));
    return Array.from({ length: count }, (_, k) => ({
      x: from.x + (to.x - from.x) * (k + 1) / count,
      y: from.y + (to.y - from.y) * (k + 1) / count,
    }));
  });
}
