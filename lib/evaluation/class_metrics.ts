/**
 * Precision, recall and F1, for each digit and over all.
 *
 * A ratio whose denominator is 0 counts as 0: the precision of a digit never read, the recall of a
 * digit that does not occur. Averages are macro averages over the digits that occur or are read, so
 * that a set without any 4 is not marked down for it. Both are scikit-learn's conventions
 * (`zero_division=0`, labels taken from the data).
 *
 * @module
 */
import { sum } from "./arithmetic.ts";

/** How well one digit is recognised. */
export interface ClassMetrics {
  /** The digit. */
  readonly digit: number;
  /** Share of the digits read as this one that are it. */
  readonly precision: number;
  /** Share of this digit's images that are read as it. */
  readonly recall: number;
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
  /** How many images of this digit there are. */
  readonly support: number;
}

/** Macro averages: each digit counts the same, however frequent. */
export interface MacroAverages {
  /** Mean over the classes. */
  readonly precision: number;
  /** Mean over the classes. */
  readonly recall: number;
  /** Mean over the classes. */
  readonly f1: number;
}

/** Computes each digit's precision, recall and F1 from a confusion matrix (rows are true digits). */
export function measureClasses(confusion: readonly number[][]): ClassMetrics[] {
  return confusion.map((row, digit) => {
    const support = sum(row);
    const timesRead = sum(confusion.map((other) => other[digit]));
    return {
      digit,
      precision: divide(row[digit], timesRead),
      recall: divide(row[digit], support),
      f1: divide(2 * row[digit], support + timesRead),
      support,
    };
  });
}

/** Averages over the digits that occur or are read in a confusion matrix. */
export function averageClasses(confusion: readonly number[][]): MacroAverages {
  const present = measureClasses(confusion).filter(({ digit, support }) =>
    support > 0 || confusion.some((row) => row[digit] > 0)
  );
  const mean = (metric: "precision" | "recall" | "f1") =>
    divide(sum(present.map((metrics) => metrics[metric])), present.length);
  return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1") };
}

function divide(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator;
}
