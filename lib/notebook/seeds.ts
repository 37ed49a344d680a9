/**
 * Studies of seeds as a live chart and a table.
 *
 * @module
 */
import { plotSeedSpread } from "../plots/seed_spread.ts";
import type { SeedRun, SeedSummary } from "../training/seed_study.ts";
import { releaseStopSignal } from "./interrupt.ts";
import { live } from "./live.ts";
import { percent, type Table, table } from "./table.ts";

/** Shows runs as they come; gives back the last state, stopped or not. */
export async function watchSeeds(states: AsyncIterable<SeedRun[]>): Promise<SeedRun[]> {
  const chart = live();
  let runs: SeedRun[] = [];
  try {
    for await (runs of states) await chart.update(() => plotSeedSpread(runs));
  } finally {
    releaseStopSignal();
  }
  await chart.finish();
  return runs;
}

/** Mean ± standard deviation of each way of training, and whether it differs from the first. */
export function seedTable(summaries: readonly SeedSummary[]): Table {
  const rows = summaries.map(({ name, runs, mean, deviation, difference, interval }, i) => ({
    name,
    runs,
    error: `${percent(mean)} ± ${percent(deviation)}`,
    difference: i === 0 ? "" : signed(difference),
    interval: i === 0 ? "" : interval.map(signed).join(" to "),
    verdict: i === 0 ? "" : judge(interval),
  }));
  return table(rows, {
    columns: {
      name: "training",
      runs: "seeds",
      error: "error, mean ± sd",
      difference: `against ${summaries[0]?.name ?? "the first"}`,
      interval: "95% interval",
      verdict: "verdict",
    },
  });
}

function judge([low, high]: readonly [number, number]): string {
  if (low > 0) return "worse";
  return high < 0 ? "better" : "not known";
}

function signed(share: number): string {
  return `${share < 0 ? "−" : "+"}${percent(Math.abs(share))}`;
}
