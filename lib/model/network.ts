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
  name: string;
  shape: readonly number[];
  size: number;
}

/** Batch normalisation of a stage. */
export interface Norm {
  epsilon: number;
  /** Share of the old moving statistics that a step keeps. */
  momentum: number;
  gamma?: Parameter;
  beta?: Parameter;
  movingMean: Parameter;
  movingVariance: Parameter;
}

/** Non-linearities that the engine knows. */
export type ActivationName = "linear" | "relu" | "tanh" | "sigmoid";

/** One weighted layer and what follows it. A dense layer is a convolution of a 1×1 picture. */
export interface Stage {
  name: string;
  height: number;
  width: number;
  channels: number;
  kernelHeight: number;
  kernelWidth: number;
  outputs: number;
  padTop: number;
  padLeft: number;
  outHeight: number;
  outWidth: number;
  kernel: Parameter;
  bias?: Parameter;
  norm?: Norm;
  activation: ActivationName;
  poolHeight: number;
  poolWidth: number;
  averagePool: boolean;
  /** Name of the pooling layer, such as "S2", if there is one. */
  poolName?: string;
  /** Share of the outputs dropped while training. */
  dropout: number;
}

/** A network that ends in a softmax over classes. */
export interface Network {
  stages: Stage[];
  /** How many classes. */
  classes: number;
}

/** The compiled engine does not know a layer, or a layer's option, of this model. */
export class UnsupportedModelError extends Error {
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
