/**
 * Picture files from disk.
 *
 * @module
 */
import { InputError, isRefusal } from "../errors.ts";
import { decodePicture } from "../image/decode.ts";
import type { Picture } from "../image/picture.ts";

/** The largest file that is read: more than any picture within the limit of pixels takes. */
const MAX_FILE_BYTES = 500_000_000;

/**
 * Reads a PNG or JPEG.
 *
 * @throws {InputError} If there is no such file, or it holds no picture that can be read.
 */
export async function readPicture(path: string): Promise<Picture> {
  try {
    const { isFile, isDirectory, size } = await Deno.stat(path);
    if (!isFile) {
      const found = isDirectory ? "a folder" : "a device";
      throw new InputError(`${path}: expected a picture, got ${found}`);
    }
    if (size > MAX_FILE_BYTES) {
      throw new InputError(
        `${path}: expected at most ${MAX_FILE_BYTES / 1e6} MB, got ${Math.ceil(size / 1e6)}`,
      );
    }
    return await decodePicture(await Deno.readFile(path), path);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const reason = error instanceof Deno.errors.NotFound ? "found no such file" : error.message;
    throw new InputError(`${path}: expected a picture: ${reason}`);
  }
}
