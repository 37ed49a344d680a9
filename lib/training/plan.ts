/**
 * How long a run is, told from its recipe and digits before it begins.
 *
 * @module
 */
import type { LabeledImages } from "../dataset/labeled_images.ts";
import { countExtraImages } from "../augmentation/extra_images.ts";
import type { Recipe } from "./recipe.ts";
import { createOneCycle } from "./schedule.ts";

/** The training digits, and those that the recipe makes from them. */
export function countImagesPerEpoch(recipe: Recipe, train: LabeledImages): number {
  return train.count + countExtraImages(train, recipe);
}

/** Batches of an epoch, the last one perhaps a short one. */
export function countStepsPerEpoch(recipe: Recipe, train: LabeledImages): number {
  return Math.ceil(countImagesPerEpoch(recipe, train) / recipe.batchSize);
}

/** The learning rate of every step of a run. */
export function planLearningRates(recipe: Recipe, train: LabeledImages): Float32Array {
  return createOneCycle(recipe.epochs * countStepsPerEpoch(recipe, train), recipe);
}
