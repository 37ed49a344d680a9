/**
 * How accuracy falls as images are corrupted.
 *
 * @module
 */
import type { Classifier } from "../classifier.ts";
import { IMAGE_PIXELS, imageAt, type LabeledImages } from "../dataset/labeled_images.ts";
import { type Corruption, CORRUPTIONS } from "./corruptions.ts";
import { wilsonInterval } from "../evaluation/interval.ts";
import { decodePredictions } from "../evaluation/predictions.ts";

/** Accuracy under one corruption. */
export interface RobustnessCurve {
  /** The corruption's name. */
  readonly name: string;
  /** Unit of the strength. */
  readonly unit: string;
  /** From the weakest strength to the strongest. */
  readonly points: readonly RobustnessPoint[];
}

/** Accuracy at one strength. */
export interface RobustnessPoint {
  /** In the corruption's own unit. */
  readonly strength: number;
  /** Share of the images classified correctly. */
  readonly accuracy: number;
  /** 95% Wilson interval of that share. */
  readonly accuracyInterval: readonly [number, number];
}

/**
 * Measures a classifier's accuracy under each corruption at each of its strengths.
 *
 * @example
 * ```ts
 * import { loadSplit, sliceImages } from "@lenet5/digits/dataset";
 * import { createClassifier } from "@lenet5/digits/inference";
 * import { loadModel } from "@lenet5/digits/model";
 * import { measureRobustness } from "@lenet5/digits/robustness";
 *
 * const { model } = await loadModel("models/lenet5");
 * const digits = sliceImages(await loadSplit("test"), 0, 50);
 * const curves = await measureRobustness(await createClassifier(model), digits);
 * ```
 */
export async function measureRobustness(
  classify: Classifier,
  images: LabeledImages,
  corruptions: readonly Corruption[] = CORRUPTIONS,
): Promise<RobustnessCurve[]> {
  const curves = [];
  for (const corruption of corruptions) {
    const points = [];
    for (const strength of corruption.strengths) {
      const probabilities = await classify(corrupt(images, corruption, strength));
      const predictions = decodePredictions(images.labels, probabilities);
      const correct = predictions.filter(({ label, predicted }) => label === predicted).length;
      points.push({
        strength,
        accuracy: correct / images.count,
        accuracyInterval: wilsonInterval(correct, images.count),
      });
    }
    curves.push({ name: corruption.name, unit: corruption.unit, points });
  }
  return curves;
}

function corrupt(images: LabeledImages, corruption: Corruption, strength: number): Uint8Array {
  const corrupted = new Uint8Array(images.count * IMAGE_PIXELS);
  for (let i = 0; i < images.count; i++) {
    corrupted.set(corruption.apply(imageAt(images, i), strength, i), i * IMAGE_PIXELS);
  }
  return corrupted;
}
