/**
 * Trains an examiner: on the digits that a model was trained on, on other ways of writing them, and on what is no
 * digit.
 *
 * @module
 */
import { createHandDigits, createOutliers } from "../augmentation/outliers.ts";
import { createVariants, VARIANTS } from "../augmentation/variants.ts";
import { DIGIT_CLASSES, IMAGE_PIXELS, type LabeledImages } from "../dataset/labeled_images.ts";
import { createLenet4 } from "../model/zoo/lenet4.ts";
import { readNetwork } from "../model/read_network.ts";
import type { TrainingEvent } from "../training/events.ts";
import { DEFAULT_RECIPE, type Recipe } from "../training/recipe.ts";
import { trainCompiled } from "../training/train.ts";
import { type Examiner, roundExaminer } from "./examiner.ts";

/** How an examiner is trained. */
export interface ExaminerOptions {
  /** Passes over the images; more than the default make it no better. */
  epochs?: number;
  /** Decides which outliers it sees, and all else that is random. Default 0. */
  seed?: number;
  /** Workers that share each batch. */
  workers: number;
  /** Aborting it ends the training; there is no examiner then. */
  signal?: AbortSignal;
  /** Told how far it is. */
  onEvent?: (event: TrainingEvent) => void;
}

/** Passes over the images that suffice. */
export const EXAMINER_EPOCHS = 6;

/** Of the digits of a class, the share that is also written as each of its variants; slashed 0s are most like signs. */
const VARIANT_SHARE = 0.5, SLASHED = { "slashed zero": 1 };

/** Digits that suffice. */
const MOST_DIGITS = 30_000;

/** Images of each way in which a hand unlike MNIST's writes a digit, as a share of the digits. */
const HAND_SHARE = 0.006;

/** Images of what is no digit, as a share of the digits. */
const OUTLIER_SHARE = 0.6;

/** Of all images, the share that is given once more, degraded. */
const DEGRADED = 0.2;

/** The name of the class that is none. */
const NONE = "none";

/** What is held out to watch by; what it says is not used. */
const WATCHED = 512;

/** Whether there are examiners for models of these classes: it has to be known what is none of them. */
export function canExamine(classes: readonly string[]): boolean {
  return classes.join() === DIGIT_CLASSES.join();
}

/**
 * Trains an examiner.
 *
 * @param train Digits; see {@link canExamine}.
 * @returns Nothing if it was aborted.
 */
export async function trainExaminer(
  train: LabeledImages,
  { epochs = EXAMINER_EPOCHS, seed = 0, workers, signal, onEvent }: ExaminerOptions,
): Promise<Examiner | undefined> {
  const images = collectImages(takeFirst(train, MOST_DIGITS), seed);
  const model = createLenet4({ channels: [8, 16], units: [48], classes: images.classes, seed });
  const recipe: Recipe = { ...DEFAULT_RECIPE, epochs, seed, variants: {}, degraded: DEGRADED };
  const data = { train: images, validation: takeFirst(images, WATCHED) };
  for await (const event of trainCompiled(model, data, { recipe, workers, signal })) {
    onEvent?.(event);
    if (event.type === "stopped") return undefined;
  }
  const weights = Object.fromEntries(model.weights.map(({ name, values }) => [name, values]));
  // As it will be read, so that limits are set on what is used.
  return roundExaminer({ network: readNetwork(model.topology), weights });
}

/** Digits, their variants, and what is none. */
function collectImages(train: LabeledImages, seed: number): LabeledImages {
  const usual = Object.fromEntries(VARIANTS.map(({ name }) => [name, VARIANT_SHARE]));
  const variants = createVariants(train, { shares: { ...usual, ...SLASHED }, seed });
  const hand = createHandDigits(Math.round(HAND_SHARE * train.count), seed);
  const count = Math.round(OUTLIER_SHARE * (train.count + variants.count + hand.count));
  const labels = new Uint8Array(count).fill(train.classes.length);
  const outliers = { count, images: createOutliers(train, { count, seed }), labels };
  return joinImages([train, variants, hand, outliers], [...train.classes, NONE]);
}

function joinImages(
  parts: readonly Omit<LabeledImages, "classes">[],
  classes: readonly string[],
): LabeledImages {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const images = new Uint8Array(count * IMAGE_PIXELS), labels = new Uint8Array(count);
  let at = 0;
  for (const part of parts) {
    images.set(part.images, at * IMAGE_PIXELS);
    labels.set(part.labels, at);
    at += part.count;
  }
  return { count, images, labels, classes };
}

function takeFirst({ images, labels, classes }: LabeledImages, most: number): LabeledImages {
  const count = Math.min(most, labels.length);
  return {
    ...{ count, classes },
    images: images.subarray(0, count * IMAGE_PIXELS),
    labels: labels.subarray(0, count),
  };
}
