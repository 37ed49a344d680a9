import assert from "node:assert/strict";
import type { Picture } from "../../lib/image/picture.ts";
import { findSheet, hideDesk } from "../../lib/image/sheet.ts";
import { createRandom } from "../../lib/random.ts";
import { drawStrokes, photograph } from "./draw.ts";
import { drawLayers, putOnDesk } from "./pages.ts";
import type { Point } from "./stroke_program.ts";

const SIZE = { width: 420, height: 300 };
const SHEET = drawLayers(SIZE, [{
  strokes: [[[150, 80], [260, 80], [200, 220]]],
  width: 8,
  color: [30, 30, 60],
}]);

const greenAt = ({ width, data }: Picture, x: number, y: number) => data[4 * (y * width + x) + 1];

Deno.test("hideDesk() gives the desk the paper's colour and leaves the sheet alone", () => {
  for (let seed = 0; seed < 5; seed++) {
    const photo = putOnDesk(SHEET, createRandom(seed), 90);
    const sheet = findSheet(photo, 1);
    assert.ok(sheet, `seed ${seed}`);
    const hidden = hideDesk(photo, sheet, { place: { left: 0, top: 0 }, factor: 1 });
    for (const [x, y] of [[5, 5], [590, 5], [5, 470], [300, 8]]) {
      assert.ok(
        Math.abs(greenAt(hidden, x, y) - 235) < 12,
        `seed ${seed}: ${greenAt(hidden, x, y)}`,
      );
    }
    const middle = 4 * (240 * photo.width + 200), length = 4 * 200;
    assert.deepEqual(
      hidden.data.slice(middle, middle + length),
      photo.data.slice(middle, middle + length),
    );
  }
});

Deno.test("findSheet() finds none where paper is all there is, in any light", () => {
  for (let seed = 0; seed < 10; seed++) {
    assert.equal(findSheet(photograph(SHEET, createRandom(seed)), 1), undefined, `seed ${seed}`);
  }
});

const oval: Point[] = Array.from({ length: 40 }, (_, i) => [
  140 + 80 * Math.sin(i * Math.PI / 19.5),
  140 + 100 * Math.cos(i * Math.PI / 19.5),
]);

Deno.test("findSheet() does not take a broad 0 drawn in white on black for a sheet", () => {
  for (const width of [20, 60, 120]) {
    const picture = drawStrokes({ width: 280, height: 280 }, [oval], {
      antialias: true,
      width,
      color: [255, 255, 255],
      paper: [0, 0, 0],
    });
    assert.equal(findSheet(picture, 1), undefined, `${width} pixels`);
  }
});

Deno.test("findSheet() does not take a broad 1 drawn in white on black for a sheet", () => {
  for (const lean of [0, 40, 90]) {
    const stroke: Point[] = [[140 + lean, 50], [140 - lean, 230]];
    const picture = drawStrokes({ width: 280, height: 280 }, [stroke], {
      antialias: true,
      width: 50,
      color: [255, 255, 255],
      paper: [0, 0, 0],
    });
    assert.equal(findSheet(picture, 1), undefined, `leaning by ${lean}`);
  }
});
