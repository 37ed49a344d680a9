import assert from "node:assert/strict";
import { type FinishedRun, summarizeRuns } from "../../lib/sweep/results.ts";
import type { RunSpec } from "../../lib/sweep/run_spec.ts";
import { describeSweep, formatSummaries, tabulateRuns } from "../../lib/sweep/table.ts";
import { DEFAULT_RECIPE } from "../../lib/training/recipe.ts";

interface Made {
  seed: number;
  misclassified: number[];
  weightDecay?: number;
  fold?: number;
}

function createRun(
  variant: string,
  { seed, misclassified, weightDecay = 0.01, fold }: Made,
): FinishedRun {
  const spec: RunSpec = {
    ...{ network: "lenet5", networkOptions: {}, data: "mnist", dataSha256: "" },
    recipe: { ...DEFAULT_RECIPE, seed, weightDecay },
    fold: fold === undefined ? null : { count: 2, index: fold, seed: 0 },
  };
  const errors = misclassified.length;
  return {
    ...{ id: `run-${variant}${seed}${fold ?? ""}`, variant, spec },
    heldOut: { n: 100, errors, loss: errors / 50, misclassified },
    ...{ build: "relaxed SIMD", epochs: 40, parameters: 62_384, seconds: 9 },
  };
}

const range = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);

const RUNS = [
  createRun("a", { seed: 0, misclassified: range(0, 5) }),
  createRun("b", { seed: 0, misclassified: range(1, 9), weightDecay: 0.1 }),
  createRun("a", { seed: 1, misclassified: range(0, 7) }),
  createRun("b", { seed: 1, misclassified: range(1, 8), weightDecay: 0.1 }),
];

const close = (value: number, wanted: number) =>
  assert.ok(Math.abs(value - wanted) < 1e-9, `${value}, expected ${wanted}`);

Deno.test("summarizeRuns() gives mean, sd and the paired t-test, as scipy.stats does", () => {
  const [a, b] = summarizeRuns(RUNS, "error");
  assert.deepEqual([a.variant, a.runs, a.images, b.variant, b.runs], ["a", 2, undefined, "b", 2]);
  close(a.mean, 0.06);
  close(a.deviation, Math.SQRT2 / 100);
  close(b.difference, 0.025);
  // scipy.stats.ttest_rel([9, 8], [5, 7]).confidence_interval(): (-16.559, 21.559)
  assert.ok(Math.abs(100 * b.interval[0] + 16.559) < 0.01, `${b.interval}`);
  assert.ok(Math.abs(100 * b.interval[1] - 21.559) < 0.01, `${b.interval}`);
  close(summarizeRuns(RUNS, "loss")[1].mean, 0.17);
});

Deno.test("summarizeRuns() counts an image once, for the variant that more of the runs are right with", () => {
  // a is wrong on 0 twice, 1 to 4 twice, 5 and 6 once; b on 1 to 8 twice, 9 once.
  const { onlyFirst, onlyThis, pValue } = summarizeRuns(RUNS, "error")[1].images!;
  assert.deepEqual([onlyFirst, onlyThis], [5, 1]);
  close(pValue, 0.21875); // scipy.stats.binomtest(1, 6).pvalue
});

Deno.test("summarizeRuns() compares with the seeds and folds that all variants have", () => {
  const runs = [
    createRun("a", { seed: 0, fold: 0, misclassified: [1, 2] }),
    createRun("b", { seed: 0, fold: 0, misclassified: [1, 2, 3] }),
    createRun("a", { seed: 0, fold: 1, misclassified: range(0, 50) }),
  ];
  const [a, b] = summarizeRuns(runs, "error");
  assert.deepEqual([a.runs, a.mean, b.runs, b.mean], [1, 0.02, 1, 0.03]);
  assert.deepEqual(b.images, { onlyFirst: 1, onlyThis: 0, pValue: 1 });
  const none = summarizeRuns(runs.slice(1), "error");
  assert.deepEqual(none.map(({ runs }) => runs), [0, 0]);
  assert.match(formatSummaries(none, "error"), /\n\| b \| 0 \| {2}\| {2}\| {2}\|\n/);
});

Deno.test("formatSummaries() is a Markdown table in percent", () => {
  assert.equal(
    formatSummaries(summarizeRuns(RUNS, "error"), "error"),
    [
      "| variant | runs | error, mean ± sd | difference from a (95%) | " +
      "images that only the first, only this has right; p |",
      "| --- | --- | --- | --- | --- |",
      "| a | 2 | 6.00% ± 1.41 |  |  |",
      "| b | 2 | 8.50% ± 0.71 | +2.50 (−16.56 to +21.56) | 5, 1; 0.219 |",
    ].join("\n"),
  );
});

Deno.test("tabulateRuns() has a column for each setting that varies, and none for others", () => {
  const { columns, rows } = tabulateRuns(RUNS);
  assert.deepEqual(columns.slice(0, 5), ["run", "variant", "recipe.weightDecay", "seed", "fold"]);
  assert.equal(columns.length, 12);
  assert.deepEqual(rows[1], {
    ...{ run: "run-b0", variant: "b", "recipe.weightDecay": 0.1, seed: 0, fold: undefined },
    ...{ n: 100, errors: 9, error: 0.09, loss: 0.18 },
    ...{ epochs: 40, parameters: 62_384, seconds: 9 },
  });
});

Deno.test("describeSweep() has each run's metric, and leaves the images out", () => {
  const record = describeSweep({
    ...{ runs: RUNS, summaries: summarizeRuns(RUNS, "loss"), metric: "loss", missing: 3 },
  });
  assert.deepEqual([record.missing, record.variants.length, record.runs.length], [3, 2, 4]);
  assert.deepEqual(record.runs[0].heldOut, { n: 100, errors: 5, loss: 0.1 });
  assert.equal(record.runs[0].metric, 0.1);
});
