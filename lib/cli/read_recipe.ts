/**
 * `--recipe WHAT`: a recipe by name, or a file that changes some of its settings.
 *
 * @module
 */
import { InputError, isRefusal, reasonOf } from "../errors.ts";
import { checkRecipe } from "../training/check_run.ts";
import { type Recipe, RECIPES } from "../training/recipe.ts";
import { fromHere } from "./here.ts";

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
  checkFrom(what, recipe);
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
  const settings = parse(text);
  if (typeof settings === "object" && settings !== null && !Array.isArray(settings)) {
    return settings as Record<string, unknown>;
  }
  throw new InputError(
    `${path}: expected a JSON object of a recipe's settings, got something else`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkFrom(path: string, recipe: Recipe): void {
  try {
    checkRecipe(recipe);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${path}: ${error.message}`);
    throw error;
  }
}
