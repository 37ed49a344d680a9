/**
 * The networks that can be made by name.
 *
 * @module
 */
import type * as v from "valibot";
import { InputError } from "../errors.ts";
import type { NetworkOptions } from "./create_model.ts";
import type { Model } from "./model.ts";
import { LENET_OPTIONS } from "./zoo/lenet.ts";
import { createLenet1 } from "./zoo/lenet1.ts";
import { createLenet4 } from "./zoo/lenet4.ts";
import { createLenet5 } from "./zoo/lenet5.ts";
import { createLenet5As1998 } from "./zoo/lenet5_1998.ts";
import { VGG_OPTIONS } from "./zoo/vgg.ts";
import { createVggLarge } from "./zoo/vgg_large.ts";
import { createVggSmall } from "./zoo/vgg_small.ts";

/** One network of the registry. */
export interface RegisteredNetwork {
  /** What people call it, such as "LeNet-5". */
  readonly title: string;
  /** In a few words, for lists. */
  readonly summary: string;
  /**
   * What it may be told.
   *
   * @internal
   */
  readonly options: v.GenericSchema;
  /** Builds it with initial weights; every network has options of its own beside the common ones. */
  create(options?: NetworkOptions & Record<string, unknown>): Model;
}

/** All networks: the LeNets, then those of 3×3 convolutions. */
export const NETWORKS: Readonly<Record<string, RegisteredNetwork>> = {
  "lenet1": {
    title: "LeNet-1",
    summary: "4 and 12 maps, no dense layer but the output",
    options: LENET_OPTIONS,
    create: createLenet1,
  },
  "lenet4": {
    title: "LeNet-4",
    summary: "4 and 16 maps, 120 units",
    options: LENET_OPTIONS,
    create: createLenet4,
  },
  "lenet5": {
    title: "LeNet-5",
    summary: "6 and 16 maps, 120 and 84 units",
    options: LENET_OPTIONS,
    create: createLenet5,
  },
  "lenet5-1998": {
    title: "LeNet-5 (1998)",
    summary: "the same without normalisation, mean pooling, tanh",
    options: LENET_OPTIONS,
    create: createLenet5As1998,
  },
  "vgg-small": {
    title: "VGG small",
    summary: "3×3 convolutions, twice 16 and twice 32 maps, 128 units",
    options: VGG_OPTIONS,
    create: createVggSmall,
  },
  "vgg-large": {
    title: "VGG large",
    summary: "3×3 convolutions, twice 32 and twice 64 maps, 128 units",
    options: VGG_OPTIONS,
    create: createVggLarge,
  },
};

/**
 * Builds a network of the registry.
 *
 * @throws {InputError} If there is none of that name, or it does not know an option.
 *
 * @example
 * ```ts
 * import { createNetwork, NETWORKS } from "@lenet5/digits/model";
 *
 * console.log(Object.keys(NETWORKS));
 * const model = createNetwork("vgg-small", { classes: ["cat", "dog"], seed: 1 });
 * ```
 */
export function createNetwork(
  name: string,
  options: NetworkOptions & Record<string, unknown> = {},
): Model {
  if (Object.hasOwn(NETWORKS, name)) return NETWORKS[name].create(options);
  throw new InputError(`network: expected ${Object.keys(NETWORKS).join(", ")}, got ${name}`);
}

/** What people call a network: the registry's title, or its own name. */
export function networkTitle(name: string): string {
  return Object.hasOwn(NETWORKS, name) ? NETWORKS[name].title : name;
}
