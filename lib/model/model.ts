/**
 * A network with its weights, as plain data: what training changes, files hold and every reader reads.
 * Nothing here needs tfjs; `tfjs/` turns a model into a LayersModel and back.
 *
 * @module
 */
import type { Topology } from "./topology.ts";

/** One of a model's weights. */
export interface Weight {
  /** Layer and weight, such as "C1/kernel". */
  readonly name: string;
  /** As in Keras: `[height, width, inputs, outputs]` of a convolution's kernel. */
  readonly shape: readonly number[];
  /** The values, row by row; training writes into them. */
  readonly values: Float32Array;
}

/** A network with its weights. */
export interface Model {
  /** What the network is called: the registry's name of it, such as "lenet5", or the maker's own. */
  readonly name: string;
  /** What it was made with; plain JSON, and with the name enough to make it again. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Names of the classes, in the order of the output. */
  readonly classes: readonly string[];
  /** The layers, in the JSON form of tfjs and Keras. */
  readonly topology: Topology;
  /** Trained weights in the order of the layers, then moving statistics. */
  readonly weights: readonly Weight[];
}

/**
 * Finds a weight by its name.
 *
 * @throws {RangeError} If the model has none of that name.
 */
export function findWeight({ name, weights }: Model, wanted: string): Weight {
  const weight = weights.find((candidate) => candidate.name === wanted);
  if (weight) return weight;
  throw new RangeError(`${name}: expected a weight ${wanted}, found ${listNames(weights)}`);
}

/** Copies a model, so that training the copy leaves the original as it is. */
export function cloneModel(model: Model): Model {
  const weights = model.weights.map((weight) => ({ ...weight, values: weight.values.slice() }));
  return { ...model, weights };
}

function listNames(weights: readonly Weight[]): string {
  return weights.map(({ name }) => name).join(", ") || "none";
}
