/**
 * Recipes from cells and files, which no compiler has checked.
 *
 * @module
 */
import { closest } from "fastest-levenshtein";
import { InputError } from "../errors.ts";
import { DEFAULT_RECIPE, type Recipe } from "./recipe.ts";

/**
 * Refuses a recipe with a setting that does not exist (a misspelt one), lacks one, or has one that is no
 * number where a number is wanted.
 *
 * @throws {InputError} Naming the setting.
 */
export function checkRecipe(recipe: Partial<Recipe>): asserts recipe is Recipe {
  const known = Object.keys(DEFAULT_RECIPE) as (keyof Recipe)[];
  for (const name of Object.keys(recipe)) {
    if ((known as string[]).includes(name)) continue;
    throw new InputError(`recipe: there is no ${name}; did you mean ${closest(name, known)}?`);
  }
  for (const name of known) {
    const value = recipe[name];
    if (typeof DEFAULT_RECIPE[name] !== "number" || Number.isFinite(value)) continue;
    throw new InputError(`recipe.${name}: expected a number, got ${value ?? "none"}`);
  }
}
