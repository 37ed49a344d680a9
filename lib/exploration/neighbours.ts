/**
 * Nearest neighbours: images that are nearly the same, and images that are like no other.
 *
 * @module
 */
import { IMAGE_PIXELS, type LabeledImages } from "../dataset/labeled_images.ts";
import { type PrincipalComponents, projectImages } from "./pca.ts";

/** An image and the one most like it. */
export interface Neighbour {
  /** Position in the set that was searched. */
  readonly index: number;
  /** Position of the nearest other image. */
  readonly neighbour: number;
  /** Euclidean distance between the two, in the unit of the coordinates. */
  readonly distance: number;
}

/**
 * Finds each point's nearest other point by comparing all pairs: about half a second for 5,000 images
 * on 50 principal components, four times that for 10,000. Coordinates by falling variance, as
 * `projectImages` gives them, are fastest, because the first few rule out most pairs.
 *
 * @param coordinates Row by row, `n * dimension`.
 * @throws {RangeError} If there are fewer than two points, or the length is not a multiple of `dimension`.
 */
export function findNearestNeighbours(coordinates: Float64Array, dimension: number): Neighbour[] {
  const count = coordinates.length / dimension;
  if (!Number.isInteger(count) || count < 2) {
    throw new RangeError(
      `expected at least two points of ${dimension} coordinates, got ${coordinates.length} numbers`,
    );
  }
  return comparePairs(
    count,
    (i, j, limit) => sumSquares(coordinates, i * dimension, j * dimension, { dimension, limit }),
  );
}

/**
 * Finds each image's nearest other image, pixel by pixel, by comparing all pairs. On a few principal
 * components no two images are farther apart than in all pixels: these rule out most pairs, and only
 * the others are measured in full.
 *
 * @param components Of these images or a larger set; about fifty are fastest.
 * @returns Distances in ink, of which a pixel has 0 to 1.
 * @throws {RangeError} If there are fewer than two images.
 */
export function findNearestImages(
  images: LabeledImages,
  components: PrincipalComponents,
): Neighbour[] {
  if (images.count < 2) throw new RangeError(`expected at least two images, got ${images.count}`);
  const dimension = components.components.length;
  const coordinates = projectImages(images, components);
  const ink = Float64Array.from(images.images, (byte) => byte / 255);
  return comparePairs(images.count, (i, j, limit) => {
    const along = sumSquares(coordinates, i * dimension, j * dimension, { dimension, limit });
    if (along >= limit) return along;
    return sumSquares(ink, i * IMAGE_PIXELS, j * IMAGE_PIXELS, { dimension: IMAGE_PIXELS, limit });
  });
}

/**
 * Compares all pairs.
 *
 * @param square The squared distance of a pair; where it reaches `limit`, any number from there on will do.
 */
function comparePairs(
  count: number,
  square: (i: number, j: number, limit: number) => number,
): Neighbour[] {
  const nearest = new Int32Array(count);
  const squares = new Float64Array(count).fill(Infinity);
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const found = square(i, j, Math.max(squares[i], squares[j]));
      if (found < squares[i]) [squares[i], nearest[i]] = [found, j];
      if (found < squares[j]) [squares[j], nearest[j]] = [found, i];
    }
  }
  return Array.from(nearest, (neighbour, index) => ({
    index,
    neighbour,
    distance: Math.sqrt(squares[index]),
  }));
}

/** Lists pairs that are nearest to each other, most alike first, each pair once. */
export function rankNearDuplicates(neighbours: readonly Neighbour[]): Neighbour[] {
  return neighbours
    .filter(({ index, neighbour }) =>
      index < neighbour && neighbours[neighbour].neighbour === index
    )
    .sort((a, b) => a.distance - b.distance);
}

/** Lists pairs of nearest neighbours with different labels, most alike first, each pair once. */
export function rankLookalikes(
  neighbours: readonly Neighbour[],
  labels: ArrayLike<number>,
): Neighbour[] {
  return neighbours
    .filter(({ index, neighbour }) => labels[index] !== labels[neighbour])
    .filter(({ index, neighbour }) =>
      index < neighbour || neighbours[neighbour].neighbour !== index
    )
    .sort((a, b) => a.distance - b.distance);
}

/** Lists all images, outliers first: those farthest from any other. */
export function rankOutliers(neighbours: readonly Neighbour[]): Neighbour[] {
  return neighbours.toSorted((a, b) => b.distance - a.distance);
}

/** Sum of squared differences; stops as soon as it reaches `limit`. */
function sumSquares(
  coordinates: Float64Array,
  a: number,
  b: number,
  { dimension, limit }: { dimension: number; limit: number },
): number {
  let square = 0;
  for (let k = 0; k < dimension && square < limit; k++) {
    square += (coordinates[a + k] - coordinates[b + k]) ** 2;
  }
  return square;
}
