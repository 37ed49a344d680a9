/**
 * Digits beside the ones most like them.
 *
 * @module
 */
import { type Digits, imageAt } from "../dataset/digits.ts";
import type { Neighbour } from "../exploration/neighbours.ts";
import { plotDigitRows } from "./digit_rows.ts";
import type { Figure, FigureOptions } from "./figure.ts";

/** Draws pairs one above the other, with their labels and the distance between them. */
export function plotPairs(
  digits: Digits,
  pairs: readonly Neighbour[],
  options: FigureOptions = {},
): Figure {
  const label = (index: number) => digits.labels[index];
  return plotDigitRows([
    { name: "one", images: pairs.map(({ index }) => imageAt(digits, index)) },
    { name: "other", images: pairs.map(({ neighbour }) => imageAt(digits, neighbour)) },
  ], {
    title: "Digits and their nearest neighbours",
    columns: pairs.map(({ index, neighbour, distance }) =>
      `${label(index)}, ${label(neighbour)}: ${distance.toFixed(1)}`
    ),
    ...options,
  });
}
