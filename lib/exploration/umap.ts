/**
 * UMAP: a nonlinear embedding that keeps similar images close together.
 *
 * @module
 */
import { UMAP } from "umap-js";
import { createRandom } from "../random.ts";
import type { EmbeddedImage } from "./pca.ts";

/** How an embedding is made. */
export interface UmapOptions {
  /** Size of the neighbourhood to preserve; a smaller one gives more clusters. Default 15. */
  neighbourCount?: number;
  /** Smallest distance between embedded points; a larger one spreads dense clusters. Default 0.1. */
  minDistance?: number;
  /** Default 0. */
  seed?: number;
}

/**
 * Embeds images in the plane so that neighbours stay neighbours (McInnes, Healy & Melville 2018,
 * "UMAP"); distances between clusters mean little. About four seconds for 1,500 images on 50
 * components.
 *
 * @param coordinates Row by row, `n * dimension`, such as `projectImages` gives.
 * @param labels True classes, `n`.
 * @throws {RangeError} If the lengths disagree or there are not more images than neighbours.
 */
export function embedNeighbours(
  coordinates: Float32Array | Float64Array,
  labels: ArrayLike<number>,
  { neighbourCount = 15, minDistance = 0.1, seed = 0 }: UmapOptions = {},
): EmbeddedImage[] {
  const dimension = coordinates.length / labels.length;
  if (!Number.isInteger(dimension)) {
    throw new RangeError(
      `expected equally many coordinates for each of ${labels.length} images, got ${coordinates.length}`,
    );
  }
  if (labels.length <= neighbourCount) {
    throw new RangeError(`expected more than ${neighbourCount} images, got ${labels.length}`);
  }
  const points = Array.from(
    labels,
    (_, i) => Array.from(coordinates.subarray(i * dimension, (i + 1) * dimension)),
  );
  const umap = new UMAP({
    nNeighbors: neighbourCount,
    minDist: minDistance,
    random: createRandom(seed).next,
  });
  return umap.fit(points).map(([x, y], index) => ({ index, label: labels[index], x, y }));
}
