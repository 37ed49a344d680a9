/**
 * Two models on the same images, as text for people.
 *
 * @module
 */
import type { PairedComparison } from "../evaluation/comparison.ts";
import type { Report } from "../evaluation/report.ts";
import type { Paint } from "./paint.ts";

/** A p-value below this is called more than chance. */
const SIGNIFICANCE = 0.05;

/** Writes both accuracies, what only one of the models reads, and whether that is more than chance. */
export function formatComparison(
  names: readonly string[],
  reports: readonly Report[],
  { comparison, paint }: { comparison: PairedComparison; paint: Paint },
): string {
  const { onlyFirst, onlySecond, difference, differenceInterval, pValue } = comparison;
  const width = Math.max(...names.map((name) => name.length));
  const line = (name: string, { accuracy, accuracyInterval: [low, high] }: Report) =>
    `  ${name.padEnd(width)}   ${paint("bold", percent(accuracy))}   ` +
    `(95% interval ${percent(low)} to ${percent(high)})`;
  const [low, high] = differenceInterval.map(points);
  return [
    ...names.map((name, i) => line(name, reports[i])),
    "",
    `  read by the first alone    ${count(onlyFirst)}`,
    `  read by the second alone   ${count(onlySecond)}`,
    `  difference                 ${points(difference)} points (95% interval ${low} to ${high})`,
    `  McNemar's exact test       p = ${formatP(pValue)}: ${judge(comparison)}`,
  ].join("\n");
}

function judge({ difference, pValue }: PairedComparison): string {
  if (pValue >= SIGNIFICANCE) return "may be chance";
  return `the ${difference > 0 ? "first" : "second"} is better, by more than chance`;
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

const points = (share: number) => `${share > 0 ? "+" : ""}${(100 * share).toFixed(2)}`;

const count = (value: number) => value.toLocaleString("en-US");

const formatP = (p: number) => p < 1e-4 ? p.toExponential(1) : p.toFixed(4);
