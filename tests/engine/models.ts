/**
 * Small models that between them use everything the compiled engine knows, in sizes that divide by
 * nothing: the engine is held against tfjs on each.
 *
 * @module
 */
import { IMAGE_SIZE } from "../../lib/dataset/labeled_images.ts";
import { tf } from "../tfjs/tf.ts";
import type { Model } from "../../lib/model/model.ts";
import { createRandom } from "../../lib/random.ts";
import { toLayersModel } from "../../lib/tfjs/layers_model.ts";

const { layers } = tf;
const inputShape = [IMAGE_SIZE, IMAGE_SIZE, 1];

/** Stacks layers on a 28×28 digit and ends them in ten probabilities. */
export function stack(...middle: tf.layers.Layer[]): tf.Sequential {
  const output = layers.dense({ units: 10, activation: "softmax" });
  return tf.sequential({ layers: [...middle, output] });
}

/**
 * Gives a model weights that depend on the seed alone, with gains, offsets and moving statistics away
 * from their usual first values.
 */
export function seedWeights<LayersModel extends tf.LayersModel>(
  model: LayersModel,
  seed = 1,
): LayersModel {
  const { nextNormal } = createRandom(seed);
  tf.tidy(() => {
    model.setWeights(model.weights.map(({ originalName, shape }) => {
      const fanIn = tf.util.sizeFromShape(shape.slice(0, -1) as number[]);
      const draw = originalName.endsWith("kernel")
        ? () => nextNormal() * Math.sqrt(2 / fanIn)
        : /gamma|variance/.test(originalName)
        ? () => Math.exp(nextNormal() / 4)
        : () => nextNormal() / 4;
      const values = Float32Array.from({ length: tf.util.sizeFromShape(shape as number[]) }, draw);
      return tf.tensor(values, shape as number[]);
    }));
  });
  return model;
}

/** A model of the registry as tfjs has it; the caller disposes it. */
export function asLayersModel(model: Model): Promise<tf.LayersModel> {
  return toLayersModel(model);
}

type ConvolutionArgs = Parameters<typeof layers.conv2d>[0];

/** A first convolution that leaves little work for those behind it: 28×28 to 7×7. */
const shrink = (filters: number, args: Partial<ConvolutionArgs> = {}) => [
  layers.conv2d({ inputShape, filters, kernelSize: 3, padding: "same", ...args }),
  layers.maxPooling2d({ poolSize: 4, strides: 4 }),
];

const norm = () => layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 });

/** The models, by what is unusual in them; each call makes a new one. */
export const MODELS: Record<string, () => tf.Sequential> = {
  "dense layers only": () =>
    stack(
      layers.flatten({ inputShape }),
      layers.dense({ units: 7, activation: "sigmoid" }),
      layers.dense({ units: 1, activation: "tanh" }),
      layers.dense({ units: 5, activation: "relu" }),
    ),
  "no hidden layer": () => stack(layers.flatten({ inputShape })),
  "padding in mid-network, odd channels": () =>
    stack(
      ...shrink(5, { activation: "relu" }),
      layers.conv2d({ filters: 3, kernelSize: 3, padding: "same" }),
      norm(),
      layers.activation({ activation: "tanh" }),
      layers.conv2d({ filters: 7, kernelSize: 5, padding: "same", activation: "relu" }),
      layers.flatten(),
    ),
  "even kernels with and without padding": () =>
    stack(
      ...shrink(4),
      layers.conv2d({ filters: 2, kernelSize: 2, padding: "same" }),
      layers.conv2d({ filters: 4, kernelSize: 4, padding: "same", activation: "relu" }),
      layers.conv2d({ filters: 6, kernelSize: 4, padding: "valid", activation: "tanh" }),
      layers.flatten(),
    ),
  "Winograd's filtering, three and five taps": () =>
    stack(
      layers.conv2d({ inputShape, filters: 8, kernelSize: 3, activation: "relu" }),
      layers.averagePooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 3, kernelSize: 5, useBias: false }),
      norm(),
      layers.reLU(),
      layers.conv2d({ filters: 8, kernelSize: 4, activation: "tanh" }),
      layers.flatten(),
    ),
  "oblong kernels and windows": () =>
    stack(
      layers.conv2d({ inputShape, filters: 2, kernelSize: [5, 2], activation: "relu" }),
      layers.maxPooling2d({ poolSize: [3, 4] }),
      layers.conv2d({ filters: 4, kernelSize: [1, 3], padding: "same", activation: "sigmoid" }),
      layers.averagePooling2d({ poolSize: [4, 2] }),
      layers.flatten(),
    ),
  "pooling that leaves a remainder": () =>
    stack(
      layers.conv2d({ inputShape, filters: 3, kernelSize: 4, useBias: false }),
      norm(),
      layers.reLU(),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 2, kernelSize: 2, activation: "tanh" }),
      layers.averagePooling2d({ poolSize: 4 }),
      layers.flatten(),
    ),
  "a norm over a bias, momentum and epsilon as they come": () =>
    stack(
      ...shrink(3),
      layers.conv2d({ filters: 5, kernelSize: 3 }),
      layers.batchNormalization(),
      layers.reLU(),
      layers.flatten(),
    ),
  "a 2×2 kernel with padding on one side, cheap enough to be tiled": () =>
    stack(
      layers.conv2d({ inputShape, filters: 8, kernelSize: 3, padding: "same" }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 8, kernelSize: 2, padding: "same", activation: "relu" }),
      layers.averagePooling2d({ poolSize: 7 }),
      layers.flatten(),
    ),
  "activation behind the pooling, a single map": () =>
    stack(
      layers.conv2d({ inputShape, filters: 1, kernelSize: 5 }),
      norm(),
      layers.maxPooling2d({ poolSize: 3 }),
      layers.activation({ activation: "sigmoid" }),
      layers.flatten(),
    ),
  "convolutions down to one pixel, softmax apart": () =>
    tf.sequential({
      layers: [
        ...shrink(2, { activation: "relu" }),
        layers.conv2d({ filters: 9, kernelSize: 7, activation: "tanh" }),
        layers.flatten(),
        layers.dense({ units: 10 }),
        layers.softmax(),
      ],
    }),
};
