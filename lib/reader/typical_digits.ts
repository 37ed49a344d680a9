/**
 * Typical digits of a model: spherical k-means over what one of its layers makes of each class (Dhillon
 * & Modha 2001, "Concept Decompositions for Large Sparse Text Data Using Clustering"), and how far ink is
 * from all of them (cosine similarity, as in Sun et al. 2022, "Out-of-Distribution Detection with Deep
 * Nearest Neighbors").
 *
 * @module
 */

/** Length of a direction that is held in signed bytes. */
export const UNIT = 127;

const ITERATIONS = 8;

/**
 * Finds typical directions in which the features of each class point.
 *
 * @param features Row by row, `labels.length * size`; rows of zeros are left out.
 * @param options.perClass Directions a class.
 * @param options.classes How many classes there are.
 * @returns Directions of length {@link UNIT}, a signed byte a component.
 */
export function findTypicalDigits(
  features: Float32Array,
  labels: ArrayLike<number>,
  { size, perClass, classes }: { size: number; perClass: number; classes: number },
): Int8Array {
  const rows: Float32Array[][] = Array.from({ length: classes }, () => []);
  for (let i = 0; i < labels.length; i++) {
    const row = toUnitLength(features.subarray(i * size, (i + 1) * size));
    if (row) rows[labels[i]].push(row);
  }
  const directions = rows.flatMap((ofClass) => clusterDirections(ofClass, perClass));
  const bytes = new Int8Array(directions.length * size);
  directions.forEach((row, i) => bytes.set(row.map((x) => Math.round(UNIT * x)), i * size));
  return bytes;
}

/** Begins with the first rows, which stand in random order. */
function clusterDirections(rows: Float32Array[], count: number): Float32Array[] {
  let centers = rows.slice(0, count);
  for (let turn = 0; turn < ITERATIONS; turn++) {
    const sums = centers.map((center) => new Float32Array(center.length));
    for (const row of rows) addTo(sums[findMostSimilar(row, centers)], row);
    centers = sums.map((sum, i) => toUnitLength(sum) ?? centers[i]);
  }
  return centers;
}

function findMostSimilar(row: Float32Array, centers: Float32Array[]): number {
  let best = 0, highest = -Infinity;
  centers.forEach((center, index) => {
    let product = 0;
    for (let i = 0; i < row.length; i++) product += row[i] * center[i];
    if (product > highest) highest = product, best = index;
  });
  return best;
}

function addTo(sum: Float32Array, row: Float32Array): void {
  for (let i = 0; i < row.length; i++) sum[i] += row[i];
}

function toUnitLength(row: Float32Array): Float32Array | undefined {
  const length = Math.hypot(...row);
  return length === 0 ? undefined : row.map((x) => x / length);
}

/**
 * How little some feature maps resemble any of the typical ones: 1 − the highest cosine similarity.
 *
 * @param features Of one image.
 * @param typical Directions of length {@link UNIT}, as many components each as `features` has.
 */
export function measureNovelty(features: Float32Array, typical: Int8Array): number {
  const size = features.length;
  const length = Math.hypot(...features);
  let highest = -1;
  for (let start = 0; start < typical.length; start += size) {
    let product = 0;
    for (let i = 0; i < size; i++) product += features[i] * typical[start + i];
    highest = Math.max(highest, product / (UNIT * length || 1));
  }
  return 1 - highest;
}
