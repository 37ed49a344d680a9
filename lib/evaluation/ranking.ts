/**
 * Predictions sorted by how much they are worth looking at.
 *
 * @module
 */
import type { Prediction } from "./predictions.ts";

/** Lists the misclassified images, the most confident mistakes first. */
export function rankMisclassified(predictions: readonly Prediction[]): Prediction[] {
  return predictions
    .filter(({ label, predicted }) => label !== predicted)
    .sort((a, b) => b.confidence - a.confidence);
}

/** Lists all predictions, those nearest the decision boundary first, whichever side they fell on. */
export function rankByMargin(predictions: readonly Prediction[]): Prediction[] {
  return predictions.toSorted((a, b) => a.margin - b.margin);
}
