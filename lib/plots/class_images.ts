/**
 * What the digits of a class have in common, and where they differ.
 *
 * @module
 */
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import type { ClassStatistics } from "../exploration/class_statistics.ts";
import { plotImageRows } from "./image_rows.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { plotValueMaps } from "./value_maps.ts";

/** Draws the mean image of each class, blank for a class without digits. */
export function plotClassMeans(
  classes: readonly ClassStatistics[],
  options: FigureOptions = {},
): Figure {
  return plotImageRows([{ name: "mean", images: classes.map(({ mean }) => mean) }], {
    title: "Mean image of each digit",
    columns: classes.map(({ digit }) => String(digit)),
    ...options,
  });
}

/** Draws how far the ink of each pixel varies within each class. */
export function plotClassSpreads(
  classes: readonly ClassStatistics[],
  options: FigureOptions = {},
): Figure {
  const maps = classes.map(({ digit, spread }) => ({
    name: String(digit),
    values: spread,
    width: IMAGE_SIZE,
  }));
  return plotValueMaps(maps, {
    title: "Where writers of the same digit differ",
    valueLabel: "standard deviation of the ink",
    columns: classes.length,
    ...options,
  });
}
