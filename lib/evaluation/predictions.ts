/**
 * Probabilities read as decisions: the record that every function of this stage takes.
 *
 * @module
 */
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
 * @param labels True classes, `n` of them.
 * @param probabilities Row by row, `n * classes`; each row sums to 1.
 * @throws {RangeError} If there is no digit, the lengths disagree, a label is no class, or a row is no
 * probability distribution (a number outside [0, 1], or a sum more than 0.001 from 1: logits, say).
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
  if (labels.length === 0) throw new RangeError("expected at least one digit, got none");
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
  const probabilityOf = (digit: number) => row[digit];
  const digit = argmax(row);
  const runnerUp = argmax(row.with(digit, -1));
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
  for (const [digit, probability] of row.entries()) {
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
