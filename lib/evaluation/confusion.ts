/**
 * Which digit is taken for which.
 *
 * @module
 */
import { sum } from "./arithmetic.ts";
import type { Prediction } from "./predictions.ts";

/** One kind of misreading. */
export interface ConfusedPair {
  /** True digit. */
  readonly label: number;
  /** Digit read instead. */
  readonly digit: number;
  /** How often. */
  readonly count: number;
  /** `count` as a share of all digits of that label. */
  readonly share: number;
}

/** Counts each true class (row) predicted as each class (column), `classCount` × `classCount`. */
export function confusionMatrix(
  predictions: readonly Prediction[],
  classCount: number,
): number[][] {
  const confusion = Array.from({ length: classCount }, () => Array(classCount).fill(0));
  for (const { label, digit } of predictions) confusion[label][digit]++;
  return confusion;
}

/** Counts the misread digits: everything off the diagonal. */
export function countErrors(confusion: readonly number[][]): number {
  return confusion.reduce((errors, row, label) => errors + sum(row) - row[label], 0);
}

/** Lists the kinds of misreading that occur, most frequent first, then by label and digit. */
export function rankConfusedPairs(confusion: readonly number[][]): ConfusedPair[] {
  const pairs = confusion.flatMap((row, label) =>
    row.map((count, digit) => ({ label, digit, count, share: count / sum(row) }))
  );
  return pairs
    .filter(({ label, digit, count }) => label !== digit && count > 0)
    .sort((a, b) => b.count - a.count);
}
