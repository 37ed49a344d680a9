/**
 * The plain description of a network that the compiled engine works from.
 *
 * A network is a list of stages. A stage is a weighted layer with all that follows it up to the next:
 *
 *     convolution or dense → batch norm? → activation? → pooling? → dropout?
 *
 * @module
 */
/** One of a model's weights: its name there, and its number of floats. */
export interface Parameter {
  name: string;
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
  /** One of `ACTIVATIONS`. */
  activation: number;
  poolHeight: number;
  poolWidth: number;
  averagePool: boolean;
  /** Share of the outputs dropped while training. */
  dropout: number;
}

/** A model that ends in a softmax over classes. */
export interface Network {
  stages: Stage[];
  classes: number;
}

/** The compiled engine does not know a layer, or a layer's option, of this model. */
export class UnsupportedModelError extends Error {
  override name = "UnsupportedModelError";
}
