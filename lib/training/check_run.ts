/**
 * What a run is given, checked: JavaScript, JSON and notebooks can bring anything.
 *
 * @module
 */
import { IMAGE_PIXELS, type LabeledImages } from "../dataset/labeled_images.ts";
import { InputError } from "../errors.ts";
import type { Model } from "../model/model.ts";
import type { RunOptions, TrainingData } from "./options.ts";
import { DEFAULT_RECIPE, type Recipe } from "./recipe.ts";

/** What a number of the recipe must be. */
interface Range {
  least: number;
  most: number;
  whole?: boolean;
}

const COUNT: Range = { least: 1, most: Infinity, whole: true };
const SHARE: Range = { least: 0, most: 1 };
const POSITIVE: Range = { least: Number.MIN_VALUE, most: Infinity };
const AMOUNT: Range = { least: 0, most: Infinity };

/** Of settings that are not listed, the kind alone is checked: that of the default. */
const RANGES: Readonly<Record<string, Range>> = {
  epochs: COUNT,
  batchSize: COUNT,
  peakLearningRate: POSITIVE,
  warmupFraction: SHARE,
  weightDecay: AMOUNT,
  beta1: SHARE,
  beta2: SHARE,
  epsilon: AMOUNT,
  emaDecay: SHARE,
  labelSmoothing: SHARE,
  seed: { least: -Infinity, most: Infinity, whole: true },
  degraded: SHARE,
};

/**
 * Refuses a recipe that lacks a setting, has one that no recipe has, or a value that means nothing.
 *
 * @throws {InputError} With the setting, what was wanted and what came.
 */
export function checkRecipe(recipe: Recipe): void {
  const settings: Record<string, unknown> = { ...recipe };
  const names = Object.keys(DEFAULT_RECIPE);
  const unknown = Object.keys(settings).find((name) => !names.includes(name));
  if (unknown) throw new InputError(`recipe: expected ${names.join(", ")}, got ${unknown}`);
  for (const [name, usual] of Object.entries(DEFAULT_RECIPE)) {
    const value = settings[name], shown = `recipe.${name}`;
    if (name in RANGES) checkNumber(shown, value, RANGES[name]);
    else if (name === "augmentation") checkAugmentation(value);
    else if (typeof value !== typeof usual) {
      throw new InputError(`${shown}: expected a ${typeof usual}, got ${describe(value)}`);
    }
  }
}

/**
 * Refuses a run that cannot be: its recipe, its number of Workers, its images, or images of other classes
 * than the model's.
 *
 * @throws {InputError} With what was wanted and what came.
 */
export function checkRun(model: Model, data: TrainingData, { recipe, workers }: RunOptions): void {
  checkRecipe(recipe);
  checkNumber("workers", workers, COUNT);
  for (const name of ["train", "validation"] as const) {
    checkImages(`data.${name}`, data?.[name]);
    const names = model.classes.join(", "), came = data[name].classes.join(", ");
    if (names !== came) {
      throw new InputError(`data.${name}.classes: expected the model's, ${names}; got ${came}`);
    }
  }
}

function checkAugmentation(value: unknown): void {
  if (value === null) return;
  if (typeof value !== "object") {
    throw new InputError(`recipe.augmentation: expected an object or null, got ${describe(value)}`);
  }
  for (const name of Object.keys(DEFAULT_RECIPE.augmentation ?? {})) {
    checkNumber(`recipe.augmentation.${name}`, (value as Record<string, unknown>)[name], AMOUNT);
  }
}

function checkImages(name: string, images: LabeledImages): void {
  const { count, images: pixels, labels, classes } = images ?? {};
  checkNumber(`${name}.count`, count, { least: 0, most: Infinity, whole: true });
  checkBytes(`${name}.images`, pixels, count * IMAGE_PIXELS);
  checkBytes(`${name}.labels`, labels, count);
  if (!Array.isArray(classes)) {
    throw new InputError(`${name}.classes: expected names, got ${describe(classes)}`);
  }
  const wrong = labels.findIndex((label) => label >= classes.length);
  if (wrong < 0) return;
  throw new InputError(
    `${name}.labels: expected 0 to ${classes.length - 1}, got ${labels[wrong]} for image ${wrong}`,
  );
}

function checkBytes(name: string, bytes: Uint8Array, length: number): void {
  if (bytes instanceof Uint8Array && bytes.length === length) return;
  const came = bytes instanceof Uint8Array ? `${bytes.length}` : describe(bytes);
  throw new InputError(`${name}: expected a Uint8Array of ${length} bytes, got ${came}`);
}

function checkNumber(name: string, value: unknown, { least, most, whole = false }: Range): void {
  const isNumber = whole ? Number.isInteger(value) : Number.isFinite(value);
  if (isNumber && (value as number) >= least && (value as number) <= most) return;
  throw new InputError(
    `${name}: expected ${describeRange({ least, most, whole })}, got ${describe(value)}`,
  );
}

function describeRange({ least, most, whole }: Range): string {
  const kind = whole ? "a whole number" : "a number";
  if (Number.isFinite(most)) return `${kind} from ${least} to ${most}`;
  if (least === Number.MIN_VALUE) return `${kind} above 0`;
  return Number.isFinite(least) ? `${kind} from ${least} on` : kind;
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "object" && value !== null ? "an object" : `${value}`;
}
