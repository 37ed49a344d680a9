import assert from "node:assert/strict";
import type { Plane } from "../../lib/image/plane.ts";
import { measureStrokeWidth, moveEdges } from "../../lib/image/stroke.ts";
import { drawStrokes, type Pen } from "./draw.ts";
import type { Point } from "./stroke_program.ts";

/** A line of a given width as ink. */
function drawLine(width: number, from: Point, to: Point): Plane {
  const pen: Pen = { width, antialias: true, color: [0, 0, 0], paper: "none" };
  const { data } = drawStrokes({ width: 200, height: 200 }, [[from, to]], {
    ...pen,
    color: [0, 0, 0],
  });
  const ink = Float32Array.from({ length: 40_000 }, (_, i) => data[4 * i + 3] / 255);
  return { width: 200, height: 200, data: ink };
}

const LINES: [direction: string, from: Point, to: Point][] = [
  ["upright", [100.5, 30], [100.5, 170]],
  ["level", [30, 99.5], [170, 99.5]],
  ["diagonal", [40, 40], [160, 160]],
];

for (const [direction, from, to] of LINES) {
  for (const width of [6, 15, 30]) {
    Deno.test(`measureStrokeWidth() of a line ${width} pixels wide, ${direction}, within 1.5`, () => {
      const measured = measureStrokeWidth(drawLine(width, from, to));
      assert.ok(Math.abs(measured - width) < 1.5, `${measured}`);
    });
  }

  for (const distance of [-4, 5]) {
    Deno.test(`moveEdges() by ${distance} changes the width of a line by twice that, ${direction}`, () => {
      const moved = measureStrokeWidth(moveEdges(drawLine(16, from, to), distance));
      assert.ok(Math.abs(moved - (16 + 2 * distance)) < 1.6, `${moved}`);
    });
  }
}

Deno.test("measureStrokeWidth() is 0 without ink", () => {
  assert.equal(measureStrokeWidth({ width: 3, height: 3, data: new Float32Array(9) }), 0);
});

Deno.test("moveEdges() makes room for what grows beyond the plane", () => {
  const dot = { width: 1, height: 1, data: Float32Array.of(1) };
  const grown = moveEdges(dot, 3);
  assert.ok(grown.width >= 7 && grown.width === grown.height);
  const area = grown.data.reduce((sum, value) => sum + value, 0);
  assert.ok(Math.abs(area - Math.PI * 3.5 ** 2) < 4, `a disc of radius 3.5, not of area ${area}`);
});
