/**
 * A decoded picture, whatever its file format was; a browser's `ImageData` is one too.
 *
 * @module
 */
import { InputError } from "../errors.ts";

/** Pixels as 8-bit sRGB with straight (not premultiplied) alpha. */
export interface Picture {
  /** Pixels in a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Red, green, blue, alpha of each pixel, row by row, `width * height * 4` bytes. */
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** A rectangle of pixels. */
export interface Box {
  /** Pixels from the picture's left edge. */
  left: number;
  /** Pixels from the picture's top edge. */
  top: number;
  /** Pixels in a row of the box. */
  width: number;
  /** Rows of the box. */
  height: number;
}

/** The largest picture that is decoded: room for a 50-megapixel photo, 200 MB as RGBA. */
export const MAX_PICTURE_PIXELS = 50_000_000;

/**
 * Checks the dimensions that a file's header claims, before anything is allocated for them.
 *
 * @param source The file's name, for the message.
 * @throws {InputError} If a side is 0 or the area is above the limit.
 */
export function checkPictureSize(
  source: string,
  size: { width: number; height: number },
  maxPixels = MAX_PICTURE_PIXELS,
): void {
  const { width, height } = size;
  if (width > 0 && height > 0 && width * height <= maxPixels) return;
  throw new InputError(
    `${source}: expected 1 to ${maxPixels / 1e6} million pixels, got ${width} × ${height}`,
  );
}

/** Copies the part of a picture that lies in a box of whole pixels inside it. */
export function cropPicture(picture: Picture, box: Box): Picture {
  const { left, top, width, height } = box;
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * picture.width + left) * 4;
    data.set(picture.data.subarray(start, start + width * 4), y * width * 4);
  }
  return { width, height, data };
}

/**
 * Makes a picture smaller by a whole factor, each new pixel the mean of `factor * factor` old ones
 * (fewer at the right and bottom edge), colours weighted by their alpha.
 */
export function shrinkPicture(picture: Picture, factor: number): Picture {
  if (factor === 1) return picture;
  const width = Math.ceil(picture.width / factor);
  const height = Math.ceil(picture.height / factor);
  const data = new Uint8Array(width * height * 4);
  const sums = new Float64Array(width * 4);
  for (let y = 0; y < height; y++) {
    const rows = Math.min(factor, picture.height - y * factor);
    sums.fill(0);
    for (let row = 0; row < rows; row++) addRow(sums, picture, { y: y * factor + row, factor });
    for (let x = 0; x < width; x++) {
      const columns = Math.min(factor, picture.width - x * factor), alphas = sums[4 * x + 3];
      const i = 4 * (y * width + x);
      for (let c = 0; c < 3; c++) data[i + c] = Math.round(sums[4 * x + c] / Math.max(1, alphas));
      data[i + 3] = Math.round(alphas / (rows * columns));
    }
  }
  return { width, height, data };
}

/** Adds one row's alphas, and its colours times alpha, to the sums of their blocks. */
function addRow(
  sums: Float64Array,
  { width, data }: Picture,
  { y, factor }: { y: number; factor: number },
): void {
  let i = 4 * y * width;
  for (let start = 0, block = 0; start < width; start += factor, block += 4) {
    let red = 0, green = 0, blue = 0, alphas = 0;
    for (const end = 4 * (y * width + Math.min(start + factor, width)); i < end; i += 4) {
      const alpha = data[i + 3];
      red += data[i] * alpha;
      green += data[i + 1] * alpha;
      blue += data[i + 2] * alpha;
      alphas += alpha;
    }
    sums[block] += red;
    sums[block + 1] += green;
    sums[block + 2] += blue;
    sums[block + 3] += alphas;
  }
}
