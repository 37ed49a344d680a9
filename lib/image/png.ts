/**
 * PNG files; the only user of pngjs.
 *
 * @module
 */
import { Buffer } from "node:buffer";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { InputError } from "../errors.ts";
import { readOrientation, turnUpright } from "./orientation.ts";
import type { Picture } from "./picture.ts";
import { checkPng } from "./png_chunks.ts";

/** Where width and height stand: behind the signature and the header's length and type. */
const SIZE_OFFSET = 16;

/**
 * The longest side and the largest file of a PNG that pngjs decodes within a fraction of a second,
 * however it is made; millions of empty chunks take time, too.
 */
const SMALL_SIDE = 2048, SMALL_BYTES = 4_000_000;

/**
 * Decodes any PNG: 1 to 16 bits, grey, RGB, palette, with or without alpha, interlaced or not,
 * turned upright as its EXIF data says.
 *
 * pngjs takes some damaged files for whole ones and loses the reason for refusing others, so that
 * the file is checked first.
 *
 * @param source The file's name, for messages.
 * @throws {InputError} If the file is damaged, cut short, or larger than the limit.
 */
export function decodePng(bytes: Uint8Array, source: string): Picture {
  const { sound, exif } = checkPng(bytes, source);
  try {
    const { width, height, data } = PNG.sync.read(
      Buffer.from(sound.buffer, sound.byteOffset, sound.length),
    );
    return turnUpright({ width, height, data }, exif ? readOrientation(exif) : 1);
  } catch (error) {
    throw new InputError(`${source}: expected a sound PNG: ${(error as Error).message}`);
  }
}

/** Reads the dimensions in a PNG's header, if there is one. */
export function readPngSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes.length < SIZE_OFFSET + 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + SIZE_OFFSET, 8);
  return { width: view.getUint32(0), height: view.getUint32(4) };
}

/**
 * Whether a PNG is so small, by its length and by its header, that {@link decodePng}, which holds it
 * to its header, may decode it on the thread that asks.
 */
export function isSmallPng(bytes: Uint8Array, maxPixels: number): boolean {
  const size = readPngSize(bytes);
  if (!size) return true; // refused at once
  const { width, height } = size;
  return Math.max(width, height) <= SMALL_SIDE && width * height <= maxPixels &&
    bytes.length <= SMALL_BYTES;
}

/** Encodes a picture as an 8-bit RGBA PNG. */
export function encodePng(picture: Picture): Uint8Array {
  const png = new PNG({ width: picture.width, height: picture.height });
  png.data.set(picture.data);
  return PNG.sync.write(png);
}
