/**
 * Which parts of an image a classifier relies on, found by occluding them (Zeiler & Fergus 2014,
 * "Visualizing and Understanding Convolutional Networks").
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

/** What is occluded, and which probability is monitored. */
export interface OcclusionOptions {
  /** The class whose probability is monitored. */
  label: number;
  /** Side of the blank square in pixels, odd. Default 5. */
  size?: number;
}

/**
 * Occludes an image with a blank square centred on each pixel in turn.
 *
 * @param image Ink bytes, 784.
 * @returns Drop of the class's probability by the square's centre, 784 numbers; negative where it rises.
 */
export async function measureOcclusion(
  classify: Classifier,
  image: Uint8Array,
  { label, size = 5 }: OcclusionOptions,
): Promise<Float32Array> {
  const images = new Uint8Array((IMAGE_PIXELS + 1) * IMAGE_PIXELS);
  for (let p = 0; p < IMAGE_PIXELS; p++) images.set(occlude(image, p, size), p * IMAGE_PIXELS);
  images.set(image, IMAGE_PIXELS * IMAGE_PIXELS); // the last one is not occluded
  const probabilities = await classify(images);
  const classCount = probabilities.length / (IMAGE_PIXELS + 1);
  const probabilityOf = (index: number) => probabilities[index * classCount + label];
  const whole = probabilityOf(IMAGE_PIXELS);
  return Float32Array.from({ length: IMAGE_PIXELS }, (_, p) => whole - probabilityOf(p));
}

/** An occlusion map that explains a prediction, for the predicted class or for the true one. */
export interface Explanation {
  /** Position in the set that was classified. */
  readonly index: number;
  /** The class whose probability was monitored. */
  readonly label: number;
  /** Whether the map explains the predicted class or the true one. */
  readonly role: "predicted" | "true";
  /** Drop of its probability by the square's centre, 784 numbers. */
  readonly drops: Float32Array;
}

/**
 * Explains predictions by {@link measureOcclusion}: a map for the predicted class of each, and one for
 * the true class where it differs.
 *
 * @param images The set that was classified.
 */
export async function explainPredictions(
  classify: Classifier,
  images: LabeledImages,
  predictions: readonly Prediction[],
): Promise<Explanation[]> {
  const explanations: Explanation[] = [];
  for (const { index, predicted, label: truth } of predictions) {
    const explain = async (role: Explanation["role"], label: number) => {
      const drops = await measureOcclusion(classify, imageAt(images, index), { label });
      explanations.push({ index, label, role, drops });
    };
    await explain("predicted", predicted);
    if (predicted !== truth) await explain("true", truth);
  }
  return explanations;
}

function occlude(image: Uint8Array, pixel: number, size: number): Uint8Array {
  const occluded = image.slice(), reach = (size - 1) / 2;
  const column = pixel % IMAGE_SIZE, row = Math.floor(pixel / IMAGE_SIZE);
  const left = Math.max(0, column - reach), right = Math.min(IMAGE_SIZE, column + reach + 1);
  for (let y = Math.max(0, row - reach); y < Math.min(IMAGE_SIZE, row + reach + 1); y++) {
    occluded.fill(0, y * IMAGE_SIZE + left, y * IMAGE_SIZE + right);
  }
  return occluded;
}
