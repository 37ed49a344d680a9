import assert from "node:assert/strict";
import { fitPicture, SHEET, toPicture, toSheet } from "../../../lib/demo/page/sheet.ts";

Deno.test("fitPicture() shows tall, wide and tiny pictures whole, in the middle of the sheet", () => {
  assert.deepEqual(fitPicture({ width: 300, height: 600 }), { left: 125, top: 0, scale: 0.5 });
  assert.deepEqual(fitPicture({ width: 800, height: 100 }), { left: 0, top: 125, scale: 0.5 });
  assert.deepEqual(fitPicture(SHEET), { left: 0, top: 0, scale: 1 });
  assert.deepEqual(fitPicture({ width: 2, height: 2 }), { left: 50, top: 0, scale: 150 });
});

Deno.test("toPicture() and toSheet() lead from a place to the picture's pixels and back", () => {
  const frame = { left: 125, top: 10, scale: 0.5 };
  assert.deepEqual(toPicture({ x: 130, y: 30 }, frame), { x: 10, y: 40 });
  const box = toSheet({ left: 10, top: 40, width: 8, height: 6 }, frame);
  assert.deepEqual(box, { left: 130, top: 30, width: 4, height: 3 });
});
