/**
 * Does it matter that a run was interrupted? The same run in one go, and stopped and resumed.
 *
 * @module
 */
import type { Model } from "../model/model.ts";
import { createLenet5 } from "../model/zoo/lenet5.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { TrainingData } from "./options.ts";
import { DEFAULT_RECIPE, type Recipe } from "./recipe.ts";
import type { Progress } from "./records.ts";
import { trainModel, type TrainOptions } from "./train.ts";

/** How the run is made, and where it is interrupted. */
export interface ResumeStudyOptions {
  /** What differs from the default recipe. */
  recipe: Partial<Recipe>;
  /** Threads of each run. */
  workers: number;
  /** Share of the run after which it is stopped, between 0 and 1. */
  stopAt: number;
}

/** What came of it. */
export interface ResumeStudy {
  /** Steps done when the run was stopped: the checkpoint's. */
  readonly stepsAtStop: number;
  /** Numbers that training decides. */
  readonly weights: number;
  /** How many of them the two runs disagree on, be it in the last bit. */
  readonly differing: number;
}

/**
 * Trains LeNet-5 twice with the same recipe: in one go, and stopped on the way, after which a new model goes on
 * from the checkpoint.
 *
 * @throws {RangeError} If the run ended before it could be stopped.
 */
export async function studyResuming(
  data: TrainingData,
  { recipe, workers, stopAt }: ResumeStudyOptions,
): Promise<ResumeStudy> {
  const full = { ...DEFAULT_RECIPE, ...recipe };
  const create = () => createLenet5({ classes: data.train.classes, seed: full.seed });
  const run = async (options: Partial<TrainOptions>, stop?: (progress: Progress) => void) => {
    const model = create();
    let checkpoint: Checkpoint | undefined;
    for await (const event of trainModel(model, data, { recipe: full, workers, ...options })) {
      if (event.type === "progress") stop?.(event.progress);
      if (event.type === "stopped") checkpoint = event.checkpoint;
    }
    return { model, checkpoint };
  };
  const stopper = new AbortController();
  const { checkpoint } = await run({ signal: stopper.signal, progressMs: 0 }, (progress) => {
    if (shareDone(progress, full.epochs) >= stopAt) stopper.abort();
  });
  if (!checkpoint) throw new RangeError(`stopAt: expected a share below 1, got ${stopAt}`);
  const [whole, resumed] = [await run({}), await run({ resumeFrom: checkpoint })];
  return {
    stepsAtStop: checkpoint.stepsDone,
    weights: whole.model.weights.reduce((sum, { values }) => sum + values.length, 0),
    differing: countDifferences(whole.model, resumed.model),
  };
}

/** Numbers that differ between two models of the same layers. */
export function countDifferences(first: Model, second: Model): number {
  return first.weights.reduce((sum, { values }, i) => {
    const others = second.weights[i].values;
    return sum + values.filter((value, k) => !Object.is(value, others[k])).length;
  }, 0);
}

function shareDone({ epoch, imagesDone, imagesPerEpoch }: Progress, epochs: number): number {
  return (epoch - 1 + imagesDone / imagesPerEpoch) / epochs;
}
