/**
 * Digits in a seeded random order, a batch at a time.
 *
 * @module
 */
import { createPermutation, mixSeeds } from "../random.ts";
import { IMAGE_PIXELS, imageAt, type LabeledImages } from "./labeled_images.ts";

/** Which pass over the data: the same seed and epoch give the same order. */
export interface EpochOptions {
  /** Seed of the run. */
  seed: number;
  /** Number of the pass; every pass has an order of its own. */
  epoch: number;
}

/** How a pass is cut into batches. */
export interface BatchOptions extends EpochOptions {
  /** Digits in a batch, at least 1. */
  batchSize: number;
  /** Leave out a last batch that is not full. Default false. */
  dropLast?: boolean;
}

/** The order of one pass: a permutation of 0 … count − 1 that depends on seed and epoch alone. */
export function createEpochOrder(count: number, { seed, epoch }: EpochOptions): Uint32Array {
  return createPermutation(count, mixSeeds(seed, epoch));
}

/**
 * Goes over all digits once in a random order.
 *
 * @returns Batches with memory of their own; the last one is shorter where `batchSize` does not
 *   divide the count.
 * @throws {RangeError} If the batch size is no whole number from 1.
 */
export function* iterateBatches(
  digits: LabeledImages,
  options: BatchOptions,
): Generator<LabeledImages> {
  const { batchSize, dropLast = false } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`batchSize: expected a whole number from 1, got ${batchSize}`);
  }
  const order = createEpochOrder(digits.count, options);
  const end = dropLast ? digits.count - digits.count % batchSize : digits.count;
  for (let start = 0; start < end; start += batchSize) {
    yield gatherImages(digits, order.subarray(start, start + batchSize));
  }
}

/** Copies the digits at `indices`, in that order; a digit may be taken more than once. */
export function gatherImages(digits: LabeledImages, indices: ArrayLike<number>): LabeledImages {
  const count = indices.length;
  const images = new Uint8Array(count * IMAGE_PIXELS);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    images.set(imageAt(digits, indices[i]), i * IMAGE_PIXELS);
    labels[i] = digits.labels[indices[i]];
  }
  return { count, images, labels, classes: digits.classes };
}
