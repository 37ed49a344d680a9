import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { decodePredictions } from "../../lib/evaluation/predictions.ts";
import { summarizePredictions } from "../../lib/evaluation/report.ts";
import {
  accuracyTable,
  calibrationTable,
  classScoreTable,
  confusionTable,
  disputeTable,
  epochTable,
  gradientTable,
  layerTable,
  runTable,
  thresholdTable,
} from "../../lib/notebook/tables.ts";
import { inventHistory, inventReport, LETTERS, SHAPES } from "../plots/made_up.ts";

const sure = (label: number, share: number) =>
  Array.from({ length: 10 }, (_, k) => k === label ? share : (1 - share) / 9);
/** Ten images: all predicted correctly, but for the 9, which is taken for a 5. */
const PREDICTIONS = decodePredictions(
  Array.from({ length: 10 }, (_, label) => label),
  Array.from({ length: 10 }, (_, label) => sure(label === 9 ? 5 : label, 0.8)).flat(),
);
const HISTORY = inventHistory(2).map((point) => ({ ...point, trainAccuracy: 0.9, seconds: 2.25 }));

/** The lines of a table, their columns apart by two spaces or more. */
const lines = ({ text }: { text: string }) =>
  text.split("\n").map((line) => line.trim().split(/  +/));

Deno.test("layerTable() shows shapes and parameters", () => {
  const layer = { name: "C1", type: "Conv2D", outputShape: [28, 28, 6] };
  assert.deepEqual(lines(layerTable([{ ...layer, parameters: 1150, trainableParameters: 150 }])), [
    ["layer", "kind", "output", "parameters", "trainable"],
    ["C1", "Conv2D", "28×28×6", "1,150", "150"],
  ]);
});

Deno.test("epochTable() shows one epoch per row, runTable() the last epoch of each run", () => {
  const epochs = lines(epochTable(HISTORY));
  assert.deepEqual(epochs[1], ["1", "0.5300", "0.3200", "96.50%", "18500", "2.3"]);
  assert.equal(epochs.length, 3);
  const runs = lines(runTable([{ name: "plain", history: HISTORY }]));
  assert.deepEqual(runs.slice(2), [["plain", ...epochs[2].slice(1, 4)]]);
});

Deno.test("classScoreTable() shows the classes and their mean", () => {
  const rows = lines(classScoreTable(summarizePredictions(PREDICTIONS, DIGIT_CLASSES)));
  assert.deepEqual(rows[6], ["5", "50.00%", "100.00%", "66.67%", "1"]);
  assert.deepEqual(rows[11].slice(0, 3), ["mean", "85.00%", "90.00%"]);
});

Deno.test("classScoreTable() names the classes, whatever they are", () => {
  const metrics = { n: 1, accuracy: 1, loss: 0, precision: 1, recall: 1, f1: 1 };
  for (const classes of [SHAPES, LETTERS]) {
    const report = { ...inventReport(classes), ...metrics };
    const rows = lines(classScoreTable({ ...report, accuracyInterval: [0, 1] }));
    assert.deepEqual(rows.slice(1, -1).map(([name]) => name), classes);
  }
});

Deno.test("calibrationTable() shows calibration error and cross-entropy by name", () => {
  // All have a confidence of 80%, 90% are correct: the error is 10%.
  const loss = -(9 * Math.log(0.8) + Math.log(0.2 / 9)) / 10;
  assert.deepEqual(lines(calibrationTable({ "as trained": PREDICTIONS })), [
    ["probabilities", "expected calibration error", "cross-entropy (nats)"],
    ["as trained", "10.00%", loss.toFixed(5)],
  ]);
});

Deno.test("accuracyTable() shows one set per row", () => {
  const report = summarizePredictions(PREDICTIONS, DIGIT_CLASSES);
  assert.deepEqual(lines(accuracyTable({ all: report })), [
    ["images", "count", "accuracy", "mean F1"],
    ["all", "10", "90.00%", `${(100 * report.f1).toFixed(2)}%`],
  ]);
});

Deno.test("confusionTable() and gradientTable() show one record per row", () => {
  const pairs = confusionTable([{ label: 2, predicted: 0, count: 3, share: 0.003 }], SHAPES);
  assert.deepEqual(lines(pairs)[2], ["a five-pointed star", "circle", "3", "0.30%"]);
  const parts = [{ name: "C1/kernel", norm: 0.12345 }];
  const gradient = gradientTable({ loss: 1, gradientNorm: 1, steps: [], parts });
  assert.deepEqual(lines(gradient)[2], ["C1/kernel", "0.123"]);
});

Deno.test("thresholdTable() shows coverage and errors", () => {
  const point = { threshold: 0.9, coverage: 0.97, answered: 9700, errors: 12, risk: 12 / 9700 };
  assert.deepEqual(lines(thresholdTable([point]))[1], ["90.00%", "97.00%", "12", "0.124%"]);
});

Deno.test("disputeTable() shows index, labels, votes and the model's side", () => {
  const votes = { label: 2, suggested: 3, neither: 0 };
  const dispute = { index: 1621, label: 0, suggested: 6, votes };
  assert.deepEqual(
    lines(disputeTable([{ ...dispute, predicted: 6, confidence: 0.5, side: "suggested" }]))[1],
    ["1621", "0", "6", "2 : 3 : 0", "6", "50.00%", "suggested"],
  );
});
