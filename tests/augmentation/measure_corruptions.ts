/**
 * Measures how well a network reads corrupted digits.
 *
 * @module
 */
import { IMAGE_PIXELS, imageAt, type LabeledImages } from "../../lib/dataset/labeled_images.ts";
import type { Classifier } from "../../lib/classifier.ts";
import { createRandom } from "../../lib/random.ts";
import { type Corruption, CORRUPTIONS } from "./corruptions.ts";

/** Share of right answers under one corruption. */
export interface CorruptedAccuracy {
  name: string;
  isSeen: boolean;
  /** 0 to 1. */
  accuracy: number;
}

/** Corrupts all digits in each of the fifteen ways, and classifies them. */
export async function measureCorruptions(
  classify: Classifier,
  digits: LabeledImages,
): Promise<CorruptedAccuracy[]> {
  const accuracies: CorruptedAccuracy[] = [];
  for (const corruption of CORRUPTIONS) {
    const { name, isSeen } = corruption;
    const accuracy = await measureAccuracy(classify, digits, corruptAll(digits, corruption));
    accuracies.push({ name, isSeen, accuracy });
  }
  return accuracies;
}

/** Share of the digits that are read right in these images of them. */
export async function measureAccuracy(
  classify: Classifier,
  { labels, count, classes }: LabeledImages,
  images: Uint8Array,
): Promise<number> {
  const probabilities = await classify(images);
  const right = labels.filter((label, i) => {
    const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / count;
}

/** The mean accuracy. */
export const meanAccuracy = (results: readonly CorruptedAccuracy[]): number =>
  results.reduce((sum, { accuracy }) => sum + accuracy, 0) / results.length;

/** The number of each digit decides what is random in it. */
function corruptAll(digits: LabeledImages, { apply }: Corruption): Uint8Array {
  const images = new Uint8Array(digits.count * IMAGE_PIXELS);
  for (let i = 0; i < digits.count; i++) {
    const field = Float32Array.from(imageAt(digits, i), (byte) => byte / 255);
    const corrupted = apply(field, createRandom(i));
    const bytes = corrupted.map((ink) => Math.floor(255 * Math.min(1, Math.max(0, ink))));
    images.set(bytes, i * IMAGE_PIXELS);
  }
  return images;
}
