/**
 * One filter over one image in plain arithmetic, to be looked at rather than to be fast: what the
 * kernels of `kernels/` compute by the million.
 *
 * @module
 */

/** A map of numbers, row by row. */
export interface Grid {
  /** Rows. */
  readonly height: number;
  /** Columns. */
  readonly width: number;
  /** `height * width` numbers. */
  readonly values: ArrayLike<number>;
}

/** A position in a grid. */
export interface Place {
  /** Counted from 0, from the top. */
  readonly row: number;
  /** Counted from 0, from the left. */
  readonly column: number;
}

/** One output of a convolution, with everything that went into it. */
export interface PatchProduct {
  /** The part of the image under the filter. */
  readonly patch: Grid;
  /** The filter as it was given. */
  readonly filter: Grid;
  /** Entry by entry, patch times filter. */
  readonly products: Grid;
  /** Σ products. */
  readonly sum: number;
}

/** An image's ink as a grid of numbers from 0 to 1. */
export function toGrid(image: Uint8Array): Grid {
  const side = Math.sqrt(image.length);
  return { height: side, width: side, values: Float64Array.from(image, (byte) => byte / 255) };
}

/** Multiplies a filter with the part of an image whose upper left corner is at `place`; 0 outside. */
export function multiplyPatch(image: Grid, filter: Grid, { row, column }: Place): PatchProduct {
  const { height, width } = filter;
  const patch = Float64Array.from({ length: height * width }, (_, i) => {
    return valueAt(image, row + Math.floor(i / width), column + i % width);
  });
  const products = patch.map((value, i) => value * filter.values[i]);
  return {
    patch: { height, width, values: patch },
    filter,
    products: { height, width, values: products },
    sum: products.reduce((sum, product) => sum + product, 0),
  };
}

/** How a filter is moved over an image. */
export interface Sliding {
  /** Pixels from one place to the next. Default 1. */
  stride?: number;
  /** Blank pixels around the image. Default 0. */
  padding?: number;
}

/**
 * Moves a filter over an image: one product at each place. As in all of deep learning the filter is not
 * turned over, so this is what signal processing calls a cross-correlation.
 *
 * @throws {RangeError} If the filter is larger than the padded image.
 */
export function convolve(
  image: Grid,
  filter: Grid,
  { stride = 1, padding = 0 }: Sliding = {},
): Grid {
  const height = countPlaces(image.height, filter.height, { stride, padding });
  const width = countPlaces(image.width, filter.width, { stride, padding });
  const values = Float64Array.from({ length: height * width }, (_, i) => {
    const row = Math.floor(i / width) * stride - padding, column = i % width * stride - padding;
    return multiplyPatch(image, filter, { row, column }).sum;
  });
  return { height, width, values };
}

/**
 * In how many places a filter fits along one side: ⌊(size + 2 · padding − filter) / stride⌋ + 1.
 *
 * @throws {RangeError} If it fits nowhere.
 */
export function countPlaces(
  size: number,
  filterSize: number,
  { stride = 1, padding = 0 }: Sliding = {},
): number {
  const places = Math.floor((size + 2 * padding - filterSize) / stride) + 1;
  if (places >= 1) return places;
  throw new RangeError(`a filter of ${filterSize} does not fit into ${size} pixels`);
}

/** Shrinks a map: one number, the largest or the mean, for each window of `size` by `size`. */
export function pool(map: Grid, size: number, kind: "max" | "average" = "max"): Grid {
  const height = Math.floor(map.height / size), width = Math.floor(map.width / size);
  const values = Float64Array.from({ length: height * width }, (_, i) => {
    const top = Math.floor(i / width) * size, left = i % width * size;
    const window = Array.from(
      { length: size * size },
      (_, k) => valueAt(map, top + Math.floor(k / size), left + k % size),
    );
    const sum = window.reduce((total, value) => total + value, 0);
    return kind === "max" ? Math.max(...window) : sum / window.length;
  });
  return { height, width, values };
}

/** Scales a filter so that its weights are 1 in absolute sum: the answers of such filters compare. */
export function normalizeFilter(filter: Grid): Grid {
  const total = Array.from(filter.values).reduce((sum, weight) => sum + Math.abs(weight), 0);
  return { ...filter, values: Float64Array.from(filter.values, (weight) => weight / total) };
}

/** Sets what is below zero to zero: the rectifier, ReLU. */
export function rectify(map: Grid): Grid {
  return { ...map, values: Float64Array.from(map.values, (value) => Math.max(0, value)) };
}

function valueAt({ height, width, values }: Grid, row: number, column: number): number {
  const inside = row >= 0 && row < height && column >= 0 && column < width;
  return inside ? values[row * width + column] : 0;
}
