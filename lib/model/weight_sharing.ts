/**
 * What sharing weights saves: how many a convolution has, and how many it would have without.
 *
 * @module
 */
import { isDense, type Network, type Stage } from "./network.ts";

/** One layer's count. */
export interface SharedWeights {
  /** The layer's name, such as "C1". */
  readonly name: string;
  /** Weights that are learned, biases left out. */
  readonly weights: number;
  /** Products that are made of them for one image. */
  readonly products: number;
  /** Times that each weight is used for one image. */
  readonly uses: number;
  /** Weights of a layer of the same units, each looking at the whole input. */
  readonly fullyConnected: number;
}

/** Counts the weights of each layer of a network, and those that it would need without sharing. */
export function countSharedWeights({ stages }: Network): SharedWeights[] {
  return stages.map((stage) => {
    const places = stage.outHeight * stage.outWidth;
    const weights = countWeights(stage), units = places * stage.outputs;
    const inputs = stage.height * stage.width * stage.channels;
    return {
      name: stage.name,
      weights,
      products: weights * places,
      uses: places,
      fullyConnected: isDense(stage) ? weights : inputs * units,
    };
  });
}

function countWeights({ kernelHeight, kernelWidth, channels, outputs }: Stage): number {
  return kernelHeight * kernelWidth * channels * outputs;
}
