import assert from "node:assert/strict";
import { describeReport } from "../../lib/cli/report_json.ts";
import { summarizePredictions } from "../../lib/evaluation/report.ts";
import { predict } from "../evaluation/helpers.ts";

const CLASSES = ["circle", "square", "star"];
const REPORT = summarizePredictions([
  predict({ label: 0, predicted: 0 }),
  predict({ label: 2, predicted: 1 }),
], CLASSES);

Deno.test("describeReport() has the keys of the contract, in its order", () => {
  const record = describeReport(REPORT);
  assert.deepEqual(Object.keys(record), [
    "n",
    "accuracy",
    "accuracyInterval",
    "loss",
    "precision",
    "recall",
    "f1",
    "perClass",
    "confusion",
    "classes",
  ]);
  assert.deepEqual(Object.keys(record.perClass[0]), [
    "digit",
    "class",
    "precision",
    "recall",
    "f1",
    "support",
  ]);
});

Deno.test("describeReport() gives each class its index and its name, and the report's figures", () => {
  const { perClass, ...record } = describeReport(REPORT);
  assert.deepEqual(
    perClass.map(({ digit, class: name, support }) => [digit, name, support]),
    [[0, "circle", 1], [1, "square", 0], [2, "star", 1]],
  );
  const { perClass: scores, ...report } = REPORT;
  assert.deepEqual(record, report);
  assert.deepEqual(perClass.map(({ f1 }) => f1), scores.map(({ f1 }) => f1));
});
