/**
 * A trained network as the exporters read it and the importers give it: plain data, and the one place
 * where this folder meets the library's models.
 *
 * @module
 */
import { tf } from "../tfjs/backend.ts";
import { DIGIT_CLASSES } from "../dataset/labeled_images.ts";
import type { NamedWeights } from "../engine/compiled_classifier.ts";
import { ACTIVATIONS } from "../kernels/module.ts";
import { createLenet5, type LeNet5Options } from "../model/lenet5.ts";
import type { Network, Stage } from "../model/network.ts";
import { readNetwork } from "../model/read_network.ts";

/** Non-linearities that the engine knows. */
export type ActivationName = keyof typeof ACTIVATIONS;

/** A network's layers in the JSON form that tfjs and Keras share. */
export interface Topology {
  class_name: string;
  config: unknown;
  [key: string]: unknown;
}

/** One of a model's weights, row by row. */
export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A network with its weights, its classes and its name. */
export interface Model {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly classes: readonly string[];
  readonly topology: Topology;
  readonly weights: readonly Weight[];
}

/** A model, and how the engine reads it. */
export interface Description extends Omit<Model, "weights"> {
  readonly network: Network;
  /** By the names that `network` uses. */
  readonly weights: NamedWeights;
}

/**
 * Describes a model for the exporters.
 *
 * @throws {UnsupportedModelError} If the engine does not know one of its layers.
 */
export async function describe(
  model: tf.LayersModel,
  options: Readonly<Record<string, unknown>> = {},
): Promise<Description> {
  const network = readNetwork(model);
  const weights: NamedWeights = {};
  for (const weight of model.weights) {
    weights[plainName(weight.name)] = await weight.read().data<"float32">();
  }
  const topology = JSON.parse(model.toJSON() as string) as Topology;
  const classes = DIGIT_CLASSES;
  return { name: model.name, options, classes, topology, network: plain(network), weights };
}

/** Which non-linearity a stage has. */
export function nameActivation({ activation }: Stage): ActivationName {
  const names = Object.keys(ACTIVATIONS) as ActivationName[];
  return names.find((name) => ACTIVATIONS[name] === activation)!;
}

/**
 * Reads a topology as the engine does.
 *
 * @throws {UnsupportedModelError} If the engine does not know one of its layers.
 */
export async function readTopology(topology: Topology): Promise<Network> {
  const model = await tf.models.modelFromJSON(topology as never);
  try {
    return plain(readNetwork(model));
  } finally {
    model.dispose();
  }
}

/** The topology of one of the library's networks. */
export function createTopology(options: LeNet5Options): Topology {
  const model = createLenet5(options);
  try {
    return JSON.parse(model.toJSON() as string) as Topology;
  } finally {
    model.dispose();
  }
}

/** The model that `saveModel` and `createClassifier` take. */
export async function assemble({ topology, weights }: Model): Promise<tf.LayersModel> {
  const weightSpecs = weights.map(({ name, shape }) => ({
    name,
    shape: [...shape],
    dtype: "float32" as const,
  }));
  const joined = new Float32Array(weights.reduce((sum, { values }) => sum + values.length, 0));
  let at = 0;
  for (const { values } of weights) joined.set(values, at), at += values.length;
  const weightData = joined.buffer;
  return await tf.loadLayersModel(
    tf.io.fromMemory({ modelTopology: topology, weightSpecs, weightData }),
  );
}

/** tfjs numbers the weights of a second model in the same process: "C1/kernel_1". */
function plainName(name: string): string {
  return name.replace(/(\/(?:kernel|bias|gamma|beta|moving_mean|moving_variance))_\d+$/, "$1");
}

function plain(network: Network): Network {
  const text = JSON.stringify(network, (key, value) => key === "name" ? plainName(value) : value);
  return JSON.parse(text);
}
