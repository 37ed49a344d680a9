/**
 * Small training runs, and what comes out of them.
 *
 * @module
 */
import type { LabeledImages } from "../../lib/dataset/labeled_images.ts";
import type { Model } from "../../lib/model/model.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import type { Checkpoint } from "../../lib/training/checkpoint.ts";
import type { TrainingEvent } from "../../lib/training/events.ts";
import type { RunOptions, TrainingData } from "../../lib/training/options.ts";
import type { Recipe } from "../../lib/training/recipe.ts";
import type { EpochRecord, Progress } from "../../lib/training/records.ts";
import { AUGMENTATION, createImages } from "../engine/in_process.ts";

/** Five batches of 20 an epoch, the last one ragged. */
export const DATA: TrainingData = { train: createImages(93), validation: createImages(21, 2) };

export const RECIPE: Recipe = {
  ...{ epochs: 3, batchSize: 20, peakLearningRate: 6e-3, warmupFraction: 0.2, weightDecay: 1e-2 },
  ...{ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, emaDecay: 0.998, labelSmoothing: 0 },
  ...{ seed: 4, augmentation: AUGMENTATION, variants: {}, degraded: 0 },
};

/** Nothing random but the order. */
export const PLAIN_RECIPE: Recipe = { ...RECIPE, augmentation: null };

/** Digits that can be learned: a bright bar whose row is the label. */
export function createBars(count: number): LabeledImages {
  const { images, labels, classes } = createImages(count, 5);
  const faint = images.map((ink) => ink >> 2);
  labels.forEach((label, i) => {
    faint.fill(255, i * 784 + (2 * label + 3) * 28, i * 784 + (2 * label + 5) * 28);
  });
  return { count, images: faint, labels, classes };
}

/** A way of training, such as `trainCompiled`. */
export type Train = (
  model: Model,
  data: TrainingData,
  options: RunOptions,
) => AsyncGenerator<TrainingEvent, void>;

/** What a run came to. */
export interface Outcome {
  progress: Progress[];
  records: EpochRecord[];
  checkpoint?: Checkpoint;
  /** Taken while the run went on. */
  checkpoints: Checkpoint[];
  /** All of the model's weights after the run. */
  weights: Float32Array[];
}

/** What to train, and how. */
export interface FollowOptions extends RunOptions {
  /** Default: LeNet-5. */
  createModel?: () => Model | Promise<Model>;
  data?: TrainingData;
  onEvent?: (event: TrainingEvent) => void;
}

/** Trains a new model and collects what is reported. */
export async function follow(
  train: Train,
  {
    createModel = () => createLenet5({ seed: 2 }),
    data = DATA,
    onEvent = () => {},
    ...options
  }: FollowOptions,
): Promise<Outcome> {
  const model = await createModel();
  const outcome: Outcome = { progress: [], records: [], checkpoints: [], weights: [] };
  for await (const event of train(model, data, options)) {
    if (event.type === "progress") outcome.progress.push(event.progress);
    if (event.type === "epoch") outcome.records.push(event.record);
    if (event.type === "checkpoint") outcome.checkpoints.push(event.checkpoint);
    if (event.type === "stopped") outcome.checkpoint = event.checkpoint;
    onEvent(event);
  }
  outcome.weights = model.weights.map(({ values }) => values);
  return outcome;
}

/** The checkpoint of a run that is stopped at the first event that `isTime` finds right. */
export async function interrupt(
  train: Train,
  options: FollowOptions,
  isTime: (event: TrainingEvent) => boolean,
): Promise<Checkpoint> {
  const controller = new AbortController();
  const { checkpoint } = await follow(train, {
    ...options,
    signal: controller.signal,
    onEvent: (event) => isTime(event) && controller.abort(),
  });
  if (!checkpoint) throw new Error("the run was over before it could be interrupted");
  return checkpoint;
}
