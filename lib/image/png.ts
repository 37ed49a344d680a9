/**
 * PNG files; the only user of pngjs.
 *
 * @module
 */
import { Buffer } from "node:buffer";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { InputError } from "../errors.ts";
import type { Picture } from "./picture.ts";
import { checkPng } from "./png_chunks.ts";

/**
 * Decodes any PNG: 1 to 16 bits, grey, RGB, palette, with or without alpha, interlaced or not.
 *
 * pngjs takes some damaged files for whole ones and loses the reason for refusing others, so that
 * the file is checked first.
 *
 * @param source The file's name, for messages.
 * @throws {InputError} If the file is damaged, cut short, or larger than the limit.
 */
export function decodePng(bytes: Uint8Array, source: string): Picture {
  const sound = checkPng(bytes, source);
  try {
    const { width, height, data } = PNG.sync.read(
      Buffer.from(sound.buffer, sound.byteOffset, sound.length),
    );
    return { width, height, data };
  } catch (error) {
    throw new InputError(`${source}: expected a sound PNG: ${(error as Error).message}`);
  }
}

/** Encodes a picture as an 8-bit RGBA PNG. */
export function encodePng(picture: Picture): Uint8Array {
  const png = new PNG({ width: picture.width, height: picture.height });
  png.data.set(picture.data);
  return PNG.sync.write(png);
}
