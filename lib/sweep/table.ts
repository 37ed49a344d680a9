/**
 * A sweep's results as tables: a row a run for programs, a row a variant for people.
 *
 * @module
 */
import { type FinishedRun, measureRun, type Metric, type VariantSummary } from "./results.ts";

/** Columns of the table of runs; those of the settings that vary come behind `variant`. */
const BEFORE = ["run", "variant"], AFTER = ["seed", "fold", "n", "errors", "error", "loss"];
const LAST = ["epochs", "parameters", "seconds"];

/** A table of runs. */
export interface RunTable {
  /** Names of the columns in their order. */
  columns: string[];
  /** A row a run. */
  rows: Record<string, unknown>[];
}

/** Lists runs with the settings in which they differ. */
export function tabulateRuns(runs: readonly FinishedRun[]): RunTable {
  const flat = runs.map((run) => flattenSettings(run));
  const names = [...new Set(flat.flatMap((settings) => Object.keys(settings)))];
  const varied = names.filter((name) => new Set(flat.map((settings) => settings[name])).size > 1);
  const rows = runs.map(({ id, variant, spec, heldOut, epochs, parameters, seconds }, i) => ({
    run: id,
    variant,
    ...Object.fromEntries(varied.map((name) => [name, flat[i][name]])),
    seed: spec.recipe.seed,
    fold: spec.fold?.index,
    n: heldOut.n,
    errors: heldOut.errors,
    error: heldOut.errors / heldOut.n,
    loss: heldOut.loss,
    epochs,
    parameters,
    seconds,
  }));
  return { columns: [...BEFORE, ...varied, ...AFTER, ...LAST], rows };
}

/** Settings by name, such as "recipe.weightDecay", without those that have a column of their own. */
function flattenSettings({ spec }: FinishedRun): Record<string, string | number> {
  const flat: Record<string, string | number> = { network: spec.network };
  const { seed: _, epochs: _epochs, ...recipe } = spec.recipe;
  const walk = (path: string, value: unknown) => {
    if (typeof value === "number" || typeof value === "string") flat[path] = value;
    else if (typeof value !== "object" || value === null || Array.isArray(value)) {
      flat[path] = JSON.stringify(value);
    } else {
      for (const [key, item] of Object.entries(value)) walk(`${path}.${key}`, item);
    }
  };
  walk("recipe", recipe);
  walk("networkOptions", spec.networkOptions);
  return flat;
}

/** A Markdown table, a line a variant. */
export function formatSummaries(summaries: readonly VariantSummary[], metric: Metric): string {
  const share = metric === "error" ? 100 : 1, digits = metric === "error" ? 2 : 4;
  const unit = metric === "error" ? "%" : "";
  const number = (value: number) => (share * value).toFixed(digits);
  const rows = summaries.map(({ variant, runs, mean, deviation, ...rest }, i) => {
    if (runs === 0) return [variant, "0", "", "", ""];
    const spread = Number.isNaN(deviation) ? "" : ` ± ${number(deviation)}`;
    return [
      variant,
      `${runs}`,
      `${number(mean)}${unit}${spread}`,
      ...i === 0 ? ["", ""] : compareCells(rest, number),
    ];
  });
  const first = summaries[0]?.variant ?? "";
  const head = [
    ...["variant", "runs", `${metric}, mean ± sd`],
    ...[`difference from ${first} (95%)`, "images that only the first, only this has right; p"],
  ];
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function compareCells(
  { difference, interval, images }: Pick<VariantSummary, "difference" | "interval" | "images">,
  number: (value: number) => string,
): string[] {
  const signed = (value: number) => `${value < 0 ? "−" : "+"}${number(Math.abs(value))}`;
  const bounds = interval.some(Number.isNaN) ? "" : ` (${interval.map(signed).join(" to ")})`;
  return [
    `${signed(difference)}${bounds}`,
    images ? `${images.onlyFirst}, ${images.onlyThis}; ${formatP(images.pValue)}` : "",
  ];
}

/** Such as "0.012". */
export function formatP(value: number): string {
  return value < 0.001 ? "< 0.001" : value.toFixed(3);
}

/** Everything that a sweep's table.json holds. */
export function describeSweep(
  { runs, summaries, metric, missing }: {
    runs: readonly FinishedRun[];
    summaries: readonly VariantSummary[];
    metric: Metric;
    /** Runs that the plan has and that are not done. */
    missing: number;
  },
) {
  return {
    metric,
    missing,
    variants: summaries,
    runs: runs.map(({ heldOut: { misclassified: _, ...heldOut }, ...run }) => ({
      ...run,
      heldOut,
      metric: measureRun({ ...run, heldOut: { ...heldOut, misclassified: [] } }, metric),
    })),
  };
}
