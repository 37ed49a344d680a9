import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import {
  evaluatePredictions,
  meanCrossEntropy,
  summarizePredictions,
} from "../../lib/evaluation/report.ts";
import { predict } from "./helpers.ts";
import { assertClose, references } from "./references/mod.ts";

Deno.test("evaluatePredictions() agrees with scikit-learn to 1e-12", () => {
  const { labels, probabilities, report } = references.full;
  assertClose(evaluatePredictions(labels, probabilities, DIGIT_CLASSES), {
    ...report,
    classes: DIGIT_CLASSES,
  });
});

Deno.test("evaluatePredictions() agrees with scikit-learn where digits are absent or never read", () => {
  const { labels, probabilities, report } = references.absent;
  assertClose(evaluatePredictions(labels, probabilities, DIGIT_CLASSES), {
    ...report,
    classes: DIGIT_CLASSES,
  });
});

Deno.test("evaluatePredictions() lists its figures in the order of the command's contract", () => {
  const { labels, probabilities } = references.full;
  const report = evaluatePredictions(labels, probabilities, DIGIT_CLASSES);
  assert.deepEqual(Object.keys(report), [
    "classes",
    "n",
    "accuracy",
    "accuracyInterval",
    "loss",
    "precision",
    "recall",
    "f1",
    "perClass",
    "confusion",
  ]);
  assert.deepEqual(Object.keys(report.perClass[0]), [
    "digit",
    "precision",
    "recall",
    "f1",
    "support",
  ]);
});

Deno.test("evaluatePredictions() refuses an empty set", () => {
  assert.throws(() => evaluatePredictions([], [], DIGIT_CLASSES), {
    name: "RangeError",
    message: /got none/,
  });
});

Deno.test("summarizePredictions() evaluates a single digit", () => {
  const report = summarizePredictions([predict({ label: 4, digit: 4 })], DIGIT_CLASSES);
  assert.equal(report.accuracy, 1);
  assert.equal(report.f1, 1);
  assert.equal(report.loss, 0);
  assert.equal(report.accuracyInterval[1], 1);
});

Deno.test("summarizePredictions() refuses an empty selection", () => {
  assert.throws(() => summarizePredictions([], DIGIT_CLASSES), {
    name: "RangeError",
    message: /got none/,
  });
});

Deno.test("meanCrossEntropy() stays finite where a probability underflowed to 0", () => {
  const loss = meanCrossEntropy([predict({ labelProbability: 0 })]);
  assert.equal(loss, 23 * Math.LN2);
});
