/**
 * Training and inference throughput of the whole engine, and of tfjs op by op beside it.
 *
 * @module
 */
import { sliceImages } from "../dataset/labeled_images.ts";
import type { Mnist } from "../dataset/mnist.ts";
import { classify } from "../inference/classify.ts";
import { TrainingEngine } from "../engine/engine.ts";
import { createLenet5 } from "../model/zoo/lenet5.ts";
import { createPermutation } from "../random.ts";
import type { Recipe } from "../training/recipe.ts";
import { trainModel } from "../training/train.ts";
import { time, timeInTurns, type Timing } from "./timing.ts";

/** Images a second over several runs. */
export interface Throughput {
  best: number;
  median: number;
  runs: number;
}

/** Images of one timed run: about half a second. */
const IMAGES_PER_RUN = 12_800;

/**
 * Throughput of whole training steps (forward, backward, update) of several recipes, turn about.
 *
 * @returns One throughput a recipe.
 */
export async function benchTraining(
  mnist: Mnist,
  { recipes, workers, runs }: { recipes: Recipe[]; workers: number; runs: number },
): Promise<Throughput[]> {
  const order = createPermutation(mnist.train.count, 1).subarray(0, IMAGES_PER_RUN);
  const engines: TrainingEngine[] = [];
  const works = [];
  for (const recipe of recipes) {
    const steps = Math.ceil(IMAGES_PER_RUN / recipe.batchSize);
    const engine = await createEngine(mnist, { recipe, workers, steps: steps * (runs + 2) });
    engines.push(engine);
    let run = 0;
    works.push(async () => {
      await engine.train({ epoch: run, step: run * steps, order, position: 0 });
      run++;
    });
  }
  const timings = await timeInTurns(works, { runs });
  engines.forEach((engine) => engine.close());
  return timings.map((timing) => toThroughput(IMAGES_PER_RUN, timing));
}

/** Throughput of classifying the 10,000 test digits by Workers that have been started before. */
export async function benchInference(
  mnist: Mnist,
  { recipe, workers, runs }: { recipe: Recipe; workers: number; runs: number },
): Promise<Throughput> {
  const engine = await createEngine(mnist, { recipe, workers, steps: 1 });
  const first = mnist.train.count;
  const timing = await time(async () => {
    await engine.predict(first, first + mnist.test.count);
  }, { runs });
  engine.close();
  return toThroughput(mnist.test.count, timing);
}

/** Throughput of `classify()` on the 10,000 test digits, from a tfjs model on: what `evaluate` waits for. */
export async function benchClassify(mnist: Mnist, runs: number): Promise<Throughput> {
  const model = createLenet5();
  const timing = await time(async () => {
    await classify(model, mnist.test.images);
  }, { runs });
  return toThroughput(mnist.test.count, timing);
}

/** Training through tfjs's WebAssembly backend op by op, with our kernels where it has none: three runs at most. */
export async function benchTfjs(
  mnist: Mnist,
  { recipe, runs }: { recipe: Recipe; runs: number },
): Promise<Throughput> {
  const data = {
    train: sliceImages(mnist.train, 0, 1_280),
    validation: sliceImages(mnist.validation, 0, 8),
  };
  const model = createLenet5();
  const speeds: number[] = [];
  const options = {
    recipe: { ...recipe, epochs: Math.min(3, runs) + 1 },
    workers: 1,
    backend: "wasm",
  } as const;
  for await (const event of trainModel(model, data, options)) {
    if (event.type === "epoch") speeds.push(event.record.imagesPerSecond);
  }
  const timed = speeds.slice(1).sort((a, b) => b - a);
  return { best: timed[0], median: timed[timed.length >> 1], runs: timed.length };
}

async function createEngine(
  mnist: Mnist,
  { recipe, workers, steps }: { recipe: Recipe; workers: number; steps: number },
): Promise<TrainingEngine> {
  const { augmentation, ...step } = recipe;
  const model = createLenet5();
  const engine = await TrainingEngine.create(model, {
    images: [mnist.train, mnist.test],
    batchSize: recipe.batchSize,
    workers,
    learningRates: new Float32Array(steps).fill(1e-3),
    step: { ...step, augmentation: augmentation ?? undefined },
  });
  return engine;
}

/** Images a second from times. */
export function toThroughput(images: number, { minMs, medianMs, runs }: Timing): Throughput {
  return { best: 1000 * images / minMs, median: 1000 * images / medianMs, runs };
}
