/**
 * The record that the whole library passes on: digits as bytes, with their labels.
 *
 * @module
 */

/** Pixels along one side of an MNIST digit. */
export const DIGIT_SIZE = 28;

/** Pixels of one MNIST digit. */
export const DIGIT_PIXELS = DIGIT_SIZE * DIGIT_SIZE;

/** The classes are the digits 0 to 9. */
export const CLASS_COUNT = 10;

/** Grey digits with labels; `images` and `labels` may be views on a larger buffer. */
export interface Digits {
  /** How many digits. */
  readonly count: number;
  /** Ink, 0 (paper) to 255 (full ink), row by row, `count * 784` bytes. */
  readonly images: Uint8Array;
  /** True digit of each image, 0 to 9, `count` bytes. */
  readonly labels: Uint8Array;
}

/** Views digits `start` (inclusive) to `end` (exclusive) without copying. */
export function sliceDigits(digits: Digits, start: number, end: number): Digits {
  return {
    count: end - start,
    images: digits.images.subarray(start * DIGIT_PIXELS, end * DIGIT_PIXELS),
    labels: digits.labels.subarray(start, end),
  };
}

/** Views the 784 ink bytes of one digit. */
export function imageAt(digits: Digits, index: number): Uint8Array {
  return digits.images.subarray(index * DIGIT_PIXELS, (index + 1) * DIGIT_PIXELS);
}
