/**
 * What is gained by handing the least confident predictions to a person: coverage is the share the model
 * still answers, risk the share of those that are wrong (Geifman & El-Yaniv 2017, "Selective
 * Classification for Deep Neural Networks").
 *
 * @module
 */
import { sum } from "./arithmetic.ts";
import type { Prediction } from "./predictions.ts";

/** What happens if only images with at least this confidence are answered. */
export interface RiskCoveragePoint {
  /** Lowest confidence that is answered. */
  readonly threshold: number;
  /** Share of all images answered. */
  readonly coverage: number;
  /** Images answered. */
  readonly answered: number;
  /** Misclassified images among those answered. */
  readonly errors: number;
  /** `errors / answered`. */
  readonly risk: number;
}

/** Risk against coverage, from the most confident prediction alone to all of them. */
export interface RiskCoverageCurve {
  /** By rising coverage. Equally confident images are answered together: they share a point. */
  readonly points: RiskCoveragePoint[];
  /** Area under the curve (AURC): the risk at each image's own confidence, averaged over the images. */
  readonly area: number;
}

/**
 * Computes the exact risk-coverage curve, one point per distinct confidence.
 *
 * @throws {RangeError} If there is no prediction.
 */
export function traceRiskCoverage(predictions: readonly Prediction[]): RiskCoverageCurve {
  if (predictions.length === 0) throw new RangeError("expected at least one prediction, got none");
  const ranked = predictions.toSorted((a, b) => b.confidence - a.confidence);
  const points: RiskCoveragePoint[] = [];
  let errors = 0;
  ranked.forEach(({ label, predicted, confidence }, i) => {
    if (label !== predicted) errors++;
    if (ranked[i + 1]?.confidence === confidence) return;
    const answered = i + 1;
    points.push({
      threshold: confidence,
      coverage: answered / ranked.length,
      answered,
      errors,
      risk: errors / answered,
    });
  });
  return { points, area: areaUnder(points) };
}

/**
 * Thins a curve for drawing: about `count` points, evenly spaced in coverage, ends included, and both
 * sides of every rise. Between rises the risk only falls, slowly and evenly, so nothing is lost.
 */
export function thinCurve({ points }: RiskCoverageCurve, count: number): RiskCoveragePoint[] {
  const isRise = (i: number) => i > 0 && points[i]?.errors > points[i - 1].errors;
  let nextCoverage = 0;
  return points.filter(({ coverage }, i) => {
    const isEven = coverage >= nextCoverage || i === points.length - 1;
    if (isEven) nextCoverage = Math.max(nextCoverage, coverage) + 1 / count;
    return isEven || isRise(i) || isRise(i + 1);
  });
}

/**
 * Finds the widest coverage at which the risk is at most `risk`.
 *
 * @returns The point, or undefined if the risk is higher even among the most confident.
 */
export function findCoverageAtRisk(
  curve: RiskCoverageCurve,
  risk: number,
): RiskCoveragePoint | undefined {
  return curve.points.findLast((point) => point.risk <= risk);
}

/**
 * Finds what happens at a given confidence threshold.
 *
 * @returns The point, or undefined if no image reaches the threshold.
 */
export function findPointAtThreshold(
  curve: RiskCoverageCurve,
  threshold: number,
): RiskCoveragePoint | undefined {
  return curve.points.findLast((point) => point.threshold >= threshold);
}

/** Finds what happens at given confidence thresholds; those that no image reaches are left out. */
export function findPointsAtThresholds(
  curve: RiskCoverageCurve,
  thresholds: readonly number[],
): RiskCoveragePoint[] {
  return thresholds.map((threshold) => findPointAtThreshold(curve, threshold))
    .filter((point) => point !== undefined);
}

function areaUnder(points: RiskCoveragePoint[]): number {
  const weighted = points.map(({ risk, coverage }, k) =>
    risk * (coverage - (points[k - 1]?.coverage ?? 0))
  );
  return sum(weighted);
}
