import assert from "node:assert/strict";
import { comparePredictions } from "../../lib/evaluation/comparison.ts";
import { decodePredictions } from "../../lib/evaluation/predictions.ts";
import { predict } from "./helpers.ts";
import { assertClose, references } from "./references/mod.ts";

const { labels, probabilities, secondProbabilities, comparison } = references.full;
const first = decodePredictions(labels, probabilities);
const second = decodePredictions(labels, secondProbabilities);

Deno.test("comparePredictions() has statsmodels' exact McNemar p-value to 1e-12", () => {
  const { onlyFirst, onlySecond, pValue } = comparePredictions(first, second);
  assertClose({ onlyFirst, onlySecond, pValue }, comparison);
});

Deno.test("comparePredictions() changes its sign with the order of its arguments", () => {
  const there = comparePredictions(first, second), back = comparePredictions(second, first);
  assert.equal(there.difference, -back.difference);
  assert.equal(there.pValue, back.pValue);
  assertClose(there.differenceInterval, back.differenceInterval.map((bound) => -bound).reverse());
});

Deno.test("comparePredictions() of a model with itself finds no difference", () => {
  const { difference, differenceInterval, pValue } = comparePredictions(first, first);
  assert.deepEqual([difference, ...differenceInterval, pValue], [0, 0, 0, 1]);
});

Deno.test("comparePredictions() stays exact where thousands of predictions differ", () => {
  const right = Array.from({ length: 4000 }, (_, index) => predict({ index }));
  const wrong = right.map((prediction) => ({ ...prediction, predicted: 1 }));
  const half = right.map((prediction, i) => i % 2 ? prediction : wrong[i]);
  const otherHalf = right.map((prediction, i) => i % 2 ? wrong[i] : prediction);
  assert.equal(comparePredictions(half, otherHalf).pValue, 1);
  assert.ok(comparePredictions(right, wrong).pValue < 1e-300);
});

Deno.test("comparePredictions() refuses predictions for different images and empty sets", () => {
  assert.throws(() => comparePredictions(first, second.slice(1)), /same images, got 120 and 119/);
  assert.throws(() => comparePredictions(first, second.toReversed()), RangeError);
  assert.throws(() => comparePredictions([], []), RangeError);
});
