import assert from "node:assert/strict";
import { extractInk } from "../../lib/image/ink.ts";
import { findDigits, findWholeDigit, type InkPiece } from "../../lib/image/segment.ts";
import { drawStrokes, type Pen } from "./draw.ts";
import type { Point } from "./stroke_program.ts";

const PEN: Pen = { width: 6, antialias: true, color: [0, 0, 0], paper: [255, 255, 255] };

/** The ink of strokes on a sheet of 300 × 200. */
function drawInk(strokes: Point[][]) {
  return extractInk(drawStrokes({ width: 300, height: 200 }, strokes, PEN))!;
}

const bar = (x: number, top = 30, bottom = 110): Point[] => [[x, top], [x, bottom]];
const lefts = (digits: InkPiece[]) => digits.map(({ box }) => box.left);

Deno.test("findDigits() reads from left to right, whichever was drawn higher", () => {
  const digits = findDigits(drawInk([bar(200, 25, 105), bar(100, 45, 125), bar(150)]));
  assert.deepEqual(lefts(digits), [97, 147, 197]);
  assert.deepEqual(digits.map(({ line }) => line), [0, 0, 0]);
});

Deno.test("findDigits() reads lines from top to bottom", () => {
  const digits = findDigits(drawInk([bar(50, 110, 180), bar(150, 115, 185), bar(90, 15, 85)]));
  assert.deepEqual(lefts(digits), [87, 47, 147]);
  assert.deepEqual(digits.map(({ line }) => line), [0, 1, 1]);
});

Deno.test("findDigits() follows a line of writing that rises", () => {
  const digits = findDigits(
    drawInk([0, 1, 2, 3, 4].map((i) => bar(40 + 50 * i, 100 - 20 * i, 160 - 20 * i))),
  );
  assert.deepEqual(digits.map(({ line }) => line), [0, 0, 0, 0, 0]);
});

Deno.test("findDigits() puts a 5 and its detached top bar together", () => {
  const five: Point[][] = [
    [[60, 50], [58, 80], [80, 78], [92, 95], [80, 115], [56, 112]],
    [[68, 38], [105, 36]],
  ];
  const digits = findDigits(drawInk([...five, bar(150)]));
  assert.equal(digits.length, 2);
  assert.equal(digits[0].box.top, 33);
});

Deno.test("findDigits() puts the two loops of an 8 together that do not meet", () => {
  const loop = (
    top: number,
  ): Point[] => [[60, top], [80, top + 15], [60, top + 30], [40, top + 15], [60, top]];
  assert.equal(findDigits(drawInk([loop(30), loop(70), bar(150)])).length, 2);
});

Deno.test("findDigits() keeps slanted neighbours apart whose columns overlap", () => {
  const slanted = (x: number): Point[] => [[x + 30, 30], [x, 110]];
  assert.equal(findDigits(drawInk([slanted(60), slanted(82), slanted(104)])).length, 3);
});

Deno.test("findDigits() passes over dust, dots and dashes", () => {
  const marks: Point[][] = [[[20, 20], [20, 20]], [[95, 118], [95, 119]], [[130, 75], [145, 75]]];
  assert.deepEqual(lefts(findDigits(drawInk([bar(60), ...marks, bar(200)]))), [57, 197]);
});

Deno.test("findWholeDigit() takes all strokes as one digit, without dust and a frame", () => {
  const frame: Point[] = [[1, 1], [299, 1], [299, 199], [1, 199], [1, 1]];
  const dot: Point[] = [[270, 180], [270, 180]];
  const strokes = [bar(100), bar(140, 30, 80)];
  const { box } = findWholeDigit(drawInk([frame, dot, ...strokes]))!;
  assert.deepEqual(box, { left: 97, top: 27, width: 46, height: 86 });
});

Deno.test("findWholeDigit() leaves out faint marks that never reach full ink", () => {
  const ink = drawInk([bar(100)]);
  for (let x = 200; x < 260; x++) ink.data.fill(0.3, 60 * 300 + x, 60 * 300 + x + 1);
  assert.deepEqual(findWholeDigit(ink)?.box, findWholeDigit(drawInk([bar(100)]))?.box);
});

Deno.test("findWholeDigit() and findDigits() do not take a 0 in a tight crop for the frame of a speck", () => {
  const size = { width: 60, height: 90 };
  const oval = Array.from({ length: 25 }, (_, i): Point => {
    return [30 + 27 * Math.sin(i * Math.PI / 12), 45 + 42 * Math.cos(i * Math.PI / 12)];
  });
  const speck: Point[] = [[30, 60], [30, 60]];
  const ink = extractInk(drawStrokes(size, [oval, speck], PEN))!;
  for (const { box } of [findWholeDigit(ink)!, ...findDigits(ink)]) {
    assert.deepEqual(box, { left: 0, top: 0, ...size });
  }
});
