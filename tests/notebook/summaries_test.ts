import assert from "node:assert/strict";
import { decodePredictions } from "../../lib/evaluation/predictions.ts";
import { summarizePredictions } from "../../lib/evaluation/report.ts";
import { accuracySummary, gradientSummary, runSummary } from "../../lib/notebook/summaries.ts";
import { DEFAULT_RECIPE } from "../../lib/training/recipe.ts";

const lines = ({ text }: { text: string }) => text.split("\n").map((line) => line.split(/  +/));

Deno.test("runSummary() shows which network was trained, how and in what time", () => {
  const network = { name: "lenet4", options: {} };
  const run = { network, command: "deno task train", parameters: 62_384, wallSeconds: 79.31 };
  assert.deepEqual(lines(runSummary({ ...run, recipe: { ...DEFAULT_RECIPE, epochs: 7 } })), [
    ["network", "LeNet-4"],
    ["made by", "deno task train"],
    ["parameters", "62,384"],
    ["epochs", "7"],
    ["batch size", "128"],
    ["seed", "0"],
    ["seconds of training", "79.31"],
  ]);
});

Deno.test("accuracySummary() shows how many images were misclassified, and the interval", () => {
  const rows = [0, 0, 0, 1].map((label) => [+(label === 0), +(label === 1), 0]);
  const report = summarizePredictions(decodePredictions([0, 0, 0, 0], rows.flat()), [
    "a",
    "b",
    "c",
  ]);
  assert.deepEqual(lines(accuracySummary(report)), [
    ["images", "4"],
    ["misclassified", "1"],
    ["accuracy", "75.00%"],
    ["95% interval", "30.06% to 95.44%"],
    ["cross-entropy (nats)", String(Number(report.loss.toPrecision(4)))],
  ]);
});

Deno.test("gradientSummary() shows loss and norm", () => {
  assert.deepEqual(
    lines(gradientSummary({ loss: 2.3, gradientNorm: 1.23456, parts: [], steps: [] })),
    [
      ["loss before the step", "2.3"],
      ["norm of the gradient", "1.235"],
    ],
  );
});
