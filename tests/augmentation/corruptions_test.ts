import assert from "node:assert/strict";
import { imageAt } from "../../lib/dataset/labeled_images.ts";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { createRandom } from "../../lib/random.ts";
import { CORRUPTIONS } from "./corruptions.ts";
import { makeField, SIZE } from "./fields.ts";
import { traceOutlines } from "./outlines.ts";

Deno.test("every corruption changes a digit, and does so again with the same seed", async () => {
  const digit = Float32Array.from(imageAt(await loadSplit("validation"), 0), (byte) => byte / 255);
  assert.equal(CORRUPTIONS.length, 15);
  for (const { name, apply } of CORRUPTIONS) {
    const before = digit.slice(), corrupted = apply(digit, createRandom(1));
    assert.deepEqual(digit, before, `${name} changes its input`);
    assert.deepEqual(apply(digit, createRandom(1)), corrupted, name);
    assert.ok(corrupted.length === SIZE ** 2 && corrupted.every(Number.isFinite), name);
    assert.ok(corrupted.some((ink, i) => Math.abs(ink - digit[i]) > 0.1), name);
  }
});

Deno.test("traceOutlines() draws a square's sides one pixel broad, and nothing on blank paper", () => {
  const square = makeField((x, y) => x >= 8 && x < 20 && y >= 8 && y < 20 ? 1 : 0);
  const edges = traceOutlines(square);
  const row = [...edges.subarray(14 * SIZE, 15 * SIZE)].flatMap((edge, x) => edge ? [x] : []);
  // The slope is as steep on both sides of an edge between two pixels.
  assert.deepEqual(row, [7, 8, 19, 20]);
  assert.ok(traceOutlines(new Float32Array(SIZE ** 2)).every((edge) => edge === 0));
});
