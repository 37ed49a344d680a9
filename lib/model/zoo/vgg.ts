/**
 * Sequential networks in the manner of Simonyan & Zisserman 2015 (VGG): pairs of 3×3 convolutions with
 * batch normalisation and ReLU, 2×2 max pooling after each pair, one dense layer.
 *
 * @module
 */
import * as v from "valibot";
import { DIGIT_CLASSES } from "../../dataset/labeled_images.ts";
import { createModel, createSeeds, type NetworkOptions } from "../create_model.ts";
import {
  activation,
  batchNormalization,
  conv2d,
  dense,
  dropout as dropoutLayer,
  flatten,
  pooling,
} from "../layers.ts";
import type { Model } from "../model.ts";
import type { LayerJson } from "../topology.ts";
import { CHANNELS, checkOptions, COMMON_OPTIONS, DROPOUT, UNITS } from "./options.ts";

/** What can be varied; each network has its defaults. */
export interface VggOptions extends NetworkOptions {
  /** Feature maps of the first and the second pair of convolutions. */
  channels?: readonly [number, number];
  /** Units of the dense layer. */
  units?: number;
  /** Share of the dense layer's outputs dropped while training, 0 for none. */
  dropout?: number;
}

/** Defaults of a network of this kind. */
export type VggDefaults = Required<Omit<VggOptions, keyof NetworkOptions>>;

/** {@link VggOptions}, checked. */
export const VGG_OPTIONS: v.GenericSchema = v.strictObject({
  ...COMMON_OPTIONS,
  channels: v.optional(CHANNELS),
  units: v.optional(UNITS),
  dropout: v.optional(DROPOUT),
});

/** Builds a network of this kind; see {@link createModel}. */
export function createVgg(name: string, defaults: VggDefaults, options: VggOptions = {}): Model {
  checkOptions(VGG_OPTIONS, options, name);
  const { channels, units, dropout } = { ...defaults, ...options };
  const { classes = DIGIT_CLASSES, seed = 0 } = options;
  const nextSeed = createSeeds(seed);
  const normalize = (layer: string) => [
    batchNormalization(`${layer}_norm`),
    activation(`${layer}_relu`, "relu"),
  ];
  const convolve = (layer: string, filters: number): LayerJson[] => [
    conv2d(layer, {
      filters,
      kernelSize: 3,
      padding: "valid",
      useBias: false,
      initializer: { kind: "he", seed: nextSeed() },
    }),
    ...normalize(layer),
  ];
  const layers = [
    ...channels.flatMap((filters, pair) => [
      ...convolve(`conv${pair + 1}a`, filters),
      ...convolve(`conv${pair + 1}b`, filters),
      pooling(`pool${pair + 1}`, "max"),
    ]),
    flatten(),
    dense("dense", { units, useBias: false, initializer: { kind: "he", seed: nextSeed() } }),
    ...normalize("dense"),
    ...(dropout > 0 ? [dropoutLayer("dense_dropout", dropout)] : []),
    dense("output", {
      units: classes.length,
      useBias: true,
      activation: "softmax",
      initializer: { kind: "glorot", seed: nextSeed() },
    }),
  ];
  return createModel(name, layers, { ...options, seed });
}
