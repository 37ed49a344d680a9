/**
 * Digits beside the ones most like them.
 *
 * @module
 */
import { imageAt, type LabeledImages } from "../dataset/labeled_images.ts";
import type { Neighbour } from "../exploration/neighbours.ts";
import { plotImageRows } from "./image_rows.ts";
import type { Figure, FigureOptions } from "./figure.ts";

/**
 * Draws pairs one above the other, with their labels and the distance between them.
 *
 * @param digits All that were searched for pairs.
 */
export function plotPairs(
  digits: LabeledImages,
  pairs: readonly Neighbour[],
  options: FigureOptions = {},
): Figure {
  const label = (index: number) => digits.labels[index];
  return plotImageRows([
    { name: "digit", images: pairs.map(({ index }) => imageAt(digits, index)) },
    { name: "nearest", images: pairs.map(({ neighbour }) => imageAt(digits, neighbour)) },
  ], {
    title: "Digits and their nearest neighbours",
    subtitle:
      `From ${
        digits.count.toLocaleString("en")
      } digits, all compared with each other pixel by pixel. ` +
      "Above each pair: its labels, and the Euclidean distance in ink (full ink is 1).",
    columns: pairs.map(({ index, neighbour, distance }) =>
      `${label(index)}, ${label(neighbour)}: ${distance.toFixed(1)}`
    ),
    ...options,
  });
}
