import assert from "node:assert/strict";
import { findTypicalDigits, measureNovelty, UNIT } from "../../lib/reader/typical_digits.ts";

Deno.test("findTypicalDigits() finds the directions of each class, whatever the lengths", () => {
  const rows = [[1, 0], [0, 2], [3, 0], [0, 0.5], [-1, 0], [-2, 0]];
  const features = Float32Array.from(rows.flat());
  const typical = findTypicalDigits(features, [0, 0, 0, 0, 7, 7], {
    size: 2,
    perClass: 2,
    classes: 10,
  });
  const directions = [[UNIT, 0], [0, UNIT], [-UNIT, 0], [-UNIT, 0]];
  assert.deepEqual([...typical], directions.flat());
});

Deno.test("findTypicalDigits() takes the mean direction of a cluster and leaves out rows of zeros", () => {
  const features = Float32Array.from([0, 0, 3, 4, 4, 3]);
  const typical = findTypicalDigits(features, [1, 1, 1], { size: 2, perClass: 1, classes: 10 });
  const half = Math.round(UNIT * Math.SQRT1_2);
  assert.deepEqual([...typical], [half, half]);
});

Deno.test("measureNovelty() is 1 less the cosine to the most similar direction", () => {
  const typical = Int8Array.of(UNIT, 0, 0, UNIT);
  assert.equal(measureNovelty(Float32Array.of(0, 5), typical), 0);
  assert.equal(measureNovelty(Float32Array.of(3, 4), typical).toFixed(6), "0.200000");
  assert.equal(measureNovelty(Float32Array.of(-1, 0), typical), 1);
});

Deno.test("measureNovelty() finds features of zeros as novel as can be", () => {
  assert.equal(measureNovelty(new Float32Array(2), Int8Array.of(UNIT, 0)), 1);
});
