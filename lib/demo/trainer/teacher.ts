/**
 * Teaches a network digits that it misread, rehearsing old ones so that nothing is forgotten.
 *
 * @module
 */
import {
  DIGIT_CLASSES,
  IMAGE_PIXELS,
  type LabeledImages,
  sliceImages,
} from "../../dataset/labeled_images.ts";
import type { VariantShares } from "../../augmentation/variants.ts";
import { gatherImages } from "../../dataset/batches.ts";
import { SingleEngine } from "../../engine/single_engine.ts";
import { cloneModel, type Model } from "../../model/model.ts";
import { readNetwork } from "../../model/read_network.ts";
import { calibrate } from "../../reader/calibrate.ts";
import { encodeCalibration } from "../../reader/calibration.ts";
import { FINE_TUNING_RECIPE, mixRehearsal } from "../../training/fine_tuning.ts";
import type { Recipe } from "../../training/recipe.ts";
import { runTraining } from "../../training/run.ts";
import { describeModel } from "../site/describe_model.ts";
import type { DigitStore } from "./digit_store.ts";
import type { Change, Correction, Taught } from "./messages.ts";
import { Onlooker } from "./onlooker.ts";

/**
 * Small steps, many of them, for they are all that a lesson of half a second has. Of one or three digits that
 * LeNet-5 misread all were then read, and of the 10,000 test digits 42 and 44 were misread instead of 47; with
 * ten of MNIST's own misread ones, which are ambiguous or mislabelled, 80.
 */
const LESSON: Recipe = {
  ...FINE_TUNING_RECIPE,
  ...{ epochs: 1, batchSize: 32, peakLearningRate: 1e-3, emaDecay: 0.95 },
};

/** A single correction is shown this often more than `mixRehearsal` would, and ten of them as often. */
const MOST_REPEATS = 3;

/** Old digits to rehearse from, all in one file. */
const REHEARSED = 10_000;

/** Digits to watch by; what they say is not shown. */
const WATCHED = 64;

/** What a lesson builds on. */
export interface Pupil {
  model: Model;
  /** What it was trained on beside plain digits. */
  variants: VariantShares;
}

/**
 * Trains a copy of a network on corrections for a moment.
 *
 * @param module The kernels' build for a memory that is not shared.
 */
export async function teach(
  { model, variants }: Pupil,
  corrections: readonly Correction[],
  { digits, module }: { digits: DigitStore; module: WebAssembly.Module },
): Promise<Taught> {
  const own = gatherCorrections(corrections);
  const { train: rehearsed, validation } = await digits.loadTraining(REHEARSED);
  const test = await digits.loadTest();
  const onlooker = new Onlooker(model, module);
  const before = { own: onlooker.test(own), test: onlooker.test(test) };
  const taught = cloneModel(model), start = performance.now();
  const train = mixRehearsal(repeat(own), rehearsed, { seed: LESSON.seed });
  const data = { train, validation: sliceImages(validation, 0, WATCHED) };
  const run = runTraining(SingleEngine.create, taught, {
    data,
    options: { recipe: LESSON, workers: 1 },
  });
  await Array.fromAsync(run);
  const seconds = (performance.now() - start) / 1000;
  onlooker.update(taught);
  const change = (name: keyof typeof before, after: LabeledImages): Change => ({
    n: after.count,
    before: before[name].errors,
    after: onlooker.test(after).errors,
  });
  const changes = { own: change("own", own), test: change("test", test) };
  const all = { train: rehearsed, validation, variants, taught: own };
  const calibration = await calibrate(onlooker.classifier, readNetwork(taught.topology), all);
  const parts = describeModel(taught, encodeCalibration(calibration));
  return { ...changes, seconds, parts };
}

function repeat(own: LabeledImages): LabeledImages {
  const times = Math.max(1, Math.min(MOST_REPEATS, Math.round(10 / own.count)));
  return gatherImages(own, Array.from({ length: times * own.count }, (_, i) => i % own.count));
}

function gatherCorrections(corrections: readonly Correction[]): LabeledImages {
  const count = corrections.length, images = new Uint8Array(count * IMAGE_PIXELS);
  corrections.forEach(({ pixels }, i) => images.set(pixels, i * IMAGE_PIXELS));
  const labels = Uint8Array.from(corrections, ({ label }) => label);
  return { count, images, labels, classes: DIGIT_CLASSES };
}
