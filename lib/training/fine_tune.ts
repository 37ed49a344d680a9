/**
 * Fine-tuning in one call: a copy of a model learns new images and rehearses old ones.
 *
 * @module
 */
import type { LabeledImages } from "../dataset/labeled_images.ts";
import { cloneModel, type Model } from "../model/model.ts";
import type { TrainingEvent } from "./events.ts";
import { FINE_TUNING_RECIPE, mixRehearsal } from "./fine_tuning.ts";
import type { Recipe } from "./recipe.ts";
import { trainModel } from "./train.ts";

/** What a copy of a model learns from, and how. */
export interface FineTuning {
  /** What is to be learned. */
  images: LabeledImages;
  /** Old training images to rehearse; without them the old is soon forgotten. */
  rehearsed?: LabeledImages;
  /** Images that each epoch is judged by. */
  validation: LabeledImages;
  /** What differs from {@link FINE_TUNING_RECIPE}. */
  recipe?: Partial<Recipe>;
  /** Threads to train on. */
  workers: number;
  /** Aborting it ends the training after the step under way. */
  signal?: AbortSignal;
}

/**
 * Starts the fine-tuning of a copy; the model itself stays as it is.
 *
 * @returns The copy, which has its weights once the events have ended, and the whole recipe.
 */
export function fineTuneCopy(
  model: Model,
  { images, rehearsed, validation, recipe: changes, workers, signal }: FineTuning,
): { model: Model; recipe: Recipe; events: AsyncGenerator<TrainingEvent, void> } {
  const copy = cloneModel(model), recipe = { ...FINE_TUNING_RECIPE, ...changes };
  const train = mixRehearsal(images, rehearsed, { seed: recipe.seed });
  const events = trainModel(copy, { train, validation }, { recipe, workers, signal });
  return { model: copy, recipe, events };
}
