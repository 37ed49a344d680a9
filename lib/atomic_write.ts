/**
 * The one way in which single files are written.
 *
 * @module
 */
import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { isRefusal, reasonOf } from "./errors.ts";

/**
 * Writes a file under a temporary name beside it and renames it, so that nobody sees half of it. A link is written
 * through; what is no file, such as /dev/stdout, is written to as it is.
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const info = await stat(target).catch(() => undefined);
  const temporary = `${target}.${crypto.randomUUID()}.tmp`;
  try {
    if (info && !info.isFile()) return await writeFile(target, bytes);
    await writeFile(temporary, bytes, { flag: "wx" });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw isRefusal(error) ? nameFile(error, path) : error;
  }
}

/** A refused write names no file, all else the temporary one. */
function nameFile(error: Error & { code?: string }, path: string): Error {
  const message = `${reasonOf(error).split(/, (?:open|write|rename)\b/)[0]}: ${path}`;
  return Object.assign(new Error(message, { cause: error }), { code: error.code });
}
