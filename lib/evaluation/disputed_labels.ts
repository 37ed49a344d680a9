/**
 * The disputed labels of the MNIST test set: for 15 of the 10,000, fewer than three of five reviewers
 * agreed with the label (Northcutt, Athalye & Mueller 2021, "Pervasive Label Errors in Test Sets
 * Destabilize Machine Learning Benchmarks", arXiv 2103.14749). Disagreeing with one of them is not
 * clearly an error.
 *
 * @module
 */
import type { Prediction } from "./predictions.ts";

/** A test label that most reviewers did not confirm. */
export interface DisputedLabel {
  /** Position in the MNIST test set. */
  readonly index: number;
  /** MNIST's label. */
  readonly label: number;
  /** The digit that the study proposed instead. */
  readonly suggested: number;
  /** How many of five reviewers saw the label, the suggested digit, or neither. */
  readonly votes: { readonly label: number; readonly suggested: number; readonly neither: number };
}

/** A disputed label and what a model predicts for it. */
export interface DisputedVerdict extends DisputedLabel {
  /** Digit predicted. */
  readonly predicted: number;
  /** Probability given to the predicted digit. */
  readonly confidence: number;
  /** Which of them the model agrees with. */
  readonly side: "label" | "suggested" | "neither";
}

/** Index, label, suggested digit, and the reviewers' votes for label, suggested and neither. */
const DISPUTES = [
  [947, 8, 9, 0, 5, 0],
  [1621, 0, 6, 2, 3, 0],
  [1901, 9, 4, 2, 3, 0],
  [2130, 4, 9, 2, 2, 1],
  [2462, 2, 0, 0, 4, 1],
  [2597, 5, 3, 0, 4, 1],
  [2654, 6, 1, 0, 2, 3],
  [3520, 6, 4, 2, 0, 3],
  [3558, 5, 0, 1, 4, 0],
  [5937, 5, 3, 1, 3, 1],
  [6651, 0, 6, 0, 5, 0],
  [6783, 1, 6, 2, 3, 0],
  [8527, 4, 9, 2, 2, 1],
  [9679, 6, 3, 2, 0, 3],
  [9729, 5, 6, 2, 3, 0],
];

/** The 15 disputed labels of the MNIST test set, by index. */
export const DISPUTED_TEST_LABELS: readonly DisputedLabel[] = DISPUTES.map(
  ([index, label, suggested, forLabel, forSuggested, forNeither]) => ({
    index,
    label,
    suggested,
    votes: { label: forLabel, suggested: forSuggested, neither: forNeither },
  }),
);

/**
 * Compares a model's predictions with the disputed labels.
 *
 * @param predictions Those of the whole MNIST test set.
 * @throws {RangeError} If they are for another set: an index is missing or its label differs.
 */
export function judgeDisputedLabels(predictions: readonly Prediction[]): DisputedVerdict[] {
  const byIndex = new Map(predictions.map((prediction) => [prediction.index, prediction]));
  return DISPUTED_TEST_LABELS.map((dispute) => {
    const prediction = byIndex.get(dispute.index);
    if (prediction?.label !== dispute.label) {
      throw new RangeError(
        `expected predictions for the MNIST test set, where digit ${dispute.index} is labelled ` +
          `${dispute.label}, got ${prediction ? `label ${prediction.label}` : "none there"}`,
      );
    }
    const { predicted, confidence } = prediction;
    return { ...dispute, predicted, confidence, side: sideOf(predicted, dispute) };
  });
}

/** Leaves out the disputed labels, given predictions for the MNIST test set. */
export function dropDisputedLabels(predictions: readonly Prediction[]): Prediction[] {
  const disputed = new Set(DISPUTED_TEST_LABELS.map(({ index }) => index));
  return predictions.filter(({ index }) => !disputed.has(index));
}

function sideOf(predicted: number, dispute: DisputedLabel): DisputedVerdict["side"] {
  if (predicted === dispute.label) return "label";
  return predicted === dispute.suggested ? "suggested" : "neither";
}
