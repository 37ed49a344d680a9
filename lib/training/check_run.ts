/**
 * What a run is given, checked: JavaScript, JSON and notebooks can bring anything.
 *
 * @module
 */
import * as v from "valibot";
import { VARIANTS } from "../augmentation/variants.ts";
import { IMAGE_PIXELS, IMAGE_SIZE, type LabeledImages } from "../dataset/labeled_images.ts";
import { describe } from "../describe.ts";
import { InputError } from "../errors.ts";
import type { Model } from "../model/model.ts";
import { amount, validate, whole } from "../validate.ts";
import type { RunOptions, TrainingData } from "./options.ts";
import type { Recipe } from "./recipe.ts";

/** Longer runs are not meant; as `--epochs` has it. */
const MOST_EPOCHS = 10_000;

/** Larger batches than any set of MNIST's size has. */
const MOST_BATCH = 65_536;

const share = amount(0, 1);

/** Warps beyond these leave nothing of a digit. */
const AUGMENTATION = v.strictObject({
  rotationDegrees: amount(0, 360),
  scale: share,
  aspect: share,
  shear: amount(0, 10),
  shiftPixels: amount(0, IMAGE_SIZE),
  elasticPixels: amount(0, IMAGE_SIZE),
});

const VARIANT_SHARES = v.strictObject(
  Object.fromEntries(VARIANTS.map(({ name }) => [name, v.optional(share)])),
);

const RECIPE = v.strictObject({
  epochs: whole(1, MOST_EPOCHS),
  batchSize: whole(1, MOST_BATCH),
  peakLearningRate: v.pipe(amount(0), v.gtValue(0, "a number above 0")),
  warmupFraction: share,
  weightDecay: amount(0),
  beta1: share,
  beta2: share,
  epsilon: amount(0),
  emaDecay: share,
  labelSmoothing: share,
  seed: whole(Number.MIN_SAFE_INTEGER),
  augmentation: v.nullable(AUGMENTATION),
  variants: VARIANT_SHARES,
  degraded: share,
});

/**
 * Refuses a recipe that lacks a setting, has one that no recipe has, or a value that means nothing.
 *
 * @param shown What errors name first, such as a file.
 * @throws {InputError} With the setting, what was wanted and what came.
 */
export function checkRecipe(recipe: Recipe, shown = ""): void {
  try {
    validate(v.object({ recipe: RECIPE }), { recipe }, shown);
  } catch (error) {
    throw new InputError((error as Error).message);
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
  checkCount("workers", workers, 1);
  for (const name of ["train", "validation"] as const) {
    checkImages(`data.${name}`, data?.[name]);
    const names = model.classes.join(", "), came = data[name].classes.join(", ");
    if (names !== came) {
      throw new InputError(`data.${name}.classes: expected the model's, ${names}; got ${came}`);
    }
  }
}

function checkImages(name: string, images: LabeledImages): void {
  const { count, images: pixels, labels, classes } = images ?? {};
  checkCount(`${name}.count`, count, 0);
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

function checkCount(name: string, value: unknown, least: number): void {
  if (Number.isSafeInteger(value) && (value as number) >= least) return;
  throw new InputError(
    `${name}: expected a whole number from ${least} on, got ${describe(value)}`,
  );
}
