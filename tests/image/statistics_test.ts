import assert from "node:assert/strict";
import { findOtsuThreshold, keepValues, percentile, variance } from "../../lib/image/statistics.ts";
import { createRandom } from "../../lib/random.ts";

Deno.test("percentile() finds every rank of random values, ties included", () => {
  const random = createRandom(3);
  const values = Float32Array.from({ length: 101 }, () => random.nextInt(40));
  const sorted = [...values].sort((a, b) => a - b);
  sorted.forEach((value, rank) => assert.equal(percentile(values, rank / 101 + 1e-9), value));
  assert.equal(percentile(values, 1), sorted[100]);
});

Deno.test("percentile() leaves its argument in order", () => {
  const values = Float32Array.of(3, 1, 2);
  assert.equal(percentile(values, 0.5), 2);
  assert.deepEqual([...values], [3, 1, 2]);
});

Deno.test("keepValues() keeps the order and takes no room beyond what it kept", () => {
  const kept = keepValues(Float32Array.of(4, -1, 3, -2), (value) => value > 0);
  assert.deepEqual([...kept], [4, 3]);
});

Deno.test("variance() is the mean squared distance to the mean", () => {
  assert.equal(variance(Float32Array.of(1, 3, 5, 7)), 5);
});

Deno.test("findOtsuThreshold() separates two clusters of unequal size", () => {
  const random = createRandom(4);
  const few = Array.from({ length: 30 }, () => 0.8 + 0.1 * random.next());
  const many = Array.from({ length: 970 }, () => 0.1 + 0.2 * random.next());
  const threshold = findOtsuThreshold(Float32Array.from([...few, ...many]));
  assert.ok(threshold > 0.3 && threshold < 0.8, `${threshold}`);
});

Deno.test("findOtsuThreshold() of equal values is that value", () => {
  assert.equal(findOtsuThreshold(Float32Array.of(0.5, 0.5)), 0.5);
});
