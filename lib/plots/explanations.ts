/**
 * Which strokes speak for and against a digit.
 *
 * @module
 */
import { IMAGE_SIZE, imageAt, type LabeledImages } from "../dataset/labeled_images.ts";
import type { Explanation } from "../robustness/occlusion.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { plotValueMaps } from "./value_maps.ts";

/** Draws explanations over the digits that they are of. */
export function plotExplanations(
  digits: LabeledImages,
  explanations: readonly Explanation[],
  options: FigureOptions & { columns?: number } = {},
): Figure {
  const maps = explanations.map(({ index, digit, role, falls }) => ({
    name: role === "read" ? `read as ${digit}` : `truly ${digit}`,
    values: falls,
    width: IMAGE_SIZE,
    underlay: imageAt(digits, index),
  }));
  return plotValueMaps(maps, {
    title: "What the reading rests on",
    signed: true,
    valueLabel: "fall of the probability when covered",
    ...options,
  });
}
