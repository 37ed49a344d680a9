/**
 * What the optimiser and its learning rate decide, seen on short runs.
 *
 * @module
 */
import type { LabeledImages } from "../dataset/labeled_images.ts";
import { cloneModel, type Model } from "../model/model.ts";
import type { ModelFrame } from "../model/model_frames.ts";
import type { OptimizerName } from "./optimizers.ts";
import { type PlainStep, trainPlainly } from "./plain_training.ts";

/** A named curve; see plots/curves.ts. */
export interface StudyCurve {
  /** As a legend shows it. */
  readonly name: string;
  /** From left to right. */
  readonly points: { x: number; y: number }[];
}

/** A budget that all runs of a study share. */
export interface StudyBudget {
  /** Batches that each run trains on. */
  steps: number;
  /** Images of a batch. */
  batchSize: number;
  /** Decides the order of the images; 0 by default. */
  seed?: number;
  /** Aborting it ends the run after the step under way. */
  signal?: AbortSignal;
}

/** Steps that a curve's points are smoothed over: single batches scatter. */
const SMOOTHING = 0.9;

/** Trains from the same weights on the same batches with each optimiser; smoothed losses by step. */
export async function compareOptimizers(
  model: Model,
  digits: LabeledImages,
  { learningRates, ...budget }: StudyBudget & {
    learningRates: Readonly<Partial<Record<OptimizerName, number>>>;
  },
): Promise<StudyCurve[]> {
  const curves: StudyCurve[] = [];
  for (const [name, rate] of Object.entries(learningRates)) {
    const optimizer = name as OptimizerName;
    const run = trainPlainly(model, digits, { ...budget, optimizer, learningRate: () => rate });
    curves.push({ name: `${name}, ${rate}`, points: await smooth(run, ({ step }) => step) });
  }
  return curves;
}

/**
 * The learning-rate range test (Smith 2017, "Cyclical Learning Rates for Training Neural Networks"): the rate
 * grows by the same factor at each step; the loss says where learning begins and where it breaks down.
 */
export async function testLearningRates(
  model: Model,
  digits: LabeledImages,
  { optimizer, from, to, ...budget }: StudyBudget & {
    optimizer: OptimizerName;
    from: number;
    to: number;
  },
): Promise<StudyCurve> {
  const learningRate = (step: number) => from * (to / from) ** (step / (budget.steps - 1));
  const run = trainPlainly(model, digits, { ...budget, optimizer, learningRate });
  return { name: optimizer, points: await smooth(run, (step) => step.learningRate) };
}

/**
 * Trains with AdamW and copies the model at some moments.
 *
 * @param options `at` is the steps after which it is copied, rising; 0 is before the first.
 * @returns After each of these steps, all copies so far.
 */
export async function* recordModels(
  model: Model,
  digits: LabeledImages,
  { at, learningRate, ...budget }: Omit<StudyBudget, "steps"> & {
    at: readonly number[];
    learningRate: number;
  },
): AsyncGenerator<ModelFrame[], void> {
  const frames: ModelFrame[] = [];
  if (at.includes(0)) {
    frames.push({ step: 0, model: cloneModel(model) });
    yield [...frames];
  }
  const options = { steps: Math.max(...at), optimizer: "adamw", ...budget } as const;
  const run = trainPlainly(model, digits, { ...options, learningRate: () => learningRate });
  for await (const { step, readWeight } of run) {
    if (!at.includes(step)) continue;
    const weights = model.weights.map((weight) => ({ ...weight, values: readWeight(weight.name) }));
    frames.push({ step, model: { ...model, weights } });
    yield [...frames];
  }
}

/** The run's losses as a running mean, corrected for its start as Adam's moments are. */
async function smooth(
  run: AsyncIterable<PlainStep>,
  x: (step: PlainStep) => number,
): Promise<StudyCurve["points"]> {
  const points: StudyCurve["points"] = [];
  let mean = 0;
  for await (const step of run) {
    mean = SMOOTHING * mean + (1 - SMOOTHING) * step.loss;
    points.push({ x: x(step), y: mean / (1 - SMOOTHING ** step.step) });
  }
  return points;
}
