/**
 * A trained network as the exporters read it: a model, and how the engine sees it.
 *
 * @module
 */
import type { NamedWeights } from "../engine/compiled_classifier.ts";
import type { Model } from "../model/model.ts";
import type { Network } from "../model/network.ts";
import { readNetwork } from "../model/read_network.ts";

/** A model with the engine's view of its layers. */
export interface Description extends Omit<Model, "weights"> {
  /** The layers as the engine runs them. */
  readonly network: Network;
  /** By the names that `network` uses. */
  readonly weights: NamedWeights;
}

/**
 * Describes a model for the exporters.
 *
 * @throws {UnsupportedModelError} If the engine does not know one of its layers.
 */
export function describe({ weights, ...model }: Model): Description {
  return {
    ...model,
    network: readNetwork(model.topology),
    weights: Object.fromEntries(weights.map(({ name, values }) => [name, values])),
  };
}
