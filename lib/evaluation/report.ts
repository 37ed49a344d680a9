/**
 * The metrics of an evaluation.
 *
 * @module
 */
import { sum } from "./arithmetic.ts";
import { averageClasses, type ClassMetrics, measureClasses } from "./class_metrics.ts";
import { confusionMatrix, countErrors } from "./confusion.ts";
import { wilsonInterval } from "./interval.ts";
import { decodePredictions, type Prediction } from "./predictions.ts";

/** The metrics of a classifier on a set of images. */
export interface Report {
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** How many images. */
  readonly n: number;
  /** Share classified correctly. */
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
  /** The same for each class, in the order of `classes`. */
  readonly perClass: ClassMetrics[];
  /** Rows are true classes, columns predicted ones. */
  readonly confusion: number[][];
}

/** A float32 softmax underflows to 0, whose logarithm would let one image outweigh all others. */
const SMALLEST_PROBABILITY = 2 ** -23;

/**
 * Evaluates a model's output.
 *
 * @param labels True classes, `n` of them.
 * @param probabilities Row by row, `n * classes`; each row sums to 1.
 * @throws {RangeError} If there is no image, or {@link decodePredictions} refuses the numbers.
 *
 * @example
 * ```ts
 * import { loadSplit } from "@lenet5/digits/dataset";
 * import { evaluatePredictions } from "@lenet5/digits/evaluation";
 * import { classify } from "@lenet5/digits/inference";
 * import { loadModel } from "@lenet5/digits/model";
 *
 * const { model } = await loadModel("models/lenet5");
 * const { images, labels, classes } = await loadSplit("test");
 * const report = evaluatePredictions(labels, await classify(model, images), classes);
 * console.log(report.accuracy, report.confusion);
 * ```
 */
export function evaluatePredictions(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: readonly string[],
): Report {
  return summarizePredictions(decodePredictions(labels, probabilities), classes);
}

/**
 * Evaluates predictions, all or a selection of them.
 *
 * @throws {RangeError} If there are none.
 */
export function summarizePredictions(
  predictions: readonly Prediction[],
  classes: readonly string[],
): Report {
  const n = predictions.length;
  if (n === 0) throw new RangeError("expected at least one prediction, got none");
  const confusion = confusionMatrix(predictions, classes.length);
  const correct = n - countErrors(confusion);
  return {
    classes,
    n,
    accuracy: correct / n,
    accuracyInterval: wilsonInterval(correct, n),
    loss: meanCrossEntropy(predictions),
    ...averageClasses(confusion),
    perClass: measureClasses(confusion),
    confusion,
  };
}

/** Share of the predictions that are correct. */
export function meanAccuracy(predictions: readonly Prediction[]): number {
  return predictions.filter(({ label, predicted }) => label === predicted).length /
    predictions.length;
}

/**
 * Computes the mean of −ln(probability given to the true class), in nats. Probabilities below 2⁻²³,
 * the resolution of float32, count as 2⁻²³ (a loss of 15.9).
 */
export function meanCrossEntropy(predictions: readonly Prediction[]): number {
  const losses = predictions.map(({ labelProbability }) =>
    -Math.log(Math.max(labelProbability, SMALLEST_PROBABILITY))
  );
  return sum(losses) / predictions.length;
}
