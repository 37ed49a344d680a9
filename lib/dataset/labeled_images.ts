/**
 * The record that the whole library passes on: grey images as bytes, their labels, and what the labels
 * are called.
 *
 * @module
 */

/** Pixels along one side of an image, as MNIST has them and LeNet reads them: the library's one shape. */
export const IMAGE_SIZE = 28;

/** Pixels of one image. */
export const IMAGE_PIXELS: number = IMAGE_SIZE * IMAGE_SIZE;

/** The fewest and the most classes that labels can tell apart: a label is one byte, and one class is none. */
export const CLASS_LIMITS = { least: 2, most: 255 } as const;

/** MNIST's classes, the digits. */
export const DIGIT_CLASSES: readonly string[] = Array.from(
  { length: 10 },
  (_, digit) => `${digit}`,
);

/** Grey images with labels; `images` and `labels` may be views on a larger buffer. */
export interface LabeledImages {
  /** How many images. */
  readonly count: number;
  /** Ink, 0 (paper) to 255 (full ink), row by row, `count * 784` bytes. */
  readonly images: Uint8Array;
  /** True class of each image, an index into `classes`, `count` bytes. */
  readonly labels: Uint8Array;
  /** Names of the classes, 2 to 255 of them, such as "0" to "9". */
  readonly classes: readonly string[];
}

/** Views images `start` (inclusive) to `end` (exclusive) without copying. */
export function sliceImages(digits: LabeledImages, start: number, end: number): LabeledImages {
  return {
    count: end - start,
    images: digits.images.subarray(start * IMAGE_PIXELS, end * IMAGE_PIXELS),
    labels: digits.labels.subarray(start, end),
    classes: digits.classes,
  };
}

/** Views the 784 ink bytes of one image. */
export function imageAt(digits: Pick<LabeledImages, "images">, index: number): Uint8Array {
  return digits.images.subarray(index * IMAGE_PIXELS, (index + 1) * IMAGE_PIXELS);
}
