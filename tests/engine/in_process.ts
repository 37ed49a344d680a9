/**
 * The engine on the test's own thread, one Worker's share at a time, so that a test can look into its
 * memory after a step.
 *
 * @module
 */
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import type { Augmentation } from "../../lib/augmentation/warp.ts";
import { type Context, floatsAt } from "../../lib/engine/context.ts";
import { EngineMemory } from "../../lib/engine/engine_memory.ts";
import { createThread } from "../../lib/engine/thread.ts";
import type { StepOptions } from "../../lib/engine/types.ts";
import { fromLayersModel } from "../../lib/tfjs/layers_model.ts";
import { compileKernelModule, VALUE_BYTES } from "../../lib/kernels/module.ts";
import { tf } from "../tfjs/tf.ts";
import { createRandom } from "../../lib/random.ts";
import type { LabeledImages } from "../../lib/dataset/labeled_images.ts";

/** Step options without anything random, and without an update unless a learning rate is given. */
export const PLAIN_STEP: StepOptions = {
  seed: 0,
  labelSmoothing: 0,
  weightDecay: 0,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  emaDecay: 0.998,
};

/** Warps of every kind, about as strong as in training. */
export const AUGMENTATION: Augmentation = {
  ...{ rotationDegrees: 10, scale: 0.1, aspect: 0.08, shear: 0.15, shiftPixels: 1.5 },
  elasticPixels: 0.3,
};

/** Random pictures: smooth enough to have structure, different enough to have gradients. */
export function createImages(count: number, seed = 1): LabeledImages {
  const random = createRandom(seed);
  return {
    count,
    images: Uint8Array.from({ length: count * 784 }, () => random.nextInt(256)),
    labels: Uint8Array.from({ length: count }, () => random.nextInt(10)),
    classes: DIGIT_CLASSES,
  };
}

/** How to lay a model out; everything has a default. */
export interface InProcessOptions {
  /** Default: all digits in one batch. */
  batchSize?: number;
  options?: Partial<StepOptions>;
  learningRates?: number[];
  /** Default: the build that the engine would take. */
  module?: WebAssembly.Module;
}

/** Lays a model and images out for one Worker on this thread. */
export async function createInProcess(
  model: tf.LayersModel,
  digits: LabeledImages,
  { batchSize = digits.count, learningRates = [0], module, ...given }: InProcessOptions = {},
) {
  const options = { ...PLAIN_STEP, ...given.options };
  const own = await fromLayersModel(model, digits);
  const { layout, memory } = new EngineMemory(own, {
    ...{ images: [digits], batchSize, workers: 1, step: options },
    learningRates: Float32Array.from(learningRates),
  }, false);
  module ??= await compileKernelModule(false);
  const thread = createThread({ module, memory, layout, workerIndex: 0, options });
  const { context, runStep: step, predictor } = thread;
  context.ints.set(Array.from({ length: digits.count }, (_, i) => i), layout.order >> 2);
  /** One step on all digits; the mean loss over them. */
  const stepOnce = (at = 0) => {
    const before = lossSum(context);
    step({ step: at, epoch: 0, first: 0, images: digits.count });
    return (lossSum(context) - before) / digits.count;
  };
  return { context, layout, memory, step, stepOnce, predictor };
}

/** Σ loss over the images of all steps so far. */
function lossSum({ doubles, layout }: Context): number {
  return layout.chunks.reduce((sum, { totals }) => sum + doubles[totals >> 3], 0);
}

/** Trainable weights of a model as they lie in the engine's memory, by name. */
export function viewWeights(context: Context, model: tf.LayersModel): Map<string, Float32Array> {
  const { layout } = context;
  return new Map(model.trainableWeights.map(({ originalName: name, shape }) => {
    const size = tf.util.sizeFromShape(shape as number[]);
    return [name, floatsAt(context, layout.weights + layout.offsets[name], size)];
  }));
}

/** A lane of a block of what a stage reads, without the padding around it. */
export function readInput(
  { floats, layout }: Context,
  stageIndex: number,
  { block = 0, lane = 0 } = {},
): Float32Array {
  const stage = layout.network.stages[stageIndex], place = layout.stages[stageIndex];
  const start = place.field + block * place.fieldStride + place.interior + lane * 4;
  const row = stage.width * stage.channels;
  return Float32Array.from({ length: stage.height * row }, (_, i) => {
    const offset = Math.floor(i / row) * place.fieldRow + (i % row) * VALUE_BYTES;
    return floats[(start + offset) >> 2];
  });
}

/**
 * The gradient of each trainable weight of the model in the first step, by name: AdamW's first moment
 * holds it, but for a factor.
 */
export function readGradients(context: Context, model: tf.LayersModel): Map<string, Float32Array> {
  const { layout } = context, factor = 1 / (1 - PLAIN_STEP.beta1);
  return new Map(model.trainableWeights.map(({ originalName: name, shape }) => {
    const size = tf.util.sizeFromShape(shape as number[]);
    const moment = floatsAt(context, layout.firstMoment + layout.offsets[name], size);
    return [name, moment.map((value) => factor * value)];
  }));
}

/** Ink in [0, 1] as a tensor `[count, 28, 28, 1]`; the caller disposes it. */
export function toTensor(digits: LabeledImages): tf.Tensor4D {
  return tf.tensor4d(Float32Array.from(digits.images, (v) => v / 255), [digits.count, 28, 28, 1]);
}

/** Mean cross-entropy of a model, in training mode, and its gradients, by tfjs itself. */
export function referenceGradients(model: tf.LayersModel, digits: LabeledImages, smoothing = 0) {
  let loss = NaN;
  const gradients = new Map<string, Float32Array>();
  tf.tidy(() => {
    const truth = tf.oneHot(tf.tensor1d(digits.labels, "int32"), 10).toFloat();
    const target = tf.add(tf.mul(truth, 1 - smoothing), smoothing / 10);
    const x = toTensor(digits);
    const { grads } = tf.variableGrads(() => {
      const logs = tf.log(model.apply(x, { training: true }) as tf.Tensor);
      const entropy = (y: tf.Tensor) => tf.neg(tf.mean(tf.sum(tf.mul(y, logs), 1))) as tf.Scalar;
      loss = entropy(truth).dataSync()[0];
      return entropy(target);
    });
    for (const weight of model.trainableWeights) {
      const { name } = weight.read() as tf.Variable;
      gradients.set(weight.originalName, Float32Array.from(grads[name].dataSync()));
    }
  });
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
