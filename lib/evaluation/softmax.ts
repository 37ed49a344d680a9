/**
 * Scores to probabilities.
 *
 * @module
 */

/** e^score over the sum of all; the largest score is taken off first, which changes nothing. */
export function softmax(scores: ArrayLike<number>): number[] {
  const highest = Math.max(...Array.from(scores));
  const powers = Array.from(scores, (score) => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
