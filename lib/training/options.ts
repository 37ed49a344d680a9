/**
 * What a training run is given.
 *
 * @module
 */
import type { LabeledImages } from "../dataset/labeled_images.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Recipe } from "./recipe.ts";

/** Digits to learn from, and digits held out to watch by. */
export interface TrainingData {
  /** To learn from. */
  train: LabeledImages;
  /** To watch by. */
  validation: LabeledImages;
}

/** How to run a recipe. */
export interface RunOptions {
  /** The run's settings. */
  recipe: Recipe;
  /** Workers that share each batch. */
  workers: number;
  /** Aborting it stops the run after the batch under way. */
  signal?: AbortSignal;
  /** Resume from here instead of from the model's weights. */
  resumeFrom?: Checkpoint;
  /** Kept in checkpoints: what the caller needs to take the run up again; plain JSON. */
  caller?: Record<string, unknown>;
  /**
   * Yield checkpoints: at epochs' ends (the first and the last always, others a second apart or more), and within an
   * epoch after this time without one, for which the training pauses between two batches.
   */
  checkpointMs?: number;
  /** Time between two progress events. Default 100 ms. */
  progressMs?: number;
}
