import assert from "node:assert/strict";
import { traceStroke } from "../../../lib/demo/page/paper.ts";
import type { Point } from "../../../lib/demo/page/sheet.ts";

function trace(points: Point[]): (string | number)[][] {
  const calls: (string | number)[][] = [];
  traceStroke({
    moveTo: (x, y) => calls.push(["M", x, y]),
    lineTo: (x, y) => calls.push(["L", x, y]),
    quadraticCurveTo: (cx, cy, x, y) => calls.push(["Q", cx, cy, x, y]),
  }, { points });
  return calls;
}

Deno.test("traceStroke() draws a dot, a line, and a curve that touches the middles of its pieces", () => {
  assert.deepEqual(trace([{ x: 1, y: 2 }]), [["M", 1, 2], ["L", 1.01, 2]]);
  assert.deepEqual(trace([{ x: 0, y: 0 }, { x: 4, y: 0 }]), [["M", 0, 0], ["L", 4, 0]]);
  const corner = [{ x: 0, y: 0 }, { x: 4, y: 0 }, { x: 4, y: 6 }, { x: 0, y: 6 }];
  assert.deepEqual(trace(corner), [
    ["M", 0, 0],
    ["Q", 4, 0, 4, 3],
    ["Q", 4, 6, 2, 6],
    ["L", 0, 6],
  ]);
});
