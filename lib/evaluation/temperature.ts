/**
 * Temperature scaling: one number, fitted on the validation set, that calibrates confidences without
 * changing any prediction (Guo et al. 2017, "On Calibration of Modern Neural Networks").
 *
 * @module
 */

const LOWEST_TEMPERATURE = 0.05;
const HIGHEST_TEMPERATURE = 20;
/** The smallest positive float32, in place of a probability that underflowed. */
const SMALLEST_PROBABILITY = 2 ** -149;

/**
 * Softens (temperature > 1) or sharpens (< 1) probabilities: softmax(logits / temperature). Softmax
 * is invariant to adding a constant, so ln(probability) stands in for the logits.
 *
 * @param probabilities Row by row, `n * classes`.
 * @returns Row by row, `n * classes`.
 * @throws {RangeError} Unless `temperature` is above 0.
 */
export function applyTemperature(
  probabilities: ArrayLike<number>,
  temperature: number,
  classCount: number,
): Float64Array {
  if (!(temperature > 0)) {
    throw new RangeError(`temperature: expected a number above 0, got ${temperature}`);
  }
  const scaled = Float64Array.from(probabilities, (p) => toLogit(p) / temperature);
  for (let start = 0; start < scaled.length; start += classCount) {
    softmaxInPlace(scaled.subarray(start, start + classCount));
  }
  return scaled;
}

/**
 * Fits the temperature that gives the least cross-entropy, to 1e-6 and within [0.05, 20]. The
 * cross-entropy is convex in 1/temperature, so bisecting its slope finds the minimum.
 *
 * @param labels True classes of the validation set, `n`.
 * @param probabilities Row by row, `n * classes`.
 * @throws {RangeError} If there is no image or the lengths disagree.
 */
export function fitTemperature(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): number {
  const classCount = probabilities.length / labels.length;
  if (labels.length === 0 || !Number.isInteger(classCount) || classCount < 2) {
    throw new RangeError(
      "expected n > 0 labels and the probabilities of two classes or more for each, " +
        `got ${labels.length} and ${probabilities.length}`,
    );
  }
  let low = 1 / HIGHEST_TEMPERATURE, high = 1 / LOWEST_TEMPERATURE;
  while (1 / low - 1 / high > 1e-6) {
    const middle = Math.sqrt(low * high);
    if (crossEntropySlope(labels, probabilities, middle) < 0) low = middle;
    else high = middle;
  }
  return 1 / Math.sqrt(low * high);
}

/** Derivative of the summed cross-entropy with respect to 1/temperature. */
function crossEntropySlope(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  inverseTemperature: number,
): number {
  const classCount = probabilities.length / labels.length;
  const scaled = applyTemperature(probabilities, 1 / inverseTemperature, classCount);
  let slope = 0;
  for (let i = 0; i < labels.length; i++) {
    const start = i * classCount;
    slope -= toLogit(probabilities[start + labels[i]]);
    for (let k = 0; k < classCount; k++) {
      slope += scaled[start + k] * toLogit(probabilities[start + k]);
    }
  }
  return slope;
}

function toLogit(probability: number): number {
  return Math.log(Math.max(probability, SMALLEST_PROBABILITY));
}

function softmaxInPlace(row: Float64Array): void {
  const highest = Math.max(...row);
  let total = 0;
  for (let k = 0; k < row.length; k++) total += row[k] = Math.exp(row[k] - highest);
  for (let k = 0; k < row.length; k++) row[k] /= total;
}
