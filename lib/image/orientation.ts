/**
 * Pictures that are stored turned, as cameras do, and say so in their EXIF data.
 *
 * @module
 */
import type { Picture } from "./picture.ts";

/** EXIF's tag of the orientation (Exif 2.32, table 5). */
const ORIENTATION_TAG = 0x0112;

/**
 * Reads the orientation from EXIF data, which is laid out as a TIFF file.
 *
 * @param exif From its byte order mark on, without JPEG's `Exif\0\0`.
 * @returns 1 (upright) to 8; 1 as well if there is none or the data is damaged.
 */
export function readOrientation(exif: Uint8Array): number {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  if (exif.length < 14) return 1;
  const littleEndian = exif[0] === 0x49;
  const start = view.getUint32(4, littleEndian);
  if (start + 2 > exif.length) return 1;
  const end = Math.min(exif.length, start + 2 + 12 * view.getUint16(start, littleEndian));
  for (let entry = start + 2; entry + 12 <= end; entry += 12) {
    if (view.getUint16(entry, littleEndian) !== ORIENTATION_TAG) continue;
    const orientation = view.getUint16(entry + 8, littleEndian);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
}

/** Turns and mirrors a picture that is stored in one of EXIF's eight orientations upright. */
export function turnUpright(picture: Picture, orientation: number): Picture {
  if (orientation === 1) return picture;
  const { width, height } = picture;
  const swapped = orientation >= 5;
  const flippedX = [2, 3, 7, 8].includes(orientation);
  const flippedY = [3, 4, 6, 7].includes(orientation);
  const upright = swapped ? { width: height, height: width } : { width, height };
  const data = new Uint8Array(width * height * 4);
  // Whole pixels; a copy, since a view of words must begin at a multiple of four.
  const pixels = new Uint32Array(Uint8Array.from(picture.data).buffer);
  const turned = new Uint32Array(data.buffer);
  for (let y = 0, i = 0; y < upright.height; y++) {
    for (let x = 0; x < upright.width; x++) {
      const column = swapped ? y : x, row = swapped ? x : y;
      const fromX = flippedX ? width - 1 - column : column;
      const fromY = flippedY ? height - 1 - row : row;
      turned[i++] = pixels[fromY * width + fromX];
    }
  }
  return { ...upright, data };
}
