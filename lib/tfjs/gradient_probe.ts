/**
 * One gradient step, looked at closely: what it promises and what comes of it.
 *
 * @module
 */
import { IMAGE_SIZE, type LabeledImages } from "../dataset/labeled_images.ts";
import type { Model } from "../model/model.ts";
import { registerTrainingKernels } from "./kernels/register.ts";
import { tf, useBackend } from "./backend.ts";
import { toLayersModel } from "./layers_model.ts";

/** A gradient, and the loss along it. */
export interface GradientProbe {
  /** Mean cross-entropy before the step, in nats. */
  readonly loss: number;
  /** Length of the gradient of all weights. */
  readonly gradientNorm: number;
  /** Length of the gradient of each weight. */
  readonly parts: readonly { readonly name: string; readonly norm: number }[];
  /** What steps against the gradient lead to. */
  readonly steps: readonly ProbedStep[];
}

/** A step of some size. */
export interface ProbedStep {
  /** Factor of the gradient: the learning rate of plain gradient descent. */
  readonly stepSize: number;
  /** Mean cross-entropy after the step, in nats. */
  readonly loss: number;
  /** What it would be if the loss were a straight line: loss − step size · |gradient|². */
  readonly predictedLoss: number;
}

/**
 * Computes the gradient of a model's loss on some digits, and the loss after steps of several sizes.
 * No tensor is left behind.
 *
 * @param model A model without dropout, which would make the loss random.
 */
export async function probeGradient(
  model: Model,
  digits: LabeledImages,
  stepSizes: readonly number[],
): Promise<GradientProbe> {
  await useBackend("wasm");
  await registerTrainingKernels();
  const layersModel = await toLayersModel(model);
  try {
    return probe(layersModel, digits, stepSizes);
  } finally {
    layersModel.dispose();
  }
}

function probe(
  model: tf.LayersModel,
  digits: LabeledImages,
  stepSizes: readonly number[],
): GradientProbe {
  return tf.tidy(() => {
    const computeLoss = createLoss(model, digits);
    const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const { value, grads } = tf.variableGrads(computeLoss, variables);
    const before = variables.map((variable) => variable.clone());
    const loss = value.dataSync()[0];
    const parts = model.trainableWeights.map(({ originalName }, i) => ({
      name: originalName,
      norm: tf.norm(grads[variables[i].name]).dataSync()[0],
    }));
    const gradientNorm = Math.hypot(...parts.map(({ norm }) => norm));
    const steps = stepSizes.map((stepSize) => {
      variables.forEach((variable, i) =>
        variable.assign(before[i].sub(grads[variable.name].mul(stepSize)))
      );
      const predictedLoss = loss - stepSize * gradientNorm ** 2;
      return { stepSize, loss: computeLoss().dataSync()[0], predictedLoss };
    });
    variables.forEach((variable, i) => variable.assign(before[i]));
    return { loss, gradientNorm, parts, steps };
  });
}

/** The mean cross-entropy as a function of the model's weights. */
function createLoss(model: tf.LayersModel, digits: LabeledImages): () => tf.Scalar {
  const shape: [number, number, number, number] = [digits.count, IMAGE_SIZE, IMAGE_SIZE, 1];
  const ink = tf.tensor4d(Float32Array.from(digits.images, (byte) => byte / 255), shape);
  const truth = tf.oneHot(tf.tensor1d(Array.from(digits.labels), "int32"), digits.classes.length);
  return () =>
    tf.tidy(() => {
      const probabilities = model.apply(ink, { training: true }) as tf.Tensor2D;
      const likelihood = probabilities.mul(truth).sum(1).maximum(tf.backend().epsilon());
      return likelihood.log().mean().neg().asScalar();
    });
}

/** So many numbers evenly apart, the last one `last`, the first as far from zero as from the second. */
export function spaceEvenly(count: number, last: number): number[] {
  return Array.from({ length: count }, (_, i) => last * (i + 1) / count);
}
