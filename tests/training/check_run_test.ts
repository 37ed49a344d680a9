import assert from "node:assert/strict";
import {
  DIGIT_CLASSES,
  IMAGE_PIXELS,
  type LabeledImages,
} from "../../lib/dataset/labeled_images.ts";
import { InputError } from "../../lib/errors.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { checkRecipe, checkRun } from "../../lib/training/check_run.ts";
import { DEFAULT_RECIPE, type Recipe } from "../../lib/training/recipe.ts";
import { trainModel, type TrainOptions } from "../../lib/training/train.ts";

const MODEL = createLenet5();

function createBlanks(count: number): LabeledImages {
  const images = new Uint8Array(count * IMAGE_PIXELS), labels = new Uint8Array(count);
  return { count, images, labels, classes: DIGIT_CLASSES };
}

const DATA = { train: createBlanks(3), validation: createBlanks(2) };
const OPTIONS = { recipe: DEFAULT_RECIPE, workers: 1 };

const refuses = (run: () => unknown, message: RegExp) =>
  assert.throws(run, (error) => error instanceof InputError && message.test(error.message));

Deno.test("checkRecipe() takes the default, without warps, and any change that means something", () => {
  for (const change of [{}, { augmentation: null }, { epochs: 1, seed: -3 }, { weightDecay: 0 }]) {
    checkRecipe({ ...DEFAULT_RECIPE, ...change });
  }
});

Deno.test("checkRecipe() names the setting, what was wanted and what came", () => {
  const partial = { epochs: 1 } as unknown as Recipe;
  refuses(
    () => checkRecipe(partial),
    /^recipe.batchSize: expected a whole number from 1 to 65536, got nothing$/,
  );
  refuses(
    () => checkRecipe(undefined as unknown as Recipe),
    /^recipe: expected an object, got nothing$/,
  );
  const wrong: [Record<string, unknown>, RegExp][] = [
    [{ epochs: 0 }, /^recipe.epochs: expected a whole number from 1 to 10000, got 0$/],
    [{ epochs: 1.5 }, /got 1.5$/],
    [{ epochs: "3" }, /^recipe.epochs: expected a whole number from 1 to 10000, got "3"$/],
    [{ peakLearningRate: 0 }, /^recipe.peakLearningRate: expected a number above 0, got 0$/],
    [{ peakLearningRate: NaN }, /got NaN$/],
    [{ warmupFraction: 2 }, /^recipe.warmupFraction: expected a number from 0 to 1, got 2$/],
    [{ seed: 0.5 }, /^recipe.seed: expected a whole number, got 0.5$/],
    [{ epochs: 1e308 }, /^recipe.epochs: expected a whole number, got 1e\+308$/],
    [{ epochs: 10_001 }, /got 10001$/],
    [{ learningRate: 1 }, /^recipe: expected epochs, batchSize, .*, got "learningRate"$/],
    [{ variants: null }, /^recipe.variants: expected an object, got nothing$/],
    [{ variants: { "slashed zero": 2 } }, /^recipe.variants.slashed zero: .* 0 to 1, got 2$/],
    [{ variants: { "slashed one": 0.1 } }, /^recipe.variants: expected slashed zero, .*one"$/],
    [{ augmentation: "strong" }, /^recipe.augmentation: expected an object, got "strong"$/],
    [{ augmentation: {} }, /^recipe.augmentation.rotationDegrees: expected a number from 0 to 360/],
  ];
  for (const [change, message] of wrong) {
    refuses(() => checkRecipe({ ...DEFAULT_RECIPE, ...change }), message);
  }
});

Deno.test("checkRun() names what is wrong with Workers, images, labels and classes", () => {
  checkRun(MODEL, DATA, OPTIONS);
  refuses(() => checkRun(MODEL, DATA, { ...OPTIONS, workers: 0 }), /^workers: .* got 0$/);
  const { train, validation } = DATA;
  const wrong: [unknown, RegExp][] = [
    [undefined, /^data.train.count: expected a whole number from 0 on, got nothing$/],
    [{ train }, /^data.validation.count/],
    [
      { validation, train: { ...train, images: new Uint8Array(3) } },
      /^data.train.images: .* 2352 bytes, got 3$/,
    ],
    [
      { validation, train: { ...train, labels: [0, 0, 0] } },
      /^data.train.labels: .* got a list$/,
    ],
    [
      { validation, train: { ...train, labels: Uint8Array.of(1, 2, 10) } },
      /0 to 9, got 10 for image 2$/,
    ],
    [
      { validation, train: { ...train, classes: ["yes", "no"] } },
      /^data.train.classes: expected the model's/,
    ],
  ];
  for (const [data, message] of wrong) {
    refuses(() => checkRun(MODEL, data as typeof DATA, OPTIONS), message);
  }
});

Deno.test("trainModel() refuses a backend that is none, before anything starts", async () => {
  const options = { ...OPTIONS, backend: "gpu" } as unknown as TrainOptions;
  await assert.rejects(trainModel(MODEL, DATA, options).next(), {
    name: "InputError",
    message: "backend: expected compiled, cpu, wasm, webgpu, got gpu",
  });
});
