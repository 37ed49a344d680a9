/**
 * Whole epochs as `deno task train` runs them: order, flagged ones, warps, validation, checkpoint; and the
 * memory that they take.
 *
 * @module
 */
import type { Mnist } from "../dataset/mnist.ts";
import { TrainingEngine } from "../engine/engine.ts";
import { createLenet5 } from "../model/zoo/lenet5.ts";
import { countImagesPerEpoch } from "../training/plan.ts";
import type { Recipe } from "../training/recipe.ts";
import { type EngineFactory, runTraining } from "../training/run.ts";
import { summarizeTimes } from "./timing.ts";
import { type Throughput, toThroughput } from "./training.ts";

/** What a run of epochs took. */
export interface EpochFigures {
  /** Training images over the whole time of an epoch. */
  throughput: Throughput;
  memory: {
    /** The memory that main thread and Workers share: all images and everything computed. */
    sharedBytes: number;
    /** The most that the process held of the machine's memory while it trained, ten looks a second. */
    peakRssBytes: number;
  };
}

/** Trains `runs` epochs after one to warm up. */
export async function benchEpochs(
  mnist: Mnist,
  { recipe, workers, runs }: { recipe: Recipe; workers: number; runs: number },
): Promise<EpochFigures> {
  let sharedBytes = 0, peakRssBytes = 0;
  const create: EngineFactory = async (model, options) => {
    const engine = await TrainingEngine.create(model, options);
    sharedBytes = engine.memoryBytes;
    return engine;
  };
  const model = createLenet5(), epochEndsMs: number[] = [];
  const options = { recipe: { ...recipe, epochs: runs + 1 }, workers };
  for await (const { type } of runTraining(create, model, { data: mnist, options })) {
    peakRssBytes = Math.max(peakRssBytes, Deno.memoryUsage().rss);
    if (type === "epoch") epochEndsMs.push(performance.now());
  }
  const timing = summarizeTimes(epochEndsMs.slice(1).map((endMs, i) => endMs - epochEndsMs[i]));
  const images = countImagesPerEpoch(recipe, mnist.train);
  return { throughput: toThroughput(images, timing), memory: { sharedBytes, peakRssBytes } };
}
