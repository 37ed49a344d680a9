/**
 * Looking at digits before anything is trained on them.
 *
 * @module
 */
export { type ClassStatistics, describeClasses } from "./class_statistics.ts";
export { countInk, type InkBin, type InkHistogram } from "./ink_histogram.ts";
export {
  findNearestDigits,
  findNearestNeighbours,
  type Neighbour,
  rankLookalikes,
  rankNearDuplicates,
  rankOddOnes,
} from "./neighbours.ts";
export {
  type EmbeddedDigit,
  embedDigits,
  fitPca,
  type PrincipalComponents,
  projectDigits,
} from "./pca.ts";
export { type Sample, sampleDigits } from "./sample.ts";
export { embedNeighbours, type UmapOptions } from "./umap.ts";
export {
  convolve,
  countPlaces,
  type Grid,
  multiplyPatch,
  normalizeFilter,
  type PatchProduct,
  type Place,
  pool,
  rectify,
  type Sliding,
  toGrid,
} from "./convolution.ts";
export { HAND_MADE_FILTERS } from "./hand_made_filters.ts";
