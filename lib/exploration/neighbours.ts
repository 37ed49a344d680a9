/**
 * Digits that are nearly the same, and digits that are like no other.
 *
 * @module
 */

/** A digit and the one most like it. */
export interface Neighbour {
  /** Position in the set that was searched. */
  readonly index: number;
  /** Position of the nearest other digit. */
  readonly neighbour: number;
  /** Euclidean distance between the two, in the unit of the coordinates. */
  readonly distance: number;
}

/**
 * Finds each point's nearest other point by comparing all pairs: about half a second for 5,000 digits
 * on 50 principal axes, four times that for 10,000. Axes in the order of falling spread, as
 * `projectDigits` gives them, are fastest, because the first few rule out most pairs.
 *
 * @param coordinates Row by row, `n * dimension`.
 * @throws {RangeError} If there are fewer than two points, or the length is no multiple of `dimension`.
 */
export function findNearestNeighbours(coordinates: Float64Array, dimension: number): Neighbour[] {
  const count = coordinates.length / dimension;
  if (!Number.isInteger(count) || count < 2) {
    throw new RangeError(
      `expected at least two points of ${dimension} coordinates, got ${coordinates.length} numbers`,
    );
  }
  const nearest = new Int32Array(count);
  const squares = new Float64Array(count).fill(Infinity);
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const limit = Math.max(squares[i], squares[j]);
      const square = squaredDistance(coordinates, i * dimension, j * dimension, dimension, limit);
      if (square < squares[i]) [squares[i], nearest[i]] = [square, j];
      if (square < squares[j]) [squares[j], nearest[j]] = [square, i];
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

/** Lists all digits, those farthest from any other first. */
export function rankOddOnes(neighbours: readonly Neighbour[]): Neighbour[] {
  return neighbours.toSorted((a, b) => b.distance - a.distance);
}

/** Sum of squared differences, given up as soon as it reaches `limit`. */
function squaredDistance(
  coordinates: Float64Array,
  a: number,
  b: number,
  dimension: number,
  limit: number,
): number {
  let square = 0;
  for (let k = 0; k < dimension && square < limit; k++) {
    square += (coordinates[a + k] - coordinates[b + k]) ** 2;
  }
  return square;
}
