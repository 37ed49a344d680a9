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
import { countParameters } from "../../model/summarize.ts";
import { decodePredictions } from "../../evaluation/predictions.ts";
import { calibrate } from "../../reader/calibrate.ts";
import { encodeCalibration, type ReaderCalibration } from "../../reader/calibration.ts";
import { createRecognizer } from "../../reader/recognizer.ts";
import { FINE_TUNING_RECIPE, mixRehearsal, type Mixture } from "../../training/fine_tuning.ts";
import type { Recipe } from "../../training/recipe.ts";
import { runTraining } from "../../training/run.ts";
import { createPermutation } from "../../random.ts";
import { describeModel } from "../site/describe_model.ts";
import { blendModels } from "./blend.ts";
import type { DigitStore } from "./digit_store.ts";
import type { Change, Correction, Taught } from "./messages.ts";
import type { Onlooker } from "./onlooker.ts";

/**
 * Small steps, many of them, for they are all that a lesson of half a second has; then back as far as the
 * corrections stay learned ({@link retreat}). Ten corrections cost MNIST 0.02 points on average, 0.14 at most
 * (lib/training/EXPERIMENTS.md).
 */
const LESSON: Recipe = {
  ...FINE_TUNING_RECIPE,
  ...{ epochs: 1, batchSize: 32, peakLearningRate: 1e-3, emaDecay: 0.95 },
};

/** Of the digits of a lesson. */
const MIXTURE: Mixture = { seed: LESSON.seed, images: 6_000, newShare: 0.05, mostCopies: 180 };

/** A correction counts as well learned from this probability on. */
const WELL_LEARNED = 0.8;

/** Between the old weights and the new ones, in tenths. */
const STEPS = 10;

/** Old digits to choose from for rehearsal, all in one file. */
const OLD_DIGITS = 10_000;

/** How many are rehearsed; of these the hardest ones, which would be forgotten first. */
const REHEARSED = 5_700, HARDEST = 1_140;

/** Digits to watch by; what they say is not shown. */
const WATCHED = 64;

/** What a lesson builds on. */
export interface Pupil {
  model: Model;
  /** What it was trained on beside plain digits. */
  variants: VariantShares;
  /** What its answers are judged by, if that is known. */
  calibration?: ReaderCalibration;
}

/** A network that can be used. */
export interface Trained extends Pupil {
  /** How it was made, as in run.json. */
  run: Record<string, unknown>;
}

/** A taught network, and what the page shows of it. */
export interface Lesson {
  network: Trained;
  taught: Taught;
}

/**
 * Trains a copy of a network on corrections for a moment, and has its answers judged with regard to them.
 *
 * @param look Makes an onlooker.
 */
export async function teach(
  { model, variants, calibration: judgedBy }: Pupil,
  corrections: readonly Correction[],
  { digits, look }: { digits: DigitStore; look: (model: Model) => Onlooker },
): Promise<Lesson> {
  const own = gatherCorrections(corrections);
  const { train: old, validation } = await digits.loadTraining(OLD_DIGITS);
  const test = await digits.loadTest();
  const onlooker = look(model);
  const countMisread = (calibration?: ReaderCalibration) =>
    countMisreadCorrections(corrections, onlooker, calibration);
  const before = { own: await countMisread(judgedBy), test: onlooker.test(test).errors };
  const start = performance.now();
  const isToLearn = own.digits.count > 0, watched = sliceImages(validation, 0, WATCHED);
  const learned = isToLearn ? await learn(model, own.digits, { old, watched, onlooker }) : model;
  const seconds = (performance.now() - start) / 1000;
  onlooker.update(learned);
  const lessons = { digits: own.digits.images, others: own.others };
  const calibration = await calibrate(onlooker.classifier, readNetwork(learned.topology), {
    ...{ train: old, validation, variants, lessons, examiner: judgedBy?.examiner },
  });
  const after = { own: await countMisread(calibration), test: onlooker.test(test).errors };
  const taught = {
    own: { n: corrections.length, before: before.own, after: after.own },
    test: { n: test.count, before: before.test, after: after.test },
    ...{ seconds, parts: describeModel(learned, encodeCalibration(calibration)) },
  };
  const run = describeLesson(learned, taught, variants);
  return { taught, network: { model: learned, variants, calibration, run } };
}

