/**
 * Which parts of an image count for and against a class.
 *
 * @module
 */
import { IMAGE_SIZE, imageAt, type LabeledImages } from "../dataset/labeled_images.ts";
import type { Explanation } from "../robustness/occlusion.ts";
import { labelClasses } from "./class_names.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { plotValueMaps } from "./value_maps.ts";

/** Draws explanations over the images that they explain. */
export function plotExplanations(
  images: LabeledImages,
  explanations: readonly Explanation[],
  options: FigureOptions & { columns?: number } = {},
): Figure {
  const names = labelClasses(images.classes);
  const maps = explanations.map(({ index, label, role, drops }) => ({
    name: `${role}: ${names[label]}`,
    values: drops,
    width: IMAGE_SIZE,
    underlay: imageAt(images, index),
  }));
  return plotValueMaps(maps, {
    title: "What the prediction rests on",
    signed: true,
    valueLabel: "drop of the probability when occluded",
    ...options,
  });
}
