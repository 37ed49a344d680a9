/**
 * A map on which digits that look alike lie together, whatever bends lie between them.
 *
 * @module
 */
import { UMAP } from "umap-js";
import { createRandom } from "../random.ts";
import type { EmbeddedDigit } from "./pca.ts";

/** How a map is made. */
export interface UmapOptions {
  /** How many neighbours a digit is held to; fewer give more islands. Default 15. */
  neighbourCount?: number;
  /** How close neighbours may come on the map; more gives room to crowded islands. Default 0.1. */
  minDistance?: number;
  /** Default 0. */
  seed?: number;
}

/**
 * Places digits in the plane so that neighbours stay neighbours (McInnes, Healy & Melville 2018,
 * "UMAP"); distances between islands mean little. About four seconds for 1,500 digits on 50 axes.
 *
 * @param coordinates Row by row, `n * dimension`, such as `projectDigits` gives.
 * @param labels True digits, `n`.
 * @throws {RangeError} If the lengths disagree or there are no more digits than neighbours.
 */
export function embedNeighbours(
  coordinates: Float32Array | Float64Array,
  labels: ArrayLike<number>,
  { neighbourCount = 15, minDistance = 0.1, seed = 0 }: UmapOptions = {},
): EmbeddedDigit[] {
  const dimension = coordinates.length / labels.length;
  if (!Number.isInteger(dimension)) {
    throw new RangeError(
      `expected equally many coordinates for each of ${labels.length} digits, got ${coordinates.length}`,
    );
  }
  if (labels.length <= neighbourCount) {
    throw new RangeError(`expected more than ${neighbourCount} digits, got ${labels.length}`);
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
  return umap.fit(points).map(([x, y], index) => ({ index, digit: labels[index], x, y }));
}
