/**
 * A sweep's folder: `plan.json`, `runs/NAME/` with a model each, and what they come to: `runs.csv`,
 * `results.json`, `figure.svg`, `figure.png`.
 *
 * @module
 */
import { join } from "@std/path";
import { writeAtomically } from "../atomic_write.ts";
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
import { writeCsv } from "./predict_table.ts";

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

/** Writes tables and figure, each whole or not at all; returns the files' names. */
export async function writeResults(
  out: string,
  results: SweepResults,
  title: string,
): Promise<string[]> {
  const { runs, summaries, metric } = results;
  const write = (name: string, bytes: Uint8Array | string) =>
    writeAtomically(
      join(out, name),
      typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes,
    );
  const { rows, columns } = tabulateRuns(runs);
  await writeCsv(join(out, "runs.csv"), rows, columns);
  await write("results.json", `${JSON.stringify(describeSweep(results), null, 1)}\n`);
  const figure = drawResults(runs, summaries, { metric, title });
  await write("figure.svg", figure.svg);
  await write("figure.png", await rasterizeFigure(figure));
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
