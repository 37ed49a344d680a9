/**
 * Precision, recall and F1 of each class, and their macro averages.
 *
 * A ratio whose denominator is 0 counts as 0: the precision of a class that is never predicted, the
 * recall of a class that does not occur. The averages are over the classes that occur or are predicted,
 * so that a set without any 4 is not marked down for it. Both are scikit-learn's conventions
 * (`zero_division=0`, labels taken from the data).
 *
 * @module
 */
import { sum } from "./arithmetic.ts";

/** How well one class is recognised. */
export interface ClassMetrics {
  /** The class, an index into the names of the classes. */
  readonly label: number;
  /** Share of the images predicted as this class that belong to it. */
  readonly precision: number;
  /** Share of this class's images that are predicted as it. */
  readonly recall: number;
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
  /** How many images of this class there are. */
  readonly support: number;
}

/** Macro averages: each class counts the same, however frequent. */
export interface MacroAverages {
  /** Mean over the classes. */
  readonly precision: number;
  /** Mean over the classes. */
  readonly recall: number;
  /** Mean over the classes. */
  readonly f1: number;
}

/** Computes each class's precision, recall and F1 from a confusion matrix (rows are true classes). */
export function measureClasses(confusion: readonly number[][]): ClassMetrics[] {
  return confusion.map((row, label) => {
    const support = sum(row);
    const timesPredicted = sum(confusion.map((other) => other[label]));
    return {
      label,
      precision: divide(row[label], timesPredicted),
      recall: divide(row[label], support),
      f1: divide(2 * row[label], support + timesPredicted),
      support,
    };
  });
}

/** Averages over the classes that occur or are predicted in a confusion matrix. */
export function averageClasses(confusion: readonly number[][]): MacroAverages {
  const present = measureClasses(confusion).filter(({ label, support }) =>
    support > 0 || confusion.some((row) => row[label] > 0)
  );
  const mean = (metric: "precision" | "recall" | "f1") =>
    divide(sum(present.map((metrics) => metrics[metric])), present.length);
  return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1") };
}

function divide(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator;
}
