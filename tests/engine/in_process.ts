/**
 * The engine on the test's own thread, one Worker's share at a time, so that a test can look into its
 * memory after a step.
 *
 * @module
 */
import { createMemory } from "../../lib/engine/arena.ts";
import { createDisplacementPlane } from "../../lib/engine/augmentation.ts";
import { type Context, createContext, floatsAt } from "../../lib/engine/context.ts";
import { createParts, createPredictor } from "../../lib/engine/forward.ts";
import { planLayout } from "../../lib/engine/layout.ts";
import { readNetwork } from "../../lib/engine/read_network.ts";
import { writeParameters } from "../../lib/engine/parameters.ts";
import { createStep, type StepOptions } from "../../lib/engine/step.ts";
import { compileKernelModule } from "../../lib/kernels/module.ts";
import { tf } from "../../lib/model/backend.ts";
import { createRandom } from "../../lib/random.ts";
import type { Digits } from "../../lib/dataset/digits.ts";

/** Step options without anything random, and without an update unless a learning rate is given. */
export const PLAIN_STEP: StepOptions = {
  seed: 0,
  labelSmoothing: 0,
  weightDecay: 0,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  averageDecay: 0.998,
};

/** Random pictures: smooth enough to have structure, different enough to have gradients. */
export function createImages(count: number, seed = 1): Digits {
  const random = createRandom(seed);
  return {
    count,
    images: Uint8Array.from({ length: count * 784 }, () => random.nextInt(256)),
    labels: Uint8Array.from({ length: count }, () => random.nextInt(10)),
  };
}

/** Lays a model and images out for one Worker on this thread. */
export async function createInProcess(
  model: tf.LayersModel,
  digits: Digits,
  { batchSize, options = PLAIN_STEP, learningRates = [0] }: {
    batchSize: number;
    options?: StepOptions;
    learningRates?: number[];
  },
) {
  const capacity = {
    ...{ batchSize, workers: 1, images: digits.count, steps: learningRates.length },
  };
  const layout = planLayout(readNetwork(model), capacity);
  const memory = createMemory(layout.bytes, false);
  const module = await compileKernelModule(false);
  const context = createContext(module, memory, { layout, workerIndex: 0 });
  writeParameters(model, layout, memory);
  context.bytes.set(digits.images, layout.images);
  context.bytes.set(digits.labels, layout.labels);
  context.ints.set(Array.from({ length: digits.count }, (_, i) => i), layout.order >> 2);
  context.floats.set(learningRates, layout.learningRates >> 2);
  floatsAt(context, layout.displacement, 156 * 160).set(createDisplacementPlane(options.seed));
  const parts = createParts(context);
  const step = createStep(context, parts, { options, barrier: () => {} });
  return { context, layout, memory, step, predictor: createPredictor(context, parts, 0) };
}

/** This Worker's gradient of each trainable weight of the model, by name. */
export function readGradients(context: Context, model: tf.LayersModel): Map<string, Float32Array> {
  const { layout, scratch } = context;
  return new Map(model.trainableWeights.map(({ name, shape }) => {
    const size = tf.util.sizeFromShape(shape as number[]);
    return [name, floatsAt(context, scratch.gradients + layout.offsets[name], size).slice()];
  }));
}

/** Ink in [0, 1] as a tensor `[count, 28, 28, 1]`; the caller disposes it. */
export function toTensor(digits: Digits): tf.Tensor4D {
  return tf.tensor4d(Float32Array.from(digits.images, (v) => v / 255), [digits.count, 28, 28, 1]);
}

/** Mean cross-entropy of a model, in training mode, and its gradients, by tfjs itself. */
export function referenceGradients(model: tf.LayersModel, digits: Digits) {
  const x = toTensor(digits), y = tf.oneHot(tf.tensor1d(digits.labels, "int32"), 10);
  const { value, grads } = tf.variableGrads(() => {
    const p = model.apply(x, { training: true }) as tf.Tensor;
    return tf.neg(tf.mean(tf.sum(tf.mul(y, tf.log(p)), 1))) as tf.Scalar;
  });
  const loss = value.dataSync()[0];
  const gradients = new Map(model.trainableWeights.map((weight) => {
    const variable = weight.read() as tf.Variable;
    return [weight.name, Float32Array.from(grads[variable.name].dataSync())];
  }));
  tf.dispose([x, y, value, ...Object.values(grads)]);
  return { loss, gradients };
}

/** ‖a − b‖ / ‖b‖. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0, size = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i] - b[i]) ** 2;
    size += b[i] ** 2;
  }
  return Math.sqrt(difference / Math.max(size, 1e-30));
}
