/**
 * The one way in which single files are written.
 *
 * @module
 */
import { rename, rm, writeFile } from "node:fs/promises";

/** Writes a file under a temporary name beside it and renames it, so that nobody sees half of it. */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    await writeFile(temporary, bytes, { flag: "wx" });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}
