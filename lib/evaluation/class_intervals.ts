/**
 * Precision and recall of each class with what so few images leave open.
 *
 * @module
 */
import { sum } from "./arithmetic.ts";
import { wilsonInterval } from "./interval.ts";

/** A share with its 95% Wilson interval. */
export interface BoundedShare {
  /** The share, 0 to 1. */
  readonly value: number;
  /** Its lower and upper bound. */
  readonly interval: readonly [number, number];
}

/** One class's two scores; undefined where there is nothing to take a share of. */
export interface ClassIntervals {
  /** Share of the images predicted as the class that are of it. */
  readonly precision?: BoundedShare;
  /** Share of the class's images that are predicted as it. */
  readonly recall?: BoundedShare;
}

/** Computes them from a confusion matrix (rows are true classes). */
export function measureClassIntervals(confusion: readonly number[][]): ClassIntervals[] {
  return confusion.map((row, label) => ({
    precision: bound(row[label], sum(confusion.map((other) => other[label]))),
    recall: bound(row[label], sum(row)),
  }));
}

function bound(successes: number, trials: number): BoundedShare | undefined {
  if (trials === 0) return undefined;
  return { value: successes / trials, interval: wilsonInterval(successes, trials) };
}
