import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { checkRecipe } from "../../lib/training/check_recipe.ts";
import { DEFAULT_RECIPE } from "../../lib/training/recipe.ts";

const refusal = (recipe: object, message: RegExp) =>
  assert.throws(
    () => checkRecipe(recipe),
    (error) => error instanceof InputError && message.test(error.message),
  );

Deno.test("checkRecipe() takes the default, without augmentation too", () => {
  checkRecipe({ ...DEFAULT_RECIPE, augmentation: null });
});

Deno.test("checkRecipe() names a misspelt setting and the one that was meant", () => {
  refusal({ ...DEFAULT_RECIPE, batchsize: 64 }, /^recipe: there is no batchsize; .* batchSize\?$/);
});

Deno.test("checkRecipe() names a setting that is missing or no number", () => {
  const { epochs: _, ...rest } = DEFAULT_RECIPE;
  refusal(rest, /^recipe\.epochs: expected a number, got none$/);
  refusal({ ...DEFAULT_RECIPE, emaDecay: NaN }, /^recipe\.emaDecay: .* got NaN$/);
});
