import assert from "node:assert/strict";
import { writePixels } from "../../../lib/demo/page/map_painter.ts";

Deno.test("writePixels() tells the sign by colour and the magnitude by opacity", () => {
  const pixels = new Uint8ClampedArray(16);
  const values = [0, 1, -0.5, 10 / 255];
  writePixels(pixels, { positive: [1, 2, 3], negative: [4, 5, 6] }, (i) => values[i]);
  assert.deepEqual([...pixels], [1, 2, 3, 0, 1, 2, 3, 255, 4, 5, 6, 128, 1, 2, 3, 10]);
});
