/**
 * Random samples, for figures and for what is too slow on a whole data set.
 *
 * @module
 */
import { gatherImages } from "../dataset/batches.ts";
import type { LabeledImages } from "../dataset/labeled_images.ts";
import { createPermutation } from "../random.ts";

/** Some images, and where they were. */
export interface Sample extends LabeledImages {
  /** Position of each in the set it was drawn from, ascending. */
  readonly indices: Uint32Array;
}

/**
 * Samples images without replacement, in their original order; all of them if there are fewer than
 * `count`. The bytes are copied.
 */
export function sampleImages(images: LabeledImages, count: number, { seed = 0 } = {}): Sample {
  const indices = createPermutation(images.count, seed).slice(0, count).sort();
  return { ...gatherImages(images, indices), indices };
}
