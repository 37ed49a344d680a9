import assert from "node:assert/strict";
import {
  addPath,
  addStroke,
  closeSheet,
  findRows,
  measureMoments,
  measurePen,
  openSheet,
} from "../../lib/augmentation/sheet.ts";
import { drawBar, drawPaths, ellipse, inkOf } from "./drawn_digits.ts";

const blank = () => openSheet(new Uint8Array(784));
const sum = (data: Float32Array) => data.reduce((total, ink) => total + ink, 0);

Deno.test("openSheet() and closeSheet() give a digit back that is 20 pixels high, about its middle", () => {
  const bar = drawBar(4), back = closeSheet(openSheet(bar));
  // The middle of its ink, between two pixels, may be put on either.
  const isMoved = (by: number) => bar.every((ink, i) => back[(i + by + 784) % 784] === ink);
  assert.ok([0, 1, 28, 29].some(isMoved), back.join(" "));
});

Deno.test("addStroke() has the area of its length and round ends, to 3%, wherever it goes", () => {
  for (const to of [{ x: 40, y: 20 }, { x: 20, y: 40 }, { x: 33, y: 37 }, { x: 20.2, y: 20.3 }]) {
    const sheet = blank(), from = { x: 20, y: 20 }, pen = 4;
    addStroke(sheet, { from, to, pen });
    const area = Math.hypot(to.x - from.x, to.y - from.y) * pen + Math.PI * pen ** 2 / 4;
    assert.ok(Math.abs(sum(sheet.data) / area - 1) < 0.03, `${sum(sheet.data)}, ${area}`);
  }
});

Deno.test("addStroke() cuts off what leaves the sheet, and keeps the ink that is there", () => {
  const sheet = openSheet(drawBar(2)), before = sheet.data.slice();
  addStroke(sheet, { from: { x: -20, y: 5 }, to: { x: 90, y: 5 }, pen: 2 });
  assert.equal(sheet.data.length, 56 * 56);
  sheet.data.forEach((ink, i) => assert.ok(ink >= before[i] && ink <= 1));
  assert.ok(Math.abs(sum(sheet.data) - sum(before) - 2 * 56) < 1);
  const outside = blank();
  addStroke(outside, { from: { x: -9, y: -9 }, to: { x: -5, y: 80 }, pen: 3 });
  assert.equal(sum(outside.data), 0);
});

Deno.test("addPath() joins its points; one point alone is no stroke", () => {
  const sheet = blank();
  addPath(sheet, [{ x: 10, y: 10 }, { x: 30, y: 10 }, { x: 30, y: 30 }], 2);
  assert.equal(sheet.data[20 * 56 + 30], 1);
  assert.equal(sheet.data[10 * 56 + 20], 1);
  const none = blank();
  addPath(none, [{ x: 10, y: 10 }], 2);
  assert.equal(sum(none.data), 0);
});

Deno.test("measurePen() tells the width of straight, leaning and round strokes, to a sixth, of hairlines to a quarter", () => {
  for (const width of [1.5, 2.5, 4]) {
    for (const slant of [0, 0.4]) {
      // Across a leaning stroke the way is shorter than along a row.
      const across = width / Math.hypot(1, slant),
        measured = measurePen(openSheet(drawBar(width, slant)));
      assert.ok(
        Math.abs(measured / across - 1) < (width < 2 ? 1 / 4 : 1 / 6),
        `${width}, ${slant}: ${measured}`,
      );
    }
  }
  const ring = measurePen(openSheet(drawPaths(ellipse([14, 14], [6, 8]))));
  assert.ok(Math.abs(ring / 2.5 - 1) < 1 / 6, `${ring}`);
  assert.equal(measurePen(blank()), 0);
});

Deno.test("measureMoments() of a rectangle are its middle and a twelfth of its squared sides", () => {
  const sheet = blank();
  for (let y = 10; y < 30; y++) sheet.data.fill(0.5, y * 56 + 20, y * 56 + 26);
  const { mass, x, y, xx, xy, yy } = measureMoments(sheet)!;
  assert.deepEqual([mass, x, y], [60, 23, 20]);
  assert.ok(Math.abs(xx - 35 / 12) < 1e-9 && Math.abs(yy - 399 / 12) < 1e-9 && Math.abs(xy) < 1e-9);
  assert.equal(measureMoments(sheet, { from: 10, to: 12 })!.y, 11);
  assert.equal(measureMoments(blank()), undefined);
});

Deno.test("findRows() takes from the first to the last row with solid ink", () => {
  assert.deepEqual(findRows(openSheet(drawBar(2))), { from: 18, to: 38 });
  assert.equal(findRows(blank()), undefined);
  assert.equal(inkOf(closeSheet(blank())), 0);
});
