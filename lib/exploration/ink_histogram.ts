/**
 * How the ink of pixels is distributed.
 *
 * @module
 */

/** Pixels with at least `lower` and less than `upper` ink; the last bin includes full ink. */
export interface InkBin {
  /** Ink, 0 to 1. */
  readonly lower: number;
  /** Ink, 0 to 1. */
  readonly upper: number;
  /** How many pixels. */
  readonly count: number;
  /** `count` as a share of all pixels. */
  readonly share: number;
}

/** How the ink of all pixels is distributed. */
export interface InkHistogram {
  /** From paper to full ink. */
  readonly bins: InkBin[];
  /** Share of pixels without any ink. */
  readonly blankShare: number;
  /** Share of pixels with full ink. */
  readonly fullShare: number;
}

/**
 * Counts the pixels of images by their ink.
 *
 * @param images Ink bytes, 0 to 255.
 * @param binCount A divisor of 256, so that each bin covers equally many byte values. Default 16.
 * @throws {RangeError} If there are no pixels, or `binCount` does not divide 256.
 */
export function countInk(images: Uint8Array, binCount = 16): InkHistogram {
  if (images.length === 0) throw new RangeError("expected at least one pixel, got none");
  if (!(binCount >= 1) || 256 % binCount !== 0) {
    throw new RangeError(`binCount: expected a divisor of 256, got ${binCount}`);
  }
  const byValue = new Uint32Array(256);
  for (const byte of images) byValue[byte]++;
  const width = 256 / binCount;
  const bins = Array.from({ length: binCount }, (_, bin) => {
    const count = byValue.subarray(bin * width, (bin + 1) * width).reduce((a, b) => a + b, 0);
    return {
      lower: bin / binCount,
      upper: (bin + 1) / binCount,
      count,
      share: count / images.length,
    };
  });
  return {
    bins,
    blankShare: byValue[0] / images.length,
    fullShare: byValue[255] / images.length,
  };
}
