/**
 * Order statistics and thresholds of pixel values.
 *
 * @module
 */

/** The values that pass a test, in their order (the built-in filter is ten times slower). */
export function keepValues(values: Float32Array, test: (value: number) => boolean): Float32Array {
  const kept = new Float32Array(values.length);
  let count = 0;
  for (const value of values) if (test(value)) kept[count++] = value;
  return kept.subarray(0, count);
}

/** At most about 65,000 of the values, evenly spread: enough for order statistics of a large picture. */
export function sampleValues(values: Float32Array): Float32Array {
  const step = Math.ceil(values.length / 65_536);
  if (step === 1) return values;
  // Odd, so that the sample does not run down the columns of a picture of even width.
  const stride = step | 1, sample = new Float32Array(Math.ceil(values.length / stride));
  for (let i = 0; i < sample.length; i++) sample[i] = values[i * stride];
  return sample;
}

/** The value below which a share of the others lies (nearest rank); 0.5 gives the median. */
export function percentile(values: Float32Array, share: number): number {
  const rank = Math.min(values.length - 1, Math.floor(share * values.length));
  return selectRank(values.slice(), rank);
}

/** The value at a rank in sorted order, in linear time (Hoare's quickselect); reorders the values. */
function selectRank(values: Float32Array, rank: number): number {
  let low = 0, high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let i = low, j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) [values[i++], values[j--]] = [values[j], values[i]];
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank];
}

/** The mean of the squared distances to the mean. */
export function variance(values: Float32Array): number {
  let sum = 0, squares = 0;
  for (const value of values) sum += value, squares += value * value;
  return squares / values.length - (sum / values.length) ** 2;
}

/**
 * The threshold that splits values into two classes whose means lie farthest apart for their sizes
 * (Otsu 1979), from a histogram of 256 bins; values of the upper class reach or exceed it.
 */
export function findOtsuThreshold(values: Float32Array): number {
  let low = Infinity, high = -Infinity;
  for (const value of values) low = Math.min(low, value), high = Math.max(high, value);
  const binWidth = (high - low) / 256;
  if (binWidth === 0) return high;
  const counts = new Float64Array(256);
  for (const value of values) counts[Math.min(255, Math.floor((value - low) / binWidth))]++;
  const total = values.length, totalSum = counts.reduce((sum, count, bin) => sum + count * bin, 0);
  let below = 0, belowSum = 0, bestSpread = -1, firstBest = 0, lastBest = 0;
  for (let bin = 0; bin < 255; bin++) {
    below += counts[bin];
    belowSum += counts[bin] * bin;
    const above = total - below;
    if (below === 0 || above === 0) continue;
    const spread = below * above * (belowSum / below - (totalSum - belowSum) / above) ** 2;
    if (spread > bestSpread) bestSpread = spread, firstBest = bin;
    if (spread === bestSpread) lastBest = bin;
  }
  return Math.min(high, low + ((firstBest + lastBest) / 2 + 1) * binWidth);
}
