/**
 * The one-cycle learning-rate schedule (Smith & Topin 2018): up and down again along half cosines.
 *
 * @module
 */

/** The first learning rate is the peak divided by this, the last one next to nothing. */
const START_DIVISOR = 25;
const END_DIVISOR = 25e4;

/** Learning rate of every step: what PyTorch's OneCycleLR gives with its default divisors. */
export function createOneCycle(
  steps: number,
  { peakLearningRate, warmupFraction }: { peakLearningRate: number; warmupFraction: number },
): Float32Array {
  const top = Math.max(1, steps * warmupFraction - 1);
  const start = peakLearningRate / START_DIVISOR, end = peakLearningRate / END_DIVISOR;
  return Float32Array.from({ length: steps }, (_, step) => {
    if (step <= top) return blend(start, peakLearningRate, step / top);
    return blend(peakLearningRate, end, (step - top) / Math.max(1, steps - 1 - top));
  });
}

/** Half a cosine from `a` (share 0) to `b` (share 1). */
function blend(a: number, b: number, share: number): number {
  return b + (a - b) * (1 + Math.cos(Math.PI * share)) / 2;
}
