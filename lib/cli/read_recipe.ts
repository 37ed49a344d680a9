/**
 * `--recipe WHAT`: a recipe by name, or a file that changes some of its settings.
 *
 * @module
 */
import * as v from "valibot";
import { InputError, isRefusal, reasonOf } from "../errors.ts";
import { checkRecipe } from "../training/check_run.ts";
import { type Recipe, RECIPES } from "../training/recipe.ts";
import { parseJson, validate } from "../validate.ts";
import { fromHere } from "./here.ts";

const SETTINGS = v.record(v.string(), v.unknown());

/**
 * Reads a recipe.
 *
 * @param what A name of {@link RECIPES}, or a JSON file of settings; all others are taken from `base`.
 * @throws {InputError} If there is neither, or if a setting is unknown or means nothing.
 */
export async function readRecipe(what: string, base: Recipe): Promise<Recipe> {
  if (Object.hasOwn(RECIPES, what)) return RECIPES[what];
  const settings = await readSettings(what);
  const { augmentation } = settings;
  const isPartial = typeof augmentation === "object" && augmentation !== null;
  const recipe = {
    ...base,
    ...settings,
    ...isPartial && { augmentation: { ...base.augmentation, ...augmentation } },
  } as Recipe;
  checkRecipe(recipe, what);
  return recipe;
}

async function readSettings(path: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await Deno.readTextFile(fromHere(path));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const names = Object.keys(RECIPES).join(", ");
    throw new InputError(
      `--recipe ${path}: expected ${names} or a file of settings: ${reasonOf(error)}`,
    );
  }
  try {
    return validate(SETTINGS, parseJson(text));
  } catch (error) {
    throw new InputError(`${path}: ${(error as Error).message}`);
  }
}
