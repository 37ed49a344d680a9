/**
 * A report as text for people.
 *
 * @module
 */
import { countErrors } from "../evaluation/confusion.ts";
import type { Report } from "../evaluation/report.ts";
import type { Paint } from "./paint.ts";

/** Writes headline, a table of the ten digits and the confusion matrix, within 80 columns. */
export function formatReport(report: Report, paint: Paint): string {
  return [
    formatHeadline(report, paint),
    formatClasses(report, paint),
    formatConfusion(report.confusion, paint),
  ].join("\n\n");
}

/** Writes accuracy with its interval, the number of misread digits and the loss, a line each. */
export function formatHeadline(report: Report, paint: Paint): string {
  const [lower, upper] = report.accuracyInterval;
  const accuracy = paint("bold", `${formatPercent(report.accuracy)} %`);
  const interval = `95% interval ${formatPercent(lower)} to ${formatPercent(upper)} %`;
  return [
    `  accuracy   ${accuracy}   (${interval})`,
    `  misread    ${formatCount(countErrors(report.confusion))} of ${formatCount(report.n)}`,
    `  loss       ${report.loss.toFixed(4)}   (mean cross-entropy in nats)`,
  ].join("\n");
}

function formatClasses({ perClass, precision, recall, f1, n }: Report, paint: Paint): string {
  const line = ([name, ...figures]: string[]) =>
    `  ${name.padEnd(5)}` + figures.map((figure) => figure.padStart(12)).join("");
  const shares = (metrics: { precision: number; recall: number; f1: number }) =>
    [metrics.precision, metrics.recall, metrics.f1].map((share) => `${formatPercent(share)} %`);
  return [
    paint("dim", line(["digit", "precision", "recall", "F1", "images"])),
    ...perClass.map((metrics) =>
      line([`    ${metrics.digit}`, ...shares(metrics), formatCount(metrics.support)])
    ),
    paint("bold", line(["mean", ...shares({ precision, recall, f1 }), formatCount(n)])),
  ].join("\n");
}

/** Right readings stand in brackets, so that the diagonal is seen without colours too. */
function formatConfusion(confusion: number[][], paint: Paint): string {
  const width = Math.max(4, `${Math.max(...confusion.flat())}`.length + 3);
  const head = confusion.map((_, digit) => `${digit} `.padStart(width)).join("");
  const rows = confusion.map((row, label) =>
    `${label}`.padStart(6) +
    row.map((count, digit) => paintReading(count, label === digit, { width, paint })).join("")
  );
  const title = "  confusion (rows: true digit, columns: digit read)\n";
  return [title, paint("dim", `  true${head}`), ...rows].join("\n");
}

function paintReading(
  count: number,
  isRight: boolean,
  { width, paint }: { width: number; paint: Paint },
): string {
  if (isRight) return paint("green", `[${count}]`.padStart(width));
  return count === 0
    ? paint("dim", "· ".padStart(width))
    : paint("red", `${count} `.padStart(width));
}

function formatPercent(share: number): string {
  return (100 * share).toFixed(2);
}

function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}
