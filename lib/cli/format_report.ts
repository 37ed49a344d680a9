/**
 * A report as text for people.
 *
 * @module
 */
import { cut, pad, widthOf } from "../columns.ts";
import { countErrors, rankConfusedPairs } from "../evaluation/confusion.ts";
import type { Report } from "../evaluation/report.ts";
import type { Paint } from "./paint.ts";

const LINE_WIDTH = 80;
const LONGEST_NAME = 16;
/** Up to the first number of classes all are listed; of more, the second number with the lowest F1. */
const MOST_CLASSES = 40, WORST_CLASSES = 20;
/** Confusions that are listed where the matrix is too wide. */
const MOST_CONFUSIONS = 15;

/** Writes headline, a table of the classes and the confusion matrix, within 80 columns. */
export function formatReport(report: Report, paint: Paint): string {
  return [
    formatHeadline(report, paint),
    formatClasses(report, paint),
    formatConfusion(report, paint),
  ].join("\n\n");
}

/** Writes accuracy with its interval, the number of errors and the loss, a line each. */
export function formatHeadline(report: Report, paint: Paint): string {
  const [lower, upper] = report.accuracyInterval;
  const accuracy = paint("bold", `${formatPercent(report.accuracy)} %`);
  const interval = `95% interval ${formatPercent(lower)} to ${formatPercent(upper)} %`;
  return [
    `  accuracy   ${accuracy}   (${interval})`,
    `  errors     ${formatCount(countErrors(report.confusion))} of ${formatCount(report.n)}`,
    `  loss       ${report.loss.toFixed(4)}   (mean cross-entropy in nats)`,
  ].join("\n");
}

function formatClasses(report: Report, paint: Paint): string {
  const { perClass, precision, recall, f1, n } = report;
  const isCut = perClass.length > MOST_CLASSES;
  const shown = isCut ? perClass.toSorted((a, b) => a.f1 - b.f1).slice(0, WORST_CLASSES) : perClass;
  const names = shortenNames(report.classes), width = Math.max(...names.map(widthOf), 5);
  const line = ([name, ...figures]: string[]) =>
    `  ${pad(name, width)}` + figures.map((figure) => figure.padStart(12)).join("");
  const shares = (metrics: { precision: number; recall: number; f1: number }) =>
    [metrics.precision, metrics.recall, metrics.f1].map((share) => `${formatPercent(share)} %`);
  const note = `  the ${WORST_CLASSES} of ${perClass.length} classes with the lowest F1\n`;
  return [
    ...(isCut ? [note] : []),
    paint("dim", line(["class", "precision", "recall", "F1", "images"])),
    ...shown.map((metrics) =>
      line([names[metrics.label], ...shares(metrics), formatCount(metrics.support)])
    ),
    paint("bold", line(["mean", ...shares({ precision, recall, f1 }), formatCount(n)])),
  ].join("\n");
}

/** The matrix where it fits into a line; otherwise the most frequent confusions. */
function formatConfusion(report: Report, paint: Paint): string {
  const names = shortenNames(report.classes);
  const largest = report.confusion.flat().reduce((most, count) => Math.max(most, count), 0);
  const cell = Math.max(4, `${largest}`.length + 3);
  // Where names are too wide for columns, columns and rows are numbered.
  const isNumbered = names.some((name) => widthOf(name) > cell - 2);
  const heads = isNumbered ? names.map((_, label) => `${label}`) : names;
  const rows = isNumbered ? names.map((name, label) => `${label} ${name}`) : names;
  const side = 2 + Math.max(...rows.map(widthOf), 4);
  if (side + cell * names.length > LINE_WIDTH) return formatPairs(report, names, paint);
  return [
    "  confusion (rows: true class, columns: predicted class)\n",
    paint(
      "dim",
      pad("  true", side) + heads.map((head) => pad(`${head} `, cell, "start")).join(""),
    ),
    ...report.confusion.map((counts, label) =>
      pad(`  ${rows[label]}`, side) +
      counts.map((count, predicted) =>
        paintCount(count, label === predicted, { width: cell, paint })
      ).join("")
    ),
  ].join("\n");
}

function formatPairs({ confusion }: Report, names: readonly string[], paint: Paint): string {
  const pairs = rankConfusedPairs(confusion);
  if (pairs.length === 0) return "  no class is taken for another";
  const line = ([truth, predicted, ...figures]: string[]) =>
    `  ${pad(truth, LONGEST_NAME)}  ${pad(predicted, LONGEST_NAME)}` +
    figures.map((figure) => figure.padStart(10)).join("");
  const shown = pairs.slice(0, MOST_CONFUSIONS);
  return [
    `  confusions, the ${shown.length} most frequent of ${formatCount(pairs.length)}\n`,
    paint("dim", line(["true class", "predicted", "times", "share"])),
    ...shown.map(({ label, predicted, count, share }) =>
      line([names[label], names[predicted], formatCount(count), `${formatPercent(share)} %`])
    ),
  ].join("\n");
}

/** Correct predictions stand in brackets, so that the diagonal stands out without colours, too. */
function paintCount(
  count: number,
  isCorrect: boolean,
  { width, paint }: { width: number; paint: Paint },
): string {
  if (isCorrect) return paint("green", `[${count}]`.padStart(width));
  return count === 0
    ? paint("dim", "· ".padStart(width))
    : paint("red", `${count} `.padStart(width));
}

function shortenNames(classes: readonly string[]): string[] {
  return classes.map((name) => cut(name, LONGEST_NAME));
}

function formatPercent(share: number): string {
  return (100 * share).toFixed(2);
}

function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}
