/**
 * How far a proportion measured on a sample may lie from the true one.
 *
 * @module
 */

/** The 97.5% point of the standard normal distribution: two-sided 95%. */
export const NORMAL_QUANTILE_95 = 1.959963984540054;

/**
 * Computes the 95% Wilson score interval of a proportion (Wilson 1927). Unlike the textbook ± 1.96 standard
 * errors it stays within [0, 1] and keeps its coverage near 0 and 1, where accuracies are.
 *
 * @throws {RangeError} Unless `successes` and `trials` are whole numbers, 0 ≤ successes ≤ trials and trials > 0.
 */
export function wilsonInterval(successes: number, trials: number): [number, number] {
  const whole = Number.isInteger(successes) && Number.isInteger(trials);
  if (!whole || trials < 1 || successes < 0 || successes > trials) {
    throw new RangeError(
      `expected 0 to n successes in n > 0 trials, got ${successes} in ${trials}`,
    );
  }
  const z2 = NORMAL_QUANTILE_95 ** 2;
  const share = successes / trials;
  const centre = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const halfWidth = Math.sqrt(share * (1 - share) * z2 / trials + (z2 / (2 * trials)) ** 2) /
    (1 + z2 / trials);
  // At 0 and n successes one bound is exactly 0 or 1; rounding must not push it past.
  return [
    successes === 0 ? 0 : centre - halfWidth,
    successes === trials ? 1 : centre + halfWidth,
  ];
}
