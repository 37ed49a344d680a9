/**
 * A few digits out of many, for figures and for what is too slow on all of them.
 *
 * @module
 */
import { gatherImages } from "../dataset/batches.ts";
import type { LabeledImages } from "../dataset/labeled_images.ts";
import { createPermutation } from "../random.ts";

/** Some digits, and where they were. */
export interface Sample extends LabeledImages {
  /** Position of each in the set it was drawn from, ascending. */
  readonly indices: Uint32Array;
}

/**
 * Draws digits at random, without replacement and in their original order; all if there are fewer than
 * `count`. The bytes are copied.
 */
export function sampleDigits(digits: LabeledImages, count: number, { seed = 0 } = {}): Sample {
  const indices = createPermutation(digits.count, seed).slice(0, count).sort();
  return { ...gatherImages(digits, indices), indices };
}
