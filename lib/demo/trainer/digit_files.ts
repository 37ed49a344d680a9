/**
 * MNIST's digits as the files that the page loads: labels, then images, deflated.
 *
 * @module
 */
import {
  DIGIT_CLASSES,
  IMAGE_PIXELS,
  type LabeledImages,
  sliceImages,
} from "../../dataset/labeled_images.ts";

/** One file, and how many digits it holds. */
export interface DigitFile {
  path: string;
  count: number;
}

/** The 55,000 training digits in their order. */
export const TRAINING_FILES: readonly DigitFile[] = Array.from({ length: 6 }, (_, index) => ({
  path: `digits/train-${index + 1}.bin`,
  count: index < 5 ? 10_000 : 5_000,
}));

/** The 5,000 digits by which a run is watched and a model's limits are set. */
export const VALIDATION_FILE: DigitFile = { path: "digits/validation.bin", count: 5_000 };

/** Every fifth test digit: its second half was written by other people and is harder than the first. */
export const TEST_FILE: DigitFile = { path: "digits/test.bin", count: 2_000 };

/** Digits that a file takes on average, in bytes; for what is said before loading. */
export const BYTES_PER_DIGIT = 164;

/** The files that hold the first `count` training digits. */
export function listTrainingFiles(count: number): DigitFile[] {
  let first = 0;
  return TRAINING_FILES.filter((file) => (first += file.count) - file.count < count);
}

/** Joins labels and images into one file's content, not yet deflated. */
export function packDigits({ labels, images }: LabeledImages): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(labels.length + images.length);
  bytes.set(labels);
  bytes.set(images, labels.length);
  return bytes;
}

/**
 * Reads a file's content.
 *
 * @throws {Error} If it is not that of `count` digits.
 */
export function unpackDigits(bytes: Uint8Array, { path, count }: DigitFile): LabeledImages {
  const wanted = count * (1 + IMAGE_PIXELS);
  if (bytes.length !== wanted) {
    throw new Error(`${path}: expected ${wanted} bytes, got ${bytes.length}`);
  }
  const labels = bytes.subarray(0, count), images = bytes.subarray(count);
  return { count, images, labels, classes: DIGIT_CLASSES };
}

/** Joins sets, and keeps the first `count` digits. */
export function joinDigits(sets: readonly LabeledImages[], count: number): LabeledImages {
  const [first, ...others] = sets;
  if (others.length === 0) return sliceImages(first, 0, count);
  const images = new Uint8Array(count * IMAGE_PIXELS), labels = new Uint8Array(count);
  let at = 0;
  for (const set of sets) {
    const part = sliceImages(set, 0, Math.min(set.count, count - at));
    images.set(part.images, at * IMAGE_PIXELS);
    labels.set(part.labels, at);
    at += part.count;
  }
  return { count, images, labels, classes: first.classes };
}