/** The record of a taught network; `fineTuning` is as `deno task train --from` writes it. */
function describeLesson(
  model: Model,
  { own, test, seconds }: Taught,
  variants: VariantShares,
): Record<string, unknown> {
  const { all, trainable } = countParameters(model);
  const toAccuracy = ({ n, before, after }: Change) => ({
    ...{ n, before: 1 - before / n, after: 1 - after / n },
  });
  return {
    command: "taught in the page",
    ...{ parameters: all, trainableParameters: trainable, backend: "compiled", workers: 1 },
    recipe: { ...LESSON, variants },
    data: { name: "mnist", corrections: own.n },
    wallSeconds: Math.round(seconds * 100) / 100,
    test: { n: test.n, accuracy: 1 - test.after / test.n, errors: test.after },
    fineTuning: { own: toAccuracy(own), mnist: toAccuracy(test) },
  };
}

/** Trains a copy of a network, as far as it takes. */
async function learn(
  model: Model,
  own: LabeledImages,
  { old, watched, onlooker }: { old: LabeledImages; watched: LabeledImages; onlooker: Onlooker },
): Promise<Model> {
  const fullyTaught = cloneModel(model);
  const data = {
    train: mixRehearsal(own, chooseRehearsed(old, onlooker), MIXTURE),
    validation: watched,
  };
  const options = { recipe: LESSON, workers: 1 };
  await Array.fromAsync(runTraining(SingleEngine.create, fullyTaught, { data, options }));
  return retreat({ from: fullyTaught, to: model }, own, onlooker);
}

/** Corrections of which something else is said; of what is no digit, anything but that. */
async function countMisreadCorrections(
  corrections: readonly Correction[],
  { classifier }: Onlooker,
  calibration?: ReaderCalibration,
): Promise<number> {
  const classify = (images: Uint8Array) => Promise.resolve(classifier.classify(images));
  const parts = { classes: DIGIT_CLASSES, classify, classifier, calibration };
  const recognizer = await createRecognizer(parts);
  const { images } = gatherImagesOf(corrections), probabilities = classifier.classify(images);
  const verdicts = recognizer.judge(images, probabilities);
  return corrections.filter(({ label }, i) => {
    const row = probabilities.subarray(10 * i, 10 * i + 10);
    const said = verdicts[i] === "foreign" ? undefined : row.indexOf(Math.max(...row));
    return said !== label;
  }).length;
}

/** The hardest of the old digits, and others. */
function chooseRehearsed(old: LabeledImages, { classifier }: Onlooker): LabeledImages {
  const hardest = decodePredictions(old.labels, classifier.classify(old.images))
    .sort((a, b) => a.labelProbability - b.labelProbability)
    .slice(0, HARDEST)
    .map(({ index }) => index);
  const others = createPermutation(old.count, LESSON.seed).subarray(0, REHEARSED - HARDEST);
  return gatherImages(old, [...hardest, ...others]);
}

/**
 * Goes back from the new weights towards the old ones as long as the corrections stay as well learned: the
 * nearer to the old ones, the less is forgotten (Wortsman et al. 2022, "Robust fine-tuning of zero-shot
 * models").
 */
function retreat(
  { from, to }: { from: Model; to: Model },
  corrections: LabeledImages,
  onlooker: Onlooker,
): Model {
  const countLearned = (model: Model) => {
    onlooker.update(model);
    const probabilities = onlooker.classifier.classify(corrections.images);
    const predictions = decodePredictions(corrections.labels, probabilities);
    const right = predictions.filter(({ label, predicted }) => label === predicted);
    const well = right.filter(({ confidence }) => confidence >= WELL_LEARNED);
    return { right: right.length, well: well.length };
  };
  const wanted = countLearned(from);
  for (let step = 1; step < STEPS; step++) {
    const model = blendModels(to, from, step / STEPS), learned = countLearned(model);
    if (learned.right >= wanted.right && learned.well >= wanted.well) return model;
  }
  return from;
}

/** Digits with their labels, and the ink bytes of what is none. */
function gatherCorrections(
  corrections: readonly Correction[],
): { digits: LabeledImages; others: Uint8Array } {
  const isDigit = ({ label }: Correction) => label !== undefined;
  const digits = corrections.filter(isDigit);
  const labels = Uint8Array.from(digits, ({ label }) => label!);
  return {
    digits: { ...gatherImagesOf(digits), labels, classes: DIGIT_CLASSES },
    others: gatherImagesOf(corrections.filter((each) => !isDigit(each))).images,
  };
}

function gatherImagesOf(
  corrections: readonly Correction[],
): { count: number; images: Uint8Array<ArrayBuffer> } {
  const count = corrections.length, images = new Uint8Array(count * IMAGE_PIXELS);
  corrections.forEach(({ pixels }, i) => images.set(pixels, i * IMAGE_PIXELS));
  return { count, images };
}
