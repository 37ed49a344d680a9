/**
 * What a convolution looks for, and what it finds in an image.
 *
 * @module
 */
import type { Figure, FigureOptions } from "./figure.ts";
import { plotValueMaps } from "./value_maps.ts";

/** A layer's output for one image. */
export interface LayerOutput {
  /** Rows of a map. */
  height: number;
  /** Columns of a map. */
  width: number;
  /** How many maps. */
  channels: number;
  /** `[height, width, channels]`. */
  values: ArrayLike<number>;
}

/** All filters of a convolution. */
export interface Filters {
  /** Rows of a filter. */
  height: number;
  /** Columns of a filter. */
  width: number;
  /** Maps that a filter reads. */
  inputs: number;
  /** How many filters. */
  outputs: number;
  /** `[height, width, inputs, outputs]`. */
  values: ArrayLike<number>;
}

/** Draws each feature map of a layer's output. */
export function plotFeatureMaps(
  { width, channels, values }: LayerOutput,
  options: FigureOptions & { columns?: number } = {},
): Figure {
  const maps = Array.from({ length: channels }, (_, channel) => ({
    name: String(channel + 1),
    values: takeEvery(values, channel, channels),
    width,
  }));
  return plotValueMaps(maps, { title: "Feature maps", valueLabel: "activation", ...options });
}

/** Draws the filters of one input channel, the first by default. */
export function plotFilters(
  { width, inputs, outputs, values }: Filters,
  options: FigureOptions & { input?: number; columns?: number } = {},
): Figure {
  const { input = 0 } = options;
  const maps = Array.from({ length: outputs }, (_, output) => ({
    name: String(output + 1),
    values: takeEvery(values, input * outputs + output, inputs * outputs),
    width,
  }));
  return plotValueMaps(maps, { title: "Filters", signed: true, valueLabel: "weight", ...options });
}

/** The numbers at `start`, `start + step` and so on. */
function takeEvery(values: ArrayLike<number>, start: number, step: number): Float32Array {
  const count = values.length / step;
  return Float32Array.from({ length: count }, (_, i) => values[start + i * step]);
}
