/**
 * The outermost pixels of a picture, which tell what its background is.
 *
 * @module
 */

/** How much a tone may vary along the border (middle half of the values) for an even background. */
export const EVEN_BORDER_SPREAD = 0.03;

/** Indices of the pixels that lie within 2 % of the shorter side from the border. */
export function* borderPlaces(width: number, height: number): Generator<number> {
  const margin = Math.ceil(0.02 * Math.min(width, height));
  for (let y = 0; y < height; y++) {
    const inner = y >= margin && y < height - margin ? Math.max(0, width - 2 * margin) : 0;
    const left = inner > 0 ? margin : width;
    for (let x = 0; x < width; x++) {
      if (x === left) x += inner;
      if (x < width) yield y * width + x;
    }
  }
}
