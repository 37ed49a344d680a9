/**
 * Fields of 28×28 pixels, for the corruptions.
 *
 * @module
 */

/** Rows and columns. */
export const SIZE = 28;

/** Ink of 28×28 pixels, from 0 to 1; above and below it is cut off in the end. */
export type Field = Float32Array;

/** Makes a field from the ink of each of its pixels. */
export const makeField = (valueAt: (x: number, y: number) => number): Field =>
  Float32Array.from({ length: SIZE * SIZE }, (_, i) => valueAt(i % SIZE, Math.floor(i / SIZE)));

/** The ink of a pixel, 0 beyond the field. */
export const inkAt = (field: Field, x: number, y: number): number =>
  x >= 0 && x < SIZE && y >= 0 && y < SIZE ? field[y * SIZE + x] : 0;

/** A Gaussian blur; beyond the field the pixels of its edge go on. */
export function smooth(field: Field, deviation: number): Field {
  const reach = Math.ceil(4 * deviation),
    edge = (at: number) => Math.min(SIZE - 1, Math.max(0, at));
  const weights = Array.from(
    { length: 2 * reach + 1 },
    (_, i) => Math.exp(-((i - reach) ** 2) / (2 * deviation ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight);
  const blur = (from: Field, dx: number, dy: number) =>
    makeField((x, y) =>
      weights.reduce((sum, weight, i) => {
        const along = i - reach;
        return sum + weight / total * inkAt(from, edge(x + along * dx), edge(y + along * dy));
      }, 0)
    );
  return blur(blur(field, 1, 0), 0, 1);
}
