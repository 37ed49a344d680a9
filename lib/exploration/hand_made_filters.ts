/**
 * Filters that a person would write down: what image processing used before filters were learned.
 *
 * @module
 */
import type { Grid } from "./convolution.ts";

const SIZE = 5;

/** Filters of 5×5 by what they answer to; the weights of each sum to 0, so that blank paper gives 0. */
export const HAND_MADE_FILTERS: Readonly<Record<string, Grid>> = {
  "left edge": fromRow([-2, -1, 0, 1, 2]),
  "upper edge": transpose(fromRow([-2, -1, 0, 1, 2])),
  "upright stroke": fromRow([-1, -1, 4, -1, -1]),
  "level stroke": transpose(fromRow([-1, -1, 4, -1, -1])),
};

/** A filter whose rows are all alike, scaled so that its weights are 1 in absolute sum. */
function fromRow(row: readonly number[]): Grid {
  const scale = SIZE * row.reduce((sum, weight) => sum + Math.abs(weight), 0);
  const values = Float64Array.from({ length: SIZE * SIZE }, (_, i) => row[i % SIZE] / scale);
  return { height: SIZE, width: SIZE, values };
}

function transpose({ height, width, values }: Grid): Grid {
  const turned = Float64Array.from(
    { length: values.length },
    (_, i) => values[(i % height) * width + Math.floor(i / height)],
  );
  return { height: width, width: height, values: turned };
}
