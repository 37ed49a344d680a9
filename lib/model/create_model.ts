/**
 * From layers to a model with its initial weights.
 *
 * @module
 */
import { DIGIT_CLASSES } from "../dataset/labeled_images.ts";
import { checkClasses } from "./check_classes.ts";
import { initializeWeights } from "./initial_weights.ts";
import { sequential } from "./layers.ts";
import type { Model } from "./model.ts";
import type { LayerJson } from "./topology.ts";

export { checkClasses };

/** What every network of the registry can be told. */
export interface NetworkOptions {
  /** Names of the classes, 2 to 255. Default: the digits. */
  classes?: readonly string[];
  /** Seed of the initial weights. Default 0. */
  seed?: number;
}

/**
 * Makes a model of layers stacked on a 28×28 image; the last one must be a dense softmax with as many
 * units as there are classes.
 *
 * @param options What the network was made with, kept with the model.
 * @throws {RangeError} If the classes are fewer than 2, more than 255, or two have the same name.
 * @throws {UnsupportedModelError} If the compiled engine does not know one of the layers.
 *
 * @example
 * ```ts
 * import { createModel, dense, flatten } from "@lenet5/digits/model";
 *
 * const initializer = { kind: "glorot", seed: 1 } as const;
 * const options = { units: 10, useBias: true, activation: "softmax", initializer } as const;
 * const linear = createModel("linear", [flatten(), dense("output", options)], {});
 * ```
 */
export function createModel(
  name: string,
  layers: LayerJson[],
  { classes = DIGIT_CLASSES, ...options }: NetworkOptions & Record<string, unknown>,
): Model {
  checkClasses(classes);
  const topology = sequential(name, layers);
  return { name, options, classes: [...classes], topology, weights: initializeWeights(topology) };
}

/** Seeds of a network's layers, counted up from the network's own; tfjs takes 0 for none. */
export function createSeeds(seed: number): () => number {
  let next = seed * 101 || 50;
  return () => next++;
}
