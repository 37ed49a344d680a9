/**
 * A convolution's filters as plain numbers.
 *
 * @module
 */
import type { Grid } from "../exploration/convolution.ts";
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

/**
 * One filter's weights for one of its input channels, as a map.
 *
 * @throws {RangeError} If there is no such filter or channel.
 */
export function filterAt(
  { height, width, inputs, outputs, values }: ConvolutionFilters,
  output: number,
  input = 0,
): Grid {
  if (!(output >= 0 && output < outputs && input >= 0 && input < inputs)) {
    throw new RangeError(
      `expected a filter from 0 to ${outputs - 1} of channels 0 to ${inputs - 1}, got ` +
        `filter ${output}, channel ${input}`,
    );
  }
  const weights = Float64Array.from(
    { length: height * width },
    (_, i) => values[(i * inputs + input) * outputs + output],
  );
  return { height, width, values: weights };
}
