/**
 * Recipes for sets of any size.
 *
 * @module
 */
import type { Recipe } from "./recipe.ts";

/** Below this many steps a run has not converged, above it a small set gains nothing more. */
const LEAST_STEPS = 1_500;

/** A batch is an eighth of the set at most, so that an epoch has steps enough to average over. */
const LEAST_STEPS_PER_EPOCH = 8;

/** Epochs beyond which small sets only take time. */
const MOST_EPOCHS = 300;

/** Batches come in blocks of eight images. */
const BLOCK = 8;

/**
 * Fits batch size and epochs of a recipe to the number of training images; sets of MNIST's size keep
 * both as they are.
 *
 * @param count Training images.
 */
export function fitRecipe(recipe: Recipe, count: number): Pick<Recipe, "epochs" | "batchSize"> {
  const eighth = Math.floor(count / LEAST_STEPS_PER_EPOCH / BLOCK) * BLOCK;
  const batchSize = Math.max(BLOCK, Math.min(recipe.batchSize, eighth));
  const stepsPerEpoch = Math.ceil(count / batchSize);
  const needed = Math.ceil(LEAST_STEPS / stepsPerEpoch);
  return { batchSize, epochs: Math.max(recipe.epochs, Math.min(MOST_EPOCHS, needed)) };
}
