import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { readDrawing } from "../../lib/notebook/drawing_pad.ts";

const SIDE = 280;

/** A sheet with an upright stroke, or nothing. */
function drawSheet(stroke: boolean): Uint8Array {
  const inStroke = (p: number) => {
    const x = p % SIDE, y = Math.floor(p / SIDE);
    return stroke && y >= 60 && y < 220 && x >= 130 && x < 148;
  };
  return Uint8Array.from({ length: SIDE * SIDE }, (_, p) => inStroke(p) ? 0 : 255);
}

const ANSWER = Float32Array.of(0, 0.75, 0.25, 0, 0, 0, 0, 0, 0, 0);

Deno.test("readDrawing() prepares the drawing, classifies it and names the classes", async () => {
  const given: Uint8Array[] = [];
  const reading = await readDrawing(drawSheet(true), (images) => {
    given.push(images);
    return Promise.resolve(ANSWER);
  }, DIGIT_CLASSES);
  assert.equal(reading!.predicted, 1);
  assert.equal(reading!.probabilities[1], 0.75);
  assert.deepEqual(reading!.pixels, Array.from(given[0]));
  assert.ok(given[0].length === 784 && Math.max(...given[0]) > 200);
  assert.equal(reading!.classes, DIGIT_CLASSES);
});

Deno.test("readDrawing() answers null for a blank sheet and refuses one of another size", async () => {
  const never = () => Promise.reject(new Error("classified a blank sheet"));
  assert.equal(await readDrawing(drawSheet(false), never, DIGIT_CLASSES), null);
  await assert.rejects(readDrawing(new Uint8Array(5), never, DIGIT_CLASSES), RangeError);
});
