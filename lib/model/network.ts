/**
 * The plain description of a network that the compiled engine works from.
 *
 * A network is a list of stages. A stage is a weighted layer with all that follows it up to the next:
 *
 *     convolution or dense → batch norm? → activation? → pooling? → dropout?
 *
 * @module
 */

/** One of a network's weights: its name, its shape, and its number of floats. */
export interface Parameter {
  /** Layer and weight, such as "C1/kernel". */
  name: string;
  /** As in Keras. */
  shape: readonly number[];
  /** Number of floats. */
  size: number;
}

/** Batch normalisation of a stage. */
export interface Norm {
  /** Added to the variance. */
  epsilon: number;
  /** Share of the old moving statistics that a step keeps. */
  momentum: number;
  /** Gain of each channel. */
  gamma?: Parameter;
  /** Offset of each channel. */
  beta?: Parameter;
  /** Running mean of each channel. */
  movingMean: Parameter;
  /** Running variance of each channel. */
  movingVariance: Parameter;
}

/** Non-linearities that the engine knows. */
export type ActivationName = "linear" | "relu" | "tanh" | "sigmoid";

/** One weighted layer and what follows it. A dense layer is a convolution of a 1×1 picture. */
export interface Stage {
  /** The weighted layer's name, such as "C1". */
  name: string;
  /** Rows of the input. */
  height: number;
  /** Columns of the input. */
  width: number;
  /** Channels of the input. */
  channels: number;
  /** Rows of the kernel. */
  kernelHeight: number;
  /** Columns of the kernel. */
  kernelWidth: number;
  /** Channels of the output. */
  outputs: number;
  /** Rows of zeros above the input. */
  padTop: number;
  /** Columns of zeros left of the input. */
  padLeft: number;
  /** Rows before pooling. */
  outHeight: number;
  /** Columns before pooling. */
  outWidth: number;
  /** The layer's kernel. */
  kernel: Parameter;
  /** The layer's bias, if it has one. */
  bias?: Parameter;
  /** Batch normalisation, if there is one. */
  norm?: Norm;
  /** What follows the weighted sum. */
  activation: ActivationName;
  /** Rows that are pooled into one; 1 without pooling. */
  poolHeight: number;
  /** Columns that are pooled into one; 1 without pooling. */
  poolWidth: number;
  /** Whether pooling takes the mean rather than the maximum. */
  averagePool: boolean;
  /** Name of the pooling layer, such as "S2", if there is one. */
  poolName?: string;
  /** Share of the outputs dropped while training. */
  dropout: number;
}

/** A network that ends in a softmax over classes. */
export interface Network {
  /** From the image to the softmax. */
  stages: Stage[];
  /** How many classes. */
  classes: number;
}

/** The compiled engine does not know a layer, or a layer's option, of this model. */
export class UnsupportedModelError extends Error {
  /** Tells the error from others, in other realms too. */
  override name = "UnsupportedModelError";
}

/** Whether every output of a stage sees its whole input, and is the only one of its channel. */
export function isDense(stage: Stage): boolean {
  return stage.outHeight * stage.outWidth * stage.kernelHeight * stage.kernelWidth === 1;
}

/** Rows and columns after a stage's pooling. */
export function pooledSize(stage: Stage): { height: number; width: number } {
  return {
    height: Math.floor(stage.outHeight / stage.poolHeight),
    width: Math.floor(stage.outWidth / stage.poolWidth),
  };
}

/** A network's weights in the order in which models hold them: trained ones, then moving statistics. */
export function listParameters({ stages }: Network): Parameter[] {
  const trained = stages.flatMap((
    { kernel, bias, norm },
  ) => [kernel, bias, norm?.gamma, norm?.beta]);
  const moving = stages.flatMap(({ norm }) => [norm?.movingMean, norm?.movingVariance]);
  return [...trained, ...moving].filter((parameter) => parameter !== undefined);
}

/** Names of the weights that training moves rather than differentiates: moving means and variances. */
export function listMovingStatistics({ stages }: Network): Set<string> {
  return new Set(
    stages.flatMap(({ norm }) => norm ? [norm.movingMean.name, norm.movingVariance.name] : []),
  );
}
