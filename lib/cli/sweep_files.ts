/**
 * A sweep's folder: `plan.json`, `runs/NAME/` with a model each, and what they come to: `runs.csv`,
 * `results.json`, `figure.svg`, `figure.png`.
 *
 * @module
 */
import { join } from "@std/path";
import { writeTogether } from "../atomic_write.ts";
import { plotSweepResults } from "../plots/sweep_results.ts";
import { rasterizeFigure } from "../plots/rasterize.ts";
import type { SweepRun } from "../sweep/expand.ts";
import {
  type FinishedRun,
  measureRun,
  type Metric,
  summarizeRuns,
  type VariantSummary,
} from "../sweep/results.ts";
import { describeSweep, formatP, tabulateRuns } from "../sweep/table.ts";
import { readFinishedRun } from "./make_run.ts";
import { encodeCsv } from "./predict_table.ts";

/** The folder of a run. */
export const runFolder = (out: string, id: string): string => join(out, "runs", id);

/** What a sweep has come to so far. */
export interface SweepResults {
  runs: FinishedRun[];
  summaries: VariantSummary[];
  metric: Metric;
  /** Runs of the plan that are not done. */
  missing: number;
}

/** Reads what is done of a plan's runs. */
export async function gatherResults(
  out: string,
  planned: readonly SweepRun[],
  metric: Metric,
): Promise<SweepResults> {
  const runs: FinishedRun[] = [];
  for (const { id, variant } of planned) {
    const finished = await readFinishedRun(runFolder(out, id), id);
    if (finished) runs.push({ ...finished, variant });
  }
  return {
    runs,
    summaries: summarizeRuns(runs, metric),
    metric,
    missing: planned.length - runs.length,
  };
}

/** Writes tables and figure, all of them or none; returns the files' names. */
export async function writeResults(
  out: string,
  results: SweepResults,
  title: string,
): Promise<string[]> {
  const { runs, summaries, metric } = results;
  const encode = (text: string) => new TextEncoder().encode(text);
  const { rows, columns } = tabulateRuns(runs);
  const figure = drawResults(runs, summaries, { metric, title });
  await writeTogether([
    [join(out, "runs.csv"), encodeCsv(rows, columns)],
    [join(out, "results.json"), encode(`${JSON.stringify(describeSweep(results), null, 1)}\n`)],
    [join(out, "figure.svg"), encode(figure.svg)],
    [join(out, "figure.png"), await rasterizeFigure(figure)],
  ]);
  return ["runs.csv", "results.json", "figure.svg", "figure.png"];
}

function drawResults(
  runs: readonly FinishedRun[],
  summaries: readonly VariantSummary[],
  { metric, title }: { metric: Metric; title: string },
) {
  const share = metric === "error" ? 100 : 1;
  const results = summaries.map(({ variant, mean, deviation, images }) => ({
    variant,
    values: runs.filter((run) => run.variant === variant)
      .map((run) => share * measureRun(run, metric)),
    mean: share * mean,
    deviation: share * deviation,
    note: images && `p ${images.pValue < 0.001 ? "" : "= "}${formatP(images.pValue)}`,
  }));
  return plotSweepResults(results, {
    title,
    subtitle: summaries.length > 1
      ? `p: sign test on the images, against ${summaries[0].variant}.`
      : undefined,
    axis: metric === "error"
      ? "error on images held out (%)"
      : "cross-entropy on images held out (nats)",
  });
}
