/**
 * Files that may be anything.
 *
 * @module
 */
import { readFile, stat } from "node:fs/promises";
import { InputError, isRefusal, reasonOf } from "../errors.ts";

/** More than any network of 28×28 images has; a file is read whole. */
const MAX_BYTES = 256 * 2 ** 20;

/**
 * Reads a whole file.
 *
 * @throws {InputError} If it cannot be read or is larger than 256 MiB.
 */
export async function readFileBytes(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= MAX_BYTES) return new Uint8Array(await readFile(path));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${path}: expected a file that can be read: ${reasonOf(error)}`);
  }
  throw new InputError(`${path}: expected at most 256 MiB, got more`);
}
