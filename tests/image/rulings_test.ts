import assert from "node:assert/strict";
import { extractInk } from "../../lib/image/ink.ts";
import type { Plane } from "../../lib/image/plane.ts";
import { removeRulings } from "../../lib/image/rulings.ts";
import { createRandom } from "../../lib/random.ts";
import { drawStrokes, type Pen } from "./draw.ts";
import { drawFreehandDigit, SETTINGS } from "./freehand.ts";
import { STYLES } from "./freehand_styles.ts";
import { level, upright } from "./pages.ts";
import type { Point } from "./stroke_program.ts";

const SIZE = { width: 300, height: 200 };
const PEN: Pen = { width: 4, antialias: true, color: [0, 0, 0], paper: [255, 255, 255] };
const SEVEN: Point[] = [[110, 60], [170, 60], [130, 140]];

function drawInk(strokes: Point[][], size = SIZE): Plane {
  return extractInk(drawStrokes(size, strokes, PEN))!;
}

function countDiffering(a: Plane, b: Plane): number {
  return a.data.filter((value, i) => Math.abs(value - b.data[i]) > 0.3).length;
}

const RULINGS: [what: string, lines: Point[][]][] = [
  ["two level lines", [level(30, 0, 300), level(170, 0, 300)]],
  ["lines that rise", [level(40, 0, 300, 12), level(180, 0, 300, 12)]],
  ["a line along the left side", [upright(1, 0, 200)]],
  ["a grid", [30, 100, 170].flatMap((at) => [level(at, 0, 300), upright(at + 60, 0, 200)])],
  ["a line through the digit", [level(110, 0, 300)]],
];

for (const [what, lines] of RULINGS) {
  Deno.test(`removeRulings() takes out ${what} and leaves the digit`, () => {
    const rest = removeRulings(drawInk([...lines, SEVEN]));
    // Where a line crosses the digit, some of it may stay.
    assert.ok(countDiffering(rest, drawInk([SEVEN])) <= 120);
  });
}

Deno.test("removeRulings() leaves digits of every style as they are, in tight crops too", () => {
  const settings = SETTINGS.filter(({ name }) => /tight|1 px|pen at 100/.test(name));
  for (const [i, style] of STYLES.entries()) {
    for (const setting of settings) {
      const ink = extractInk(drawFreehandDigit(style, setting, createRandom(i)).picture)!;
      assert.equal(removeRulings(ink), ink, `${style.digit}, ${style.name}, ${setting.name}`);
    }
  }
});

Deno.test("removeRulings() leaves bars that are all there is, and 1s as high as the digits beside them", () => {
  const size = { width: 120, height: 80 };
  const seven: Point[] = [[70, 4], [112, 4], [84, 76]];
  for (const strokes of [[upright(20, 0, 80)], [upright(20, 0, 80), upright(50, 0, 80), seven]]) {
    const ink = drawInk(strokes, size);
    assert.equal(removeRulings(ink), ink);
  }
});
