/**
 * A convolution's filters as plain numbers.
 *
 * @module
 */
import type { tf } from "../tfjs/backend.ts";

/** All filters of a convolution. */
export interface ConvolutionFilters {
  readonly height: number;
  readonly width: number;
  /** Channels that each filter reads. */
  readonly inputs: number;
  /** How many filters. */
  readonly outputs: number;
  /** `[height, width, inputs, outputs]`. */
  readonly values: Float32Array;
}

/**
 * Reads the filters of the convolution called `name`; no tensor is left behind.
 *
 * @throws {RangeError} If the model has no convolution of that name.
 */
export async function readFilters(
  model: tf.LayersModel,
  name: string,
): Promise<ConvolutionFilters> {
  const layer = model.layers.find((candidate) => candidate.name === name);
  if (layer?.getClassName() !== "Conv2D") {
    throw new RangeError(`expected a convolution ${name} in the model, found none`);
  }
  const kernel = layer.getWeights()[0];
  const [height, width, inputs, outputs] = kernel.shape as [number, number, number, number];
  return { height, width, inputs, outputs, values: await kernel.data<"float32">() };
}
