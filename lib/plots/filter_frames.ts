/**
 * A layer's filters at several moments of a training run.
 *
 * @module
 */
import type { Figure, FigureOptions } from "./figure.ts";
import { plotValueMaps } from "./value_maps.ts";

/** The weights after so many steps. */
export interface FilterFrame {
  /** Steps taken so far. */
  readonly step: number;
  /** `[size, size, 1, filters]`. */
  readonly values: ArrayLike<number>;
}

/**
 * Draws a row of filters for each moment, all on one scale.
 *
 * @param options `size` is the side length of a filter.
 */
export function plotFilterFrames(
  frames: readonly FilterFrame[],
  options: FigureOptions & { size: number },
): Figure {
  const { size, ...others } = options;
  const count = (frames[0]?.values.length ?? 0) / size ** 2;
  const maps = frames.flatMap(({ step, values }) =>
    Array.from({ length: count }, (_, filter) => ({
      name: filter === 0 ? `step ${step}` : "",
      values: Float32Array.from({ length: size ** 2 }, (_, i) => values[i * count + filter]),
      width: size,
    }))
  );
  return plotValueMaps(maps, {
    title: "Filters as training goes on",
    signed: true,
    valueLabel: "weight",
    columns: Math.max(8, count),
    ...others,
    ...(count > 0 && count < 8 ? { columns: count, width: Math.max(360, 90 * count) } : {}),
  });
}
