/**
 * Calibration: are predictions made with 90% confidence correct nine times in ten?
 *
 * @module
 */
import { quantile, sum } from "./arithmetic.ts";
import type { Prediction } from "./predictions.ts";

/** The predictions whose confidence falls into one interval, `lower` < confidence ≤ `upper`. */
export interface ReliabilityBin {
  /** Confidence that the digits of the bin exceed. */
  readonly lower: number;
  /** Confidence that none of them exceeds. */
  readonly upper: number;
  /** How many predictions; never 0, empty bins are left out. */
  readonly count: number;
  /** Their mean confidence. */
  readonly meanConfidence: number;
  /** Share of them that are correct. */
  readonly accuracy: number;
}

/** How closely confidence and accuracy agree. */
export interface Calibration {
  /** From the least confidence to the highest. */
  readonly bins: ReliabilityBin[];
  /** Mean |accuracy − mean confidence| of the bins, weighted by their counts (ECE). */
  readonly expectedCalibrationError: number;
  /** The largest |accuracy − mean confidence| of a bin (MCE). */
  readonly maximumError: number;
}

/** How predictions are binned. */
export interface CalibrationOptions {
  /** Number of bins. Default 15. */
  binCount?: number;
  /** Bins of equal width, or bounded by quantiles so as to hold equally many each. Default "width". */
  binning?: "width" | "quantile";
}

/**
 * Measures calibration by the confidence of the predicted class. The default, 15 bins of equal width,
 * gives the expected calibration error of Guo et al. 2017, "On Calibration of Modern Neural Networks". Where
 * nearly every confidence is close to 1, quantile bins show more.
 *
 * @throws {RangeError} If there is no prediction, or `binCount` is not a whole number above 0.
 */
export function measureCalibration(
  predictions: readonly Prediction[],
  { binCount = 15, binning = "width" }: CalibrationOptions = {},
): Calibration {
  if (predictions.length === 0) throw new RangeError("expected at least one prediction, got none");
  if (!Number.isInteger(binCount) || binCount < 1) {
    throw new RangeError(`binCount: expected a whole number above 0, got ${binCount}`);
  }
  const inner = Array.from({ length: binCount - 1 }, (_, k) => (k + 1) / binCount);
  const confidences = Float64Array.from(predictions, ({ confidence }) => confidence).sort();
  const cuts = binning === "width"
    ? inner
    : inner.map((fraction) => quantile(confidences, fraction));
  const bins = fillBins(predictions, [0, ...cuts, 1]);
  const gaps = bins.map(({ accuracy, meanConfidence }) => Math.abs(accuracy - meanConfidence));
  return {
    bins,
    expectedCalibrationError: sum(bins.map(({ count }, k) => count * gaps[k])) / predictions.length,
    maximumError: Math.max(...gaps),
  };
}

function fillBins(predictions: readonly Prediction[], edges: number[]): ReliabilityBin[] {
  const members: Prediction[][] = edges.slice(1).map(() => []);
  for (const prediction of predictions) {
    const bin = edges.findIndex((edge, k) => k > 0 && prediction.confidence <= edge);
    // Rounding can lift a confidence just above 1, past the last edge.
    members.at(bin === -1 ? -1 : bin - 1)!.push(prediction);
  }
  return members.flatMap((group, k) =>
    group.length === 0 ? [] : [{
      lower: edges[k],
      upper: edges[k + 1],
      count: group.length,
      meanConfidence: sum(group.map(({ confidence }) => confidence)) / group.length,
      accuracy: group.filter(({ label, predicted }) => label === predicted).length / group.length,
    }]
  );
}
