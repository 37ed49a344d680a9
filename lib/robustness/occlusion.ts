/**
 * Which parts of a digit a reader relies on, found by covering them (Zeiler & Fergus 2014, "Visualizing
 * and Understanding Convolutional Networks").
 *
 * @module
 */
import type { Classifier } from "../classifier.ts";
import {
  IMAGE_PIXELS,
  IMAGE_SIZE,
  imageAt,
  type LabeledImages,
} from "../dataset/labeled_images.ts";
import type { Prediction } from "../evaluation/predictions.ts";

/** What is covered, and what is watched. */
export interface OcclusionOptions {
  /** The digit whose probability is watched. */
  digit: number;
  /** Side of the blank square, odd. Default 5 pixels. */
  size?: number;
}

/**
 * Covers a digit with a blank square around each pixel in turn.
 *
 * @param image Ink bytes, 784.
 * @returns By how much the digit's probability falls where the square is centred, 784 numbers; negative
 * where it rises.
 */
export async function measureOcclusion(
  classify: Classifier,
  image: Uint8Array,
  { digit, size = 5 }: OcclusionOptions,
): Promise<Float32Array> {
  const images = new Uint8Array((IMAGE_PIXELS + 1) * IMAGE_PIXELS);
  for (let p = 0; p < IMAGE_PIXELS; p++) images.set(cover(image, p, size), p * IMAGE_PIXELS);
  images.set(image, IMAGE_PIXELS * IMAGE_PIXELS); // the last one is whole
  const probabilities = await classify(images);
  const classCount = probabilities.length / (IMAGE_PIXELS + 1);
  const probabilityOf = (index: number) => probabilities[index * classCount + digit];
  const whole = probabilityOf(IMAGE_PIXELS);
  return Float32Array.from({ length: IMAGE_PIXELS }, (_, p) => whole - probabilityOf(p));
}

/** Where a prediction comes from: one map for the digit read, one for the true digit if it differs. */
export interface Explanation {
  /** Position in the set that was classified. */
  readonly index: number;
  /** The digit whose probability was watched. */
  readonly digit: number;
  /** Whether the map explains the class that was read or the true one. */
  readonly role: "read" | "true";
  /** By how much its probability falls where the digit is covered, 784 numbers. */
  readonly falls: Float32Array;
}

/** Explains predictions by {@link measureOcclusion}. */
export async function explainPredictions(
  classify: Classifier,
  digits: LabeledImages,
  predictions: readonly Prediction[],
): Promise<Explanation[]> {
  const explanations: Explanation[] = [];
  for (const { index, digit, label } of predictions) {
    const watch = async (role: Explanation["role"], digit: number) => {
      const falls = await measureOcclusion(classify, imageAt(digits, index), { digit });
      explanations.push({ index, digit, role, falls });
    };
    await watch("read", digit);
    if (label !== digit) await watch("true", label);
  }
  return explanations;
}

function cover(image: Uint8Array, pixel: number, size: number): Uint8Array {
  const covered = image.slice(), reach = (size - 1) / 2;
  const column = pixel % IMAGE_SIZE, row = Math.floor(pixel / IMAGE_SIZE);
  const left = Math.max(0, column - reach), right = Math.min(IMAGE_SIZE, column + reach + 1);
  for (let y = Math.max(0, row - reach); y < Math.min(IMAGE_SIZE, row + reach + 1); y++) {
    covered.fill(0, y * IMAGE_SIZE + left, y * IMAGE_SIZE + right);
  }
  return covered;
}
