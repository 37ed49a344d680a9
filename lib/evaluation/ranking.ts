/**
 * Predictions in the order in which they are worth looking at.
 *
 * @module
 */
import type { Prediction } from "./predictions.ts";

/** Lists the misread digits, the most confident mistakes first. */
export function rankMisclassified(predictions: readonly Prediction[]): Prediction[] {
  return predictions
    .filter(({ label, digit }) => label !== digit)
    .sort((a, b) => b.confidence - a.confidence);
}

/** Lists all digits, those nearest to the decision boundary first, whichever side they fell on. */
export function rankByMargin(predictions: readonly Prediction[]): Prediction[] {
  return predictions.toSorted((a, b) => a.margin - b.margin);
}
