/**
 * The LeNet family: two convolutions of 5×5 with pooling, dense layers, softmax.
 *
 * @module
 */
import * as v from "valibot";
import { DIGIT_CLASSES } from "../../dataset/labeled_images.ts";
import { createModel, createSeeds, type NetworkOptions } from "../create_model.ts";
import {
  activation as activationLayer,
  batchNormalization,
  conv2d,
  dense,
  dropout as dropoutLayer,
  flatten,
  type Initializer,
  pooling as poolingLayer,
} from "../layers.ts";
import type { Model } from "../model.ts";
import type { LayerJson } from "../topology.ts";
import { CHANNELS, checkOptions, COMMON_OPTIONS, DROPOUT, UNITS } from "./options.ts";

/** What can be varied in every LeNet; each network has its defaults. */
export interface LenetOptions extends NetworkOptions {
  /** Feature maps of the two convolutions. */
  channels?: readonly [number, number];
  /** Units of the dense layers before the output. */
  units?: readonly number[];
  /** Normalise convolutions and dense layers over the batch (Ioffe & Szegedy 2015). */
  batchNorm?: boolean;
  /** Share of each dense layer's outputs dropped while training, 0 for none. */
  dropout?: number;
  /** How the resolution is halved. */
  pooling?: "max" | "average";
  /** Non-linearity after convolutions and dense layers. */
  activation?: "relu" | "tanh";
}

/** A member of the family: its defaults, the names of its dense layers, and whether C1 pads. */
export interface LenetDesign {
  readonly name: string;
  readonly defaults: Required<Omit<LenetOptions, keyof NetworkOptions>>;
  /** Whether C1 pads by 2, as on the paper's 32×32 field. */
  readonly padded: boolean;
  readonly denseNames: readonly string[];
}

/** {@link LenetOptions}, checked. */
export const LENET_OPTIONS: v.GenericSchema = v.strictObject({
  ...COMMON_OPTIONS,
  channels: v.optional(CHANNELS),
  units: v.optional(v.pipe(v.array(UNITS), v.maxLength(4, "at most four layers"))),
  batchNorm: v.optional(v.boolean()),
  dropout: v.optional(DROPOUT),
  pooling: v.optional(v.picklist(["max", "average"], "max or average")),
  activation: v.optional(v.picklist(["relu", "tanh"], "relu or tanh")),
});

/** Builds a member of the family; see {@link createModel}. */
export function createLenet(design: LenetDesign, options: LenetOptions = {}): Model {
  checkOptions(LENET_OPTIONS, options, design.name);
  const { name, defaults, padded, denseNames } = design;
  const { channels, units, batchNorm, dropout, pooling, activation } = { ...defaults, ...options };
  const { classes = DIGIT_CLASSES, seed = 0 } = options;
  const nextSeed = createSeeds(seed);
  const initializer = (): Initializer => ({
    kind: activation === "relu" ? "he" : "glorot",
    seed: nextSeed(),
  });
  const activate = (layer: string) => [
    ...(batchNorm ? [batchNormalization(`${layer}_norm`)] : []),
    activationLayer(`${layer}_${activation}`, activation),
  ];
  const convolve = (layer: string, filters: number, pool: string): LayerJson[] => [
    conv2d(layer, {
      filters,
      kernelSize: 5,
      padding: padded && layer === "C1" ? "same" : "valid",
      useBias: !batchNorm,
      initializer: initializer(),
    }),
    ...activate(layer),
    poolingLayer(pool, pooling),
  ];
  const connect = (layer: string, units: number): LayerJson[] => [
    dense(layer, { units, useBias: !batchNorm, initializer: initializer() }),
    ...activate(layer),
    ...(dropout > 0 ? [dropoutLayer(`${layer}_dropout`, dropout)] : []),
  ];
  const layers = [
    ...convolve("C1", channels[0], "S2"),
    ...convolve("C3", channels[1], "S4"),
    flatten(),
    ...units.flatMap((count, index) => connect(denseNames[index] ?? `F${6 + index}`, count)),
    dense("output", {
      units: classes.length,
      useBias: true,
      activation: "softmax",
      initializer: { kind: "glorot", seed: nextSeed() },
    }),
  ];
  return createModel(name, layers, { ...options, seed });
}
