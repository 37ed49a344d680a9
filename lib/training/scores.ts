/**
 * The two figures that are watched while training.
 *
 * @module
 */
import { CLASS_COUNT } from "../dataset/labeled_images.ts";

/**
 * Mean cross-entropy and accuracy of predictions.
 *
 * @param probabilities `[labels.length, 10]`.
 */
export function scorePredictions(
  labels: Uint8Array,
  probabilities: Float32Array,
): { loss: number; accuracy: number } {
  let lossSum = 0, correct = 0;
  labels.forEach((label, i) => {
    const row = probabilities.subarray(i * CLASS_COUNT, (i + 1) * CLASS_COUNT);
    lossSum -= Math.log(Math.max(row[label], 1e-30));
    if (row.every((p, digit) => digit === label || p < row[label])) correct++;
  });
  return { loss: lossSum / labels.length, accuracy: correct / labels.length };
}
