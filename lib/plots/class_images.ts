/**
 * What the images of a class have in common, and where they differ.
 *
 * @module
 */
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import type { ClassStatistics } from "../exploration/class_statistics.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { plotImageGrid } from "./image_grid.ts";
import { plotValueMaps } from "./value_maps.ts";

const MOST_COLUMNS = 13;

/** Draws the mean image of each class, blank for a class without images. */
export function plotClassMeans(
  statistics: readonly ClassStatistics[],
  options: FigureOptions = {},
): Figure {
  return plotImageGrid(statistics.map(({ name, mean }) => ({ image: mean, label: name })), {
    title: "Mean image of each class",
    columns: countColumns(statistics.length),
    ...options,
  });
}

/** Draws how far the ink of each pixel varies within each class. */
export function plotClassSpreads(
  statistics: readonly ClassStatistics[],
  options: FigureOptions = {},
): Figure {
  const maps = statistics.map(({ name, spread }) => ({ name, values: spread, width: IMAGE_SIZE }));
  return plotValueMaps(maps, {
    title: "Where images of the same class differ",
    valueLabel: "standard deviation of the ink",
    columns: countColumns(statistics.length),
    ...options,
  });
}

/** Columns of rows of about equal length. */
function countColumns(count: number): number {
  const rows = Math.ceil(count / MOST_COLUMNS);
  return Math.max(8, Math.ceil(count / rows));
}
