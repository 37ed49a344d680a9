/**
 * What a training run drives, whatever computes behind it.
 *
 * @module
 */
import type { LabeledImages } from "../dataset/labeled_images.ts";
import type { Augmentation } from "../augmentation/warp.ts";
import type { Model } from "../model/model.ts";

/** What does not change from step to step. */
export interface StepOptions {
  /** Seed of warps and dropout. */
  seed: number;
  /** How images are warped; without it they are not. */
  augmentation?: Augmentation;
  /** Share of the target probability that is spread over all classes. */
  labelSmoothing: number;
  /** AdamW. */
  weightDecay: number;
  /** Decay of the mean gradient. */
  beta1: number;
  /** Decay of the mean squared gradient. */
  beta2: number;
  /** Added to the divisor of a step. */
  epsilon: number;
  /** Share of itself that the averaged model keeps at a step, once warmed up. */
  emaDecay: number;
}

/** Which part of the epoch's order a step trains on. */
export interface StepBatch {
  /** Steps since the start of the run. */
  step: number;
  epoch: number;
  /** Position in the epoch's order of the first image, and how many. */
  first: number;
  images: number;
}

/** What an engine is made for. */
export interface EngineOptions {
  /** Sets of images, laid one after the other; indices count through all of them. */
  images: LabeledImages[];
  /** Images per step. */
  batchSize: number;
  /** Workers that share each batch. */
  workers: number;
  /** Learning rate of every step of the run. */
  learningRates: Float32Array;
  /** What does not change from step to step. */
  step: StepOptions;
}

/** Which part of an epoch to train on. */
export interface EpochPart {
  /** From 0. */
  epoch: number;
  /** Steps done before. */
  step: number;
  /** Indices of the images in the order of training. */
  order: Uint32Array;
  /** How many of them have been trained on. */
  position: number;
}

/**
 * Everything that training changes: enough to resume as if never interrupted. How the arrays are laid out
 * is the engine's own affair.
 */
export type EngineState = Record<
  | "weights"
  | "average"
  | "firstMoment"
  | "secondMoment"
  | "movingStatistics"
  | "averageStatistics",
  Float32Array
>;

/** Running figures of the epoch so far. */
export interface Totals {
  /** Σ cross-entropy over the images seen. */
  lossSum: number;
  /** Images whose most probable class was the right one. */
  correct: number;
}

/** A model, its images and its optimiser, ready to train; {@link Engine.close} frees what it holds. */
export interface Engine {
  /** What computes: "compiled", or a backend of tfjs. */
  readonly backend: string;
  /** Which build of it: another one rounds differently, and ends with other weights. */
  readonly build: string;
  /** Steps done since the engine was made; may be read while it trains. */
  readonly stepsDone: number;
  /** Loss and correct answers since {@link Engine.resetTotals}; may be read while it trains. */
  readonly totals: Totals;
  /** Starts the totals from given figures (an epoch that was interrupted), or from nothing. */
  resetTotals(totals?: Totals): void;
  /**
   * Trains on the rest of an epoch, or up to the batch after {@link Engine.requestStop}.
   *
   * @returns Position in the order up to which images have been trained on.
   * @throws {WorkerError} If a Worker dies.
   */
  train(part: EpochPart): Promise<number>;
  /** Makes the training stop after the batch under way. */
  requestStop(): void;
  /**
   * Classifies images with the averaged weights.
   *
   * @returns Probabilities `[end − first, classes]`, a copy.
   */
  predict(first: number, end: number): Promise<Float32Array>;
  /** Copies the state out. */
  readState(): Promise<EngineState>;
  /**
   * Copies a state in, left after `stepsDone` steps.
   *
   * @throws {RangeError} If it is the state of another model.
   */
  writeState(state: EngineState, stepsDone: number): void;
  /** Writes the averaged weights and statistics into the model. */
  writeTo(model: Model): Promise<void>;
  /** Frees what the engine holds. */
  close(): void;
}

/** A Worker died; the run cannot go on in this engine. */
export class WorkerError extends Error {
  override name = "WorkerError";
}
