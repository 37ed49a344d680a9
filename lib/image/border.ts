/**
 * The outermost pixels of a picture, which tell what its background is.
 *
 * @module
 */

/** How much a tone may vary along the border (middle half of the values) for an even background. */
export const EVEN_BORDER_SPREAD = 0.03;

/** Indices of the pixels that lie within 2 % of the shorter side from the border. */
export function borderPlaces(width: number, height: number): Int32Array {
  const margin = Math.ceil(0.02 * Math.min(width, height));
  const innerWidth = Math.max(0, width - 2 * margin),
    innerHeight = Math.max(0, height - 2 * margin);
  const places = new Int32Array(width * height - innerWidth * innerHeight);
  let count = 0;
  for (let y = 0; y < height; y++) {
    const isInner = y >= margin && y < height - margin && innerWidth > 0;
    for (let x = 0; x < width; x++) {
      if (isInner && x === margin) x += innerWidth;
      places[count++] = y * width + x;
    }
  }
  return places;
}

/** The values of a plane, or of one of several channels side by side, at some places. */
export function valuesAt(
  data: Float32Array,
  places: Int32Array,
  { channel, channels }: { channel: number; channels: number },
): Float32Array {
  const values = new Float32Array(places.length);
  for (let i = 0; i < values.length; i++) values[i] = data[places[i] * channels + channel];
  return values;
}
