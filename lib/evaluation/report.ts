/**
 * The figures of an evaluation, in the form that `evaluate --json` prints.
 *
 * @module
 */
import { sum } from "./arithmetic.ts";
import { averageClasses, type ClassMetrics, measureClasses } from "./class_metrics.ts";
import { confusionMatrix, countErrors } from "./confusion.ts";
import { wilsonInterval } from "./interval.ts";
import { decodePredictions, type Prediction } from "./predictions.ts";

/** What came of classifying a set of digits. */
export interface Report {
  /** How many digits. */
  readonly n: number;
  /** Share read right. */
  readonly accuracy: number;
  /** 95% Wilson interval of the accuracy. */
  readonly accuracyInterval: [number, number];
  /** Mean cross-entropy in nats. */
  readonly loss: number;
  /** Macro-averaged precision. */
  readonly precision: number;
  /** Macro-averaged recall. */
  readonly recall: number;
  /** Macro-averaged F1. */
  readonly f1: number;
  /** The same for each digit, 0 to 9. */
  readonly perClass: ClassMetrics[];
  /** Rows are true digits, columns digits read; 10 × 10. */
  readonly confusion: number[][];
}

/** A float32 softmax underflows to 0, whose logarithm would make one digit outweigh all others. */
const SMALLEST_PROBABILITY = 2 ** -23;

/**
 * Evaluates a model's output.
 *
 * @param labels True digits, 0 to 9, `n` of them.
 * @param probabilities Row by row, `n * 10`; each row sums to 1.
 * @throws {RangeError} If there is no digit, or {@link decodePredictions} refuses the numbers.
 */
export function evaluatePredictions(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): Report {
  return summarizePredictions(decodePredictions(labels, probabilities));
}

/**
 * Evaluates predictions, all or a selection of them.
 *
 * @throws {RangeError} If there is none.
 */
export function summarizePredictions(predictions: readonly Prediction[]): Report {
  const n = predictions.length;
  if (n === 0) throw new RangeError("expected at least one prediction, got none");
  const confusion = confusionMatrix(predictions);
  const correct = n - countErrors(confusion);
  return {
    n,
    accuracy: correct / n,
    accuracyInterval: wilsonInterval(correct, n),
    loss: meanCrossEntropy(predictions),
    ...averageClasses(confusion),
    perClass: measureClasses(confusion),
    confusion,
  };
}

/**
 * Computes the mean of −ln(probability given to the true digit), in nats. Probabilities below 2⁻²³,
 * the resolution of float32, count as 2⁻²³ (a loss of 15.9).
 */
export function meanCrossEntropy(predictions: readonly Prediction[]): number {
  const losses = predictions.map(({ labelProbability }) =>
    -Math.log(Math.max(labelProbability, SMALLEST_PROBABILITY))
  );
  return sum(losses) / predictions.length;
}
