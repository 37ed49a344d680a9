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
  assertClose(
    evaluatePredictions(labels, probabilities, DIGIT_CLASSES),
    { ...report, classes: DIGIT_CLASSES },
  );
});

Deno.test("evaluatePredictions() agrees with scikit-learn where classes are absent or never predicted", () => {
  const { labels, probabilities, report } = references.absent;
  assertClose(
    evaluatePredictions(labels, probabilities, DIGIT_CLASSES),
    { ...report, classes: DIGIT_CLASSES },
  );
});

Deno.test("evaluatePredictions() refuses an empty set", () => {
  assert.throws(() => evaluatePredictions([], [], DIGIT_CLASSES), {
    name: "RangeError",
    message: /got none/,
  });
});

Deno.test("summarizePredictions() evaluates a single prediction", () => {
  const report = summarizePredictions([predict({ label: 4, predicted: 4 })], DIGIT_CLASSES);
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

Deno.test("evaluatePredictions() takes as many classes as there are names", () => {
  const classes = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
  const labels = [...classes.keys()];
  const rows = labels.map((label) => labels.map((k) => k === (label === 25 ? 0 : label) ? 1 : 0));
  const report = evaluatePredictions(labels, rows.flat(), classes);
  assert.equal(report.classes, classes);
  assert.deepEqual(report.perClass.map(({ label }) => label), labels);
  assert.equal(report.accuracy, 25 / 26);
  assert.deepEqual(report.perClass.at(-1), {
    label: 25,
    precision: 0,
    recall: 0,
    f1: 0,
    support: 1,
  });
  assert.equal(report.confusion[25][0], 1);
});
