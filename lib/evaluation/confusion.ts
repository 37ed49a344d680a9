/**
 * Which class is taken for which.
 *
 * @module
 */
import { sum } from "./arithmetic.ts";
import type { Prediction } from "./predictions.ts";

/** A true class and the class predicted in its place. */
export interface ConfusedPair {
  /** True class. */
  readonly label: number;
  /** Class predicted instead. */
  readonly predicted: number;
  /** How often. */
  readonly count: number;
  /** `count` as a share of all images of that label. */
  readonly share: number;
}

/** Counts each true class (row) predicted as each class (column), `classCount` × `classCount`. */
export function confusionMatrix(
  predictions: readonly Prediction[],
  classCount: number,
): number[][] {
  const confusion = Array.from({ length: classCount }, () => Array(classCount).fill(0));
  for (const { label, predicted } of predictions) confusion[label][predicted]++;
  return confusion;
}

/** Counts the misclassified images: everything off the diagonal. */
export function countErrors(confusion: readonly number[][]): number {
  return confusion.reduce((errors, row, label) => errors + sum(row) - row[label], 0);
}

/** Lists the confusions that occur, most frequent first, then by label and predicted class. */
export function rankConfusedPairs(confusion: readonly number[][]): ConfusedPair[] {
  const pairs = confusion.flatMap((row, label) =>
    row.map((count, predicted) => ({ label, predicted, count, share: count / sum(row) }))
  );
  return pairs
    .filter(({ label, predicted, count }) => label !== predicted && count > 0)
    .sort((a, b) => b.count - a.count);
}
