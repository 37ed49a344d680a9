/**
 * A convolution's filters as plain numbers.
 *
 * @module
 */
import type { Model } from "./model.ts";

/** All filters of a convolution. */
export interface ConvolutionFilters {
  /** Rows of a filter. */
  readonly height: number;
  /** Columns of a filter. */
  readonly width: number;
  /** Channels that each filter reads. */
  readonly inputs: number;
  /** How many filters. */
  readonly outputs: number;
  /** `[height, width, inputs, outputs]`. */
  readonly values: Float32Array;
}

/**
 * Reads the filters of the convolution called `name`, a view on the model's weights.
 *
 * @throws {RangeError} If the model has no convolution of that name.
 */
export function readFilters(model: Model, name: string): ConvolutionFilters {
  const kernel = model.weights.find((weight) => weight.name === `${name}/kernel`);
  if (kernel?.shape.length !== 4) {
    throw new RangeError(`expected a convolution ${name} in the model, found none`);
  }
  const [height, width, inputs, outputs] = kernel.shape;
  return { height, width, inputs, outputs, values: kernel.values };
}
