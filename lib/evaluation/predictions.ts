/**
 * Probabilities decoded into predictions, the record that every function of this stage takes.
 *
 * @module
 */

/** What a model predicts for one image. Classes are indices. */
export interface Prediction {
  /** Position in the set that was classified. */
  readonly index: number;
  /** True class. */
  readonly label: number;
  /** Predicted class: the most probable one, the one of lower index on a tie. */
  readonly predicted: number;
  /** Probability given to the predicted class. */
  readonly confidence: number;
  /** Probability given to the true class. */
  readonly labelProbability: number;
  /** The second most probable class. */
  readonly runnerUp: number;
  /** How far the predicted class leads the runner-up, in probability; 0 on the decision boundary. */
  readonly margin: number;
}

/** Softmax in float32 keeps sums within 1e-6 of 1; a row farther off is not a probability distribution. */
const SUM_TOLERANCE = 1e-3;

/**
 * Decodes a model's output into predictions.
 *
 * @param labels True classes, `n` of them.
 * @param probabilities Row by row, `n * classes`; each row sums to 1.
 * @throws {RangeError} If there is no image, the lengths disagree, a label is not a class, or a row is not
 * a probability distribution (a number outside [0, 1], or a sum more than 0.001 from 1: logits, say).
 *
 * @example
 * ```ts
 * import { decodePredictions, rankMisclassified } from "@lenet5/digits/evaluation";
 *
 * const predictions = decodePredictions([0, 1], [0.9, 0.1, 0.8, 0.2]);
 * console.log(rankMisclassified(predictions)[0].index); // 1
 * ```
 */
export function decodePredictions(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): Prediction[] {
  if (labels.length === 0) throw new RangeError("expected at least one image, got none");
  const classCount = probabilities.length / labels.length;
  if (!Number.isInteger(classCount) || classCount < 2) {
    throw new RangeError(
      `expected the probabilities of two classes or more for each of ${labels.length} labels, ` +
        `got ${probabilities.length} numbers`,
    );
  }
  return Array.from(labels, (label, index) => {
    const start = index * classCount;
    const row = Array.from({ length: classCount }, (_, k) => probabilities[start + k]);
    return decodeRow(index, label, row);
  });
}

function decodeRow(index: number, label: number, row: number[]): Prediction {
  checkLabel(index, label, row.length);
  checkDistribution(index, row);
  const predicted = argmax(row);
  const runnerUp = argmax(row.with(predicted, -1));
  return {
    index,
    label,
    predicted,
    confidence: row[predicted],
    labelProbability: row[label],
    runnerUp,
    margin: row[predicted] - row[runnerUp],
  };
}

/** Index of the largest value, the first one on a tie. */
function argmax(values: readonly number[]): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) {
    if (values[k] > values[best]) best = k;
  }
  return best;
}

function checkLabel(index: number, label: number, classCount: number): void {
  if (Number.isInteger(label) && label >= 0 && label < classCount) return;
  throw new RangeError(
    `label ${index}: expected a class from 0 to ${classCount - 1}, got ${label}`,
  );
}

function checkDistribution(index: number, row: readonly number[]): void {
  let sum = 0;
  for (const [label, probability] of row.entries()) {
    if (!(probability >= 0 && probability <= 1 + SUM_TOLERANCE)) {
      throw new RangeError(
        `probability of class ${label} for image ${index}: expected 0 to 1, got ${probability}`,
      );
    }
    sum += probability;
  }
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return;
  throw new RangeError(`probabilities for image ${index}: expected a sum of 1, got ${sum}`);
}
