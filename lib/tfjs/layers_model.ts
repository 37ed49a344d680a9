/**
 * Models as tfjs has them, and as this library has them.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import type { Model, Weight } from "../model/model.ts";
import type { LayerJson, Topology } from "../model/topology.ts";
import { prepareTfjs, tf } from "./backend.ts";

/** A tfjs LayersModel. */
export type LayersModel = tf.LayersModel;

/** What a LayersModel does not say itself. */
export interface LayersModelDetails {
  /** Names of the classes; as many as the model has outputs. */
  classes: readonly string[];
}

/**
 * Builds a tfjs LayersModel with a model's weights; the caller disposes it.
 *
 * @throws {InputError} If tfjs does not know a layer, or the weights are not those of the layers.
 */
export async function toLayersModel(model: Model): Promise<LayersModel> {
  await prepareTfjs();
  const weightSpecs = model.weights.map(({ name, shape }) => ({
    name,
    shape: [...shape],
    dtype: "float32" as const,
  }));
  const values = model.weights.map(({ values }) => values);
  const joined = new Float32Array(values.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of values) {
    joined.set(part, at);
    at += part.length;
  }
  const { name, topology } = model;
  const parts = { modelTopology: topology, weightSpecs, weightData: joined.buffer };
  try {
    return await tf.loadLayersModel(tf.io.fromMemory(parts));
  } catch (error) {
    const [reason] = (error as Error).message.split("\n");
    throw new InputError(`model ${name}: expected layers that tfjs can build: ${reason}`);
  }
}

/**
 * Copies a LayersModel into a model of this library; the LayersModel stays the caller's.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { fromLayersModel } from "@lenet5/digits/tfjs";
 *
 * const network = tf.sequential({
 *   layers: [
 *     tf.layers.flatten({ inputShape: [28, 28, 1] }),
 *     tf.layers.dense({ units: 2, activation: "softmax" }),
 *   ],
 * });
 * const model = await fromLayersModel(network, { classes: ["cat", "dog"] });
 * network.dispose();
 * ```
 */
export async function fromLayersModel(
  layersModel: LayersModel,
  { classes }: LayersModelDetails,
): Promise<Model> {
  const topology = topologyOf(layersModel);
  const weights: Weight[] = [];
  // One after the other, and not synchronously: the values may lie on a GPU.
  for (const weight of layersModel.weights) {
    const values = await weight.read().data<"float32">();
    weights.push({
      name: weight.originalName,
      shape: weight.shape as number[],
      values: values.slice(),
    });
  }
  return { name: layersModel.name, options: {}, classes, topology, weights };
}

/** A LayersModel's layers in the JSON form of model.json. */
export function topologyOf(layersModel: LayersModel): Topology {
  const topology = layersModel.toJSON(null, false) as unknown as Topology;
  if (layersModel.trainable) return topology;
  // tfjs writes down that a layer is frozen, not that a whole model is.
  const { layers } = topology.config as { layers: LayerJson[] };
  for (const { config } of layers) config.trainable = false;
  return topology;
}

/** Copies a LayersModel's weights back into the model that it was built from. */
export async function copyWeights(from: LayersModel, to: Model): Promise<void> {
  for (const weight of from.weights) {
    const target = to.weights.find(({ name }) => name === weight.originalName)!;
    target.values.set(await weight.read().data<"float32">());
  }
}
