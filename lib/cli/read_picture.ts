/**
 * Picture files from disk.
 *
 * @module
 */
import { InputError, isRefusal, reasonOf } from "../errors.ts";
import { DECODE_LIMITS, decodePicture } from "../image/decode.ts";
import type { Picture } from "../image/picture.ts";

/**
 * Reads a picture file of any kind that {@link decodePicture} knows.
 *
 * @param name What errors call it.
 * @throws {InputError} If there is no such file, or it holds no picture that can be read.
 */
export async function readPicture(path: string, name = path): Promise<Picture> {
  try {
    const { isFile, isDirectory, size } = await Deno.stat(path);
    if (!isFile) {
      const found = isDirectory ? "a folder" : "a device";
      throw new InputError(`${name}: expected a picture, got ${found}`);
    }
    if (size > DECODE_LIMITS.bytes) {
      throw new InputError(
        `${name}: expected at most ${DECODE_LIMITS.bytes / 1e6} MB, got ${Math.ceil(size / 1e6)}`,
      );
    }
    return await decodePicture(await Deno.readFile(path), name, { takeBytes: true });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const reason = error instanceof Deno.errors.NotFound ? "found no such file" : reasonOf(error);
    throw new InputError(`${name}: expected a picture: ${reason}`);
  }
}
