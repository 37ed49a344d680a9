/**
 * Is one model better than another on the same images, or only luckier?
 *
 * @module
 */
import { NORMAL_QUANTILE_95 } from "./interval.ts";
import type { Prediction } from "./predictions.ts";

/** What of a prediction decides whether it is right. */
export type PredictedLabel = Pick<Prediction, "index" | "label" | "predicted">;

/** Two models on the same images. */
export interface PairedComparison {
  /** Images that only the first model classifies correctly. */
  readonly onlyFirst: number;
  /** Images that only the second model classifies correctly. */
  readonly onlySecond: number;
  /** Accuracy of the first minus accuracy of the second. */
  readonly difference: number;
  /** 95% Wald interval of the difference for paired proportions. */
  readonly differenceInterval: [number, number];
  /** Probability of counts at least this unequal if both models are equally good; exact, two-sided. */
  readonly pValue: number;
}

/**
 * Compares two models by the images on which exactly one of them is correct (McNemar 1947, exact
 * binomial form).
 *
 * @throws {RangeError} If the predictions are not of the same images, or there are none.
 */
export function comparePredictions(
  first: readonly PredictedLabel[],
  second: readonly PredictedLabel[],
): PairedComparison {
  checkPaired(first, second);
  const right = ({ label, predicted }: PredictedLabel) => label === predicted;
  const onlyFirst = first.filter((p, i) => right(p) && !right(second[i])).length;
  const onlySecond = second.filter((p, i) => right(p) && !right(first[i])).length;
  const n = first.length;
  const difference = (onlyFirst - onlySecond) / n;
  const halfWidth = NORMAL_QUANTILE_95 *
    Math.sqrt(((onlyFirst + onlySecond) / n - difference ** 2) / n);
  return {
    onlyFirst,
    onlySecond,
    difference,
    differenceInterval: [difference - halfWidth, difference + halfWidth],
    pValue: signTest(onlyFirst, onlySecond),
  };
}

function checkPaired(first: readonly PredictedLabel[], second: readonly PredictedLabel[]): void {
  const same = first.length === second.length &&
    first.every(({ index, label }, i) => index === second[i].index && label === second[i].label);
  if (first.length > 0 && same) return;
  throw new RangeError(
    `expected two sets of predictions for the same images, got ${first.length} and ` +
      `${second.length}${same ? "" : " that differ"}`,
  );
}

/** Two-sided probability of a split at least this unequal among `a + b` fair coin tosses. */
function signTest(a: number, b: number): number {
  const tosses = a + b;
  let logProbability = -tosses * Math.LN2, tail = 0;
  for (let heads = 0; heads <= Math.min(a, b); heads++) {
    tail += Math.exp(logProbability);
    logProbability += Math.log((tosses - heads) / (heads + 1));
  }
  return Math.min(1, 2 * tail);
}
