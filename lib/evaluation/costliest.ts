/**
 * The one image that a fitted number may hang on.
 *
 * @module
 */
import type { Prediction } from "./predictions.ts";
import { fitTemperature } from "./temperature.ts";

/** The smallest positive float32, as fitTemperature() has it: a fit sees more than a mean loss shows. */
const SMALLEST_PROBABILITY = 2 ** -149;

/** The image of the largest cross-entropy, the first one on a tie, and its loss in nats. */
export function findCostliest(
  predictions: readonly Prediction[],
): Prediction & { readonly loss: number } {
  if (predictions.length === 0) throw new RangeError("expected at least one prediction, got none");
  const worst = predictions.reduce((a, b) => b.labelProbability < a.labelProbability ? b : a);
  return { ...worst, loss: -Math.log(Math.max(worst.labelProbability, SMALLEST_PROBABILITY)) };
}

/**
 * Fits the temperature to all images but one.
 *
 * @param labels True classes, `n`.
 * @param probabilities Row by row, `n * classes`.
 */
export function fitWithout(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  index: number,
): number {
  const classCount = probabilities.length / labels.length;
  const others = Array.from(labels).toSpliced(index, 1);
  const rows = Array.from(probabilities).toSpliced(index * classCount, classCount);
  return fitTemperature(others, rows);
}
