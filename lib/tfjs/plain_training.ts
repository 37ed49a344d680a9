/**
 * Training step by step with a choice of optimisers: small enough to read, and open after every step.
 *
 * @module
 */
import { createEpochOrder, gatherImages } from "../dataset/batches.ts";
import { IMAGE_SIZE, type LabeledImages } from "../dataset/labeled_images.ts";
import type { Model } from "../model/model.ts";
import { tf, useBackend } from "./backend.ts";
import { registerTrainingKernels } from "./kernels/register.ts";
import { toLayersModel } from "./layers_model.ts";
import { createOptimizer, type OptimizerName } from "./optimizers.ts";

/** How to train. */
export interface PlainTraining {
  /** Which rule moves the weights. */
  optimizer: OptimizerName;
  /** Learning rate of a step, counted from 0. */
  learningRate: (step: number) => number;
  /** Batches to train on. */
  steps: number;
  /** Images of a batch. */
  batchSize: number;
  /** Decides the order of the images. */
  seed?: number;
  /** Aborting it ends the training after the step under way. */
  signal?: AbortSignal;
}

/** A step that was taken. */
export interface PlainStep {
  /** From 1. */
  readonly step: number;
  /** That of this step. */
  readonly learningRate: number;
  /** Mean cross-entropy of the step's batch, before the step, in nats. */
  readonly loss: number;
  /** Copies a weight as it is now, by a name such as "C1/kernel". */
  readWeight(name: string): Float32Array;
}

/** How long it may train before timers and signals get their turn. */
const PAUSE_EVERY_MS = 50;

/**
 * Trains a copy of a model; the model itself stays as it is.
 *
 * @param model A model without dropout, which would make the loss random.
 */
export async function* trainPlainly(
  model: Model,
  digits: LabeledImages,
  options: PlainTraining,
): AsyncGenerator<PlainStep, void> {
  await useBackend("wasm");
  await registerTrainingKernels();
  const network = await toLayersModel(model);
  const variables = network.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const optimizer = createOptimizer(options.optimizer, variables);
  let pausedMs = performance.now();
  try {
    for (const [step, batch] of batches(digits, options)) {
      if (options.signal?.aborted) return;
      const learningRate = options.learningRate(step);
      const loss = takeStep(network, batch, { variables, optimizer, learningRate });
      yield { step: step + 1, learningRate, loss, readWeight: (name) => read(network, name) };
      if (performance.now() - pausedMs < PAUSE_EVERY_MS) continue;
      await new Promise((resolve) => setTimeout(resolve, 0));
      pausedMs = performance.now();
    }
  } finally {
    optimizer.dispose();
    network.dispose();
  }
}

/** The batches of a run: whole ones, in a new order in each epoch. */
function* batches(
  digits: LabeledImages,
  { steps, batchSize, seed = 0 }: PlainTraining,
): Generator<[step: number, batch: LabeledImages]> {
  const perEpoch = Math.max(1, Math.floor(digits.count / batchSize));
  let order: Uint32Array = new Uint32Array();
  for (let step = 0; step < steps; step++) {
    const place = step % perEpoch;
    if (place === 0) order = createEpochOrder(digits.count, { seed, epoch: step / perEpoch });
    const picks = order.subarray(place * batchSize, (place + 1) * batchSize);
    yield [step, gatherImages(digits, picks)];
  }
}

/** Forward, backward, update; gives back the loss before the update. */
function takeStep(
  network: tf.LayersModel,
  batch: LabeledImages,
  { variables, optimizer, learningRate }: {
    variables: tf.Variable[];
    optimizer: ReturnType<typeof createOptimizer>;
    learningRate: number;
  },
): number {
  return tf.tidy(() => {
    const ink = tf.tensor4d(
      Float32Array.from(batch.images, (byte) => byte / 255),
      [batch.count, IMAGE_SIZE, IMAGE_SIZE, 1],
    );
    const truth = tf.oneHot(tf.tensor1d(batch.labels, "int32"), batch.classes.length);
    const { value, grads } = tf.variableGrads(() => {
      const probabilities = network.apply(ink, { training: true }) as tf.Tensor2D;
      return probabilities.mul(truth).sum(1).maximum(1e-30).log().mean().neg().asScalar();
    }, variables);
    optimizer.update(grads, learningRate);
    return value.dataSync()[0];
  });
}

function read(network: tf.LayersModel, name: string): Float32Array {
  const weight = network.weights.find(({ originalName }) => originalName === name);
  if (!weight) throw new RangeError(`expected a weight ${name} in the model, found none`);
  return weight.read().dataSync<"float32">().slice();
}
