/**
 * What a cell plans before anything is trained.
 *
 * @module
 */
import type { Digits } from "../dataset/digits.ts";
import { countFlaggedOnes } from "../training/flagged_ones.ts";
import type { Recipe } from "../training/recipe.ts";
import { createOneCycle } from "../training/schedule.ts";

/** The learning rate of every step that a recipe takes on some training digits. */
export function planLearningRates(recipe: Recipe, train: Digits): Float32Array {
  const images = train.count + countFlaggedOnes(train, recipe.flaggedOnes);
  return createOneCycle(recipe.epochs * Math.ceil(images / recipe.batchSize), recipe);
}

/** So many numbers evenly apart, the last one `last`, the first as far from zero as from the second. */
export function spaceEvenly(count: number, last: number): number[] {
  return Array.from({ length: count }, (_, i) => last * (i + 1) / count);
}
