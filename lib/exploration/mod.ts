/**
 * Exploring a data set before anything is trained on it.
 *
 * @module
 */
export { type ClassStatistics, describeClasses } from "./class_statistics.ts";
export { countInk, type InkBin, type InkHistogram } from "./ink_histogram.ts";
export {
  findNearestImages,
  findNearestNeighbours,
  type Neighbour,
  rankLookalikes,
  rankNearDuplicates,
  rankOutliers,
} from "./neighbours.ts";
export {
  type EmbeddedImage,
  embedImages,
  fitPca,
  type PrincipalComponents,
  projectImages,
} from "./pca.ts";
export { type Sample, sampleImages } from "./sample.ts";
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
