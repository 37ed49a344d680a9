/**
 * What is fast and wrong is worth nothing: before anything is timed, the engine's loss and gradients are
 * held against tfjs's `cpu` backend.
 *
 * @module
 */
import { sliceImages } from "../dataset/labeled_images.ts";
import type { Mnist } from "../dataset/mnist.ts";
import { TrainingEngine } from "../engine/engine.ts";
import type { EngineOptions } from "../engine/types.ts";
import { useBackend } from "../tfjs/backend.ts";
import { createLenet5 } from "../model/zoo/lenet5.ts";
import { DEFAULT_RECIPE } from "../training/recipe.ts";
import type { EngineFactory } from "../training/run.ts";
import { TfjsEngine } from "../tfjs/tfjs_engine.ts";

/** Largest relative difference of the loss, and of any layer's gradient. */
const TOLERANCE = 1e-4;

/** Three blocks of eight, the last one ragged. */
const BATCH_SIZE = 20;

/** AdamW of these settings changes a weight by its gradient, nearly: by g / (1 + |g| / 10⁴). */
const DESCENT = { beta1: 0, beta2: 0, epsilon: 1e4, weightDecay: 0, emaDecay: 0 };

/** Relative differences between the engine and tfjs. */
export interface Agreement {
  loss: number;
  /** The largest over the layers' weights: ‖difference‖ / ‖gradient‖. */
  gradients: number;
}

/**
 * Takes one step of gradient descent with LeNet-5 by the engine and by tfjs.
 *
 * @throws {Error} If loss or gradients differ by more than 1e-4.
 */
export async function checkAgreement(mnist: Mnist, workers: number): Promise<Agreement> {
  await useBackend("cpu");
  const options: EngineOptions = {
    ...{ images: [sliceImages(mnist.train, 0, BATCH_SIZE)], batchSize: BATCH_SIZE, workers },
    learningRates: Float32Array.of(DESCENT.epsilon),
    step: { ...DEFAULT_RECIPE, ...DESCENT, augmentation: undefined },
  };
  const wanted = await takeStep(TfjsEngine.create, options);
  const got = await takeStep(TrainingEngine.create, options);
  const agreement = {
    loss: Math.abs(got.lossSum / wanted.lossSum - 1),
    gradients: Math.max(...wanted.changes.map((change, i) => compare(got.changes[i], change))),
  };
  for (const [name, difference] of Object.entries(agreement)) {
    if (difference < TOLERANCE) continue;
    throw new Error(
      `the engine's ${name} differ from tfjs's by ${difference}, more than ${TOLERANCE}`,
    );
  }
  return agreement;
}

/** The loss of a step, and what it changed of each weight. */
async function takeStep(create: EngineFactory, options: EngineOptions) {
  const model = createLenet5({ dropout: 0, seed: 1 });
  const read = () => model.weights.map(({ values }) => values.slice());
  const before = read(), engine = await create(model, options);
  const order = Uint32Array.from({ length: BATCH_SIZE }, (_, i) => i);
  await engine.train({ epoch: 0, step: 0, order, position: 0 });
  await engine.writeTo(model);
  const changes = read().map((after, i) => after.map((value, at) => value - before[i][at]));
  const { lossSum } = engine.totals;
  engine.close();
  return { lossSum, changes };
}

/** ‖got − wanted‖ / ‖wanted‖. */
function compare(got: Float32Array, wanted: Float32Array): number {
  let difference = 0, size = 0;
  wanted.forEach((value, i) => {
    difference += (got[i] - value) ** 2;
    size += value ** 2;
  });
  return Math.sqrt(difference / size);
}
