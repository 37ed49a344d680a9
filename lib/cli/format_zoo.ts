/**
 * Runs of the zoo as a table.
 *
 * @module
 */
import { NETWORKS } from "../model/registry.ts";
import type { ZooRun } from "../training/zoo_runs.ts";

/** A Markdown table, a line a network and number of epochs, in the registry's order. */
export function formatZoo(runs: readonly ZooRun[]): string {
  const rows = Object.entries(NETWORKS).flatMap(([name, { title, summary }]) => {
    const ofNetwork = runs.filter(({ network }) => network === name);
    return [...Map.groupBy(ofNetwork, ({ epochs }) => epochs)].map(([epochs, own]) => [
      `${title} (\`${name}\`)`,
      summary,
      count(own[0].parameters),
      count(epochs),
      count(median(own.map(({ seconds }) => seconds))),
      count(median(own.map(({ imagesPerSecond }) => imagesPerSecond))),
      formatErrors(own),
    ]);
  });
  const head = [
    "network",
    "",
    "parameters",
    "epochs",
    "seconds",
    "images/s",
    "test error, mean ± sd",
  ];
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Such as "0.49% ± 0.03 (47, 48, 52 of 10,000)". */
function formatErrors(runs: readonly ZooRun[]): string {
  const shares = runs.map(({ errors, n }) => 100 * errors / n);
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const squares = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0);
  const spread = runs.length > 1 ? ` ± ${Math.sqrt(squares / (runs.length - 1)).toFixed(2)}` : "";
  const errors = runs.map(({ errors }) => errors).join(", ");
  return `${mean.toFixed(2)}%${spread} (${errors} of ${count(runs[0].n)})`;
}

const count = (value: number) => Math.round(value).toLocaleString("en-US");
