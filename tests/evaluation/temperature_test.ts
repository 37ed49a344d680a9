import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { evaluatePredictions } from "../../lib/evaluation/report.ts";
import { applyTemperature, fitTemperature } from "../../lib/evaluation/temperature.ts";
import { distribute } from "./helpers.ts";
import { assertClose, references } from "./references/mod.ts";

const { labels, probabilities, temperature: reference } = references.full;

Deno.test("fitTemperature() finds SciPy's optimum to 1e-5", () => {
  assertClose(fitTemperature(labels, probabilities), reference.temperature, 1e-5);
});

Deno.test("applyTemperature() lowers the loss to SciPy's optimum and changes no prediction", () => {
  const before = evaluatePredictions(labels, probabilities, DIGIT_CLASSES);
  const scaled = applyTemperature(probabilities, fitTemperature(labels, probabilities), 10);
  const after = evaluatePredictions(labels, scaled, DIGIT_CLASSES);
  assertClose(after.loss, reference.loss, 1e-9);
  assert.deepEqual(after.confusion, before.confusion);
});

Deno.test("applyTemperature() at 1 changes nothing beyond 1e-7", () => {
  assertClose([...applyTemperature(probabilities, 1, 10)], probabilities, 1e-7);
});

Deno.test("applyTemperature() keeps rows that underflowed to 0 proper distributions", () => {
  const scaled = applyTemperature(distribute({}, 3), 2, 10);
  assertClose(scaled.reduce((a, b) => a + b), 1);
  assert.equal(scaled.indexOf(Math.max(...scaled)), 3);
});

Deno.test("fitTemperature() stops at its bounds where nothing or everything is misclassified", () => {
  const row = Array.from({ length: 10 }, (_, label) => [0.01, 0.2][label] ?? 0.09875);
  assertClose(fitTemperature([1], row), 0.05, 1e-5);
  assertClose(fitTemperature([0], row), 20, 1e-5);
});

Deno.test("applyTemperature() and fitTemperature() refuse what they cannot use", () => {
  for (const temperature of [0, -1, NaN]) {
    assert.throws(() => applyTemperature(probabilities, temperature, 10), /temperature: expected/);
  }
  assert.throws(() => fitTemperature([], []), RangeError);
  assert.throws(() => fitTemperature([1, 2], distribute({}, 0).slice(1)), /got 2 and 9/);
});
