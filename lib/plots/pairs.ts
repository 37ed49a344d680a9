/**
 * Images beside their nearest neighbours.
 *
 * @module
 */
import { imageAt, type LabeledImages } from "../dataset/labeled_images.ts";
import type { Neighbour } from "../exploration/neighbours.ts";
import { labelClasses } from "./class_names.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { plotImageRows } from "./image_rows.ts";

/**
 * Draws pairs one above the other, with their classes and the distance between them.
 *
 * @param images All that were searched for pairs.
 */
export function plotPairs(
  images: LabeledImages,
  pairs: readonly Neighbour[],
  options: FigureOptions = {},
): Figure {
  const names = labelClasses(images.classes);
  const row = (name: string, indices: readonly number[]) => ({
    name,
    images: indices.map((index) => imageAt(images, index)),
    captions: indices.map((index) => names[images.labels[index]]),
  });
  const count = images.count.toLocaleString("en");
  return plotImageRows([
    row("image", pairs.map(({ index }) => index)),
    row("nearest", pairs.map(({ neighbour }) => neighbour)),
  ], {
    title: "Images and their nearest neighbours",
    subtitle: `From ${count} images, all compared with each other pixel by pixel. ` +
      "Above each pair: the Euclidean distance in ink (full ink is 1). Below each image: its class.",
    columns: pairs.map(({ distance }) => distance.toFixed(1)),
    ...options,
  });
}
