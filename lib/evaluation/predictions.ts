/**
 * Probabilities read as decisions: the record that every function of this stage takes.
 *
 * @module
 */
import { CLASS_COUNT } from "../dataset/labeled_images.ts";

/** What a model said of one digit. */
export interface Prediction {
  /** Position in the set that was classified. */
  readonly index: number;
  /** True digit. */
  readonly label: number;
  /** Digit read: the most probable one, the lower one on a tie. */
  readonly digit: number;
  /** Probability given to the digit read. */
  readonly confidence: number;
  /** Probability given to the true digit. */
  readonly labelProbability: number;
  /** The second most probable digit. */
  readonly runnerUp: number;
  /** How far the digit read leads the runner-up, in probability; 0 on the decision boundary. */
  readonly margin: number;
}

/** Softmax in float32 keeps sums within 1e-6 of 1; more than this is no probability distribution. */
const SUM_TOLERANCE = 1e-3;

/**
 * Reads a model's output as decisions.
 *
 * @param labels True digits, 0 to 9, `n` of them.
 * @param probabilities Row by row, `n * 10`; each row sums to 1.
 * @throws {RangeError} If there is no digit, the lengths disagree, a label is no digit, or a row is no
 * probability distribution (a number outside [0, 1], or a sum more than 0.001 from 1: logits, say).
 */
export function decodePredictions(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): Prediction[] {
  if (labels.length === 0) throw new RangeError("expected at least one digit, got none");
  if (probabilities.length !== labels.length * CLASS_COUNT) {
    throw new RangeError(
      `expected ${labels.length} × ${CLASS_COUNT} probabilities, got ${probabilities.length}`,
    );
  }
  return Array.from(labels, (label, index) => decodeRow(index, label, probabilities));
}

function decodeRow(index: number, label: number, probabilities: ArrayLike<number>): Prediction {
  checkLabel(index, label);
  checkDistribution(index, probabilities);
  const start = index * CLASS_COUNT;
  const probabilityOf = (digit: number) => probabilities[start + digit];
  const digit = argmax(probabilityOf);
  const runnerUp = argmax((other) => other === digit ? -1 : probabilityOf(other));
  return {
    index,
    label,
    digit,
    confidence: probabilityOf(digit),
    labelProbability: probabilityOf(label),
    runnerUp,
    margin: probabilityOf(digit) - probabilityOf(runnerUp),
  };
}

function argmax(valueOf: (digit: number) => number): number {
  let best = 0;
  for (let digit = 1; digit < CLASS_COUNT; digit++) {
    if (valueOf(digit) > valueOf(best)) best = digit;
  }
  return best;
}

function checkLabel(index: number, label: number): void {
  if (Number.isInteger(label) && label >= 0 && label < CLASS_COUNT) return;
  throw new RangeError(`label ${index}: expected a digit from 0 to 9, got ${label}`);
}

function checkDistribution(index: number, probabilities: ArrayLike<number>): void {
  let sum = 0;
  for (let digit = 0; digit < CLASS_COUNT; digit++) {
    const probability = probabilities[index * CLASS_COUNT + digit];
    if (!(probability >= 0 && probability <= 1 + SUM_TOLERANCE)) {
      throw new RangeError(
        `probability of ${digit} for digit ${index}: expected 0 to 1, got ${probability}`,
      );
    }
    sum += probability;
  }
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return;
  throw new RangeError(`probabilities for digit ${index}: expected a sum of 1, got ${sum}`);
}
