/**
 * Puts a finished folder in the place of another so that a crash at any moment leaves one of them whole.
 *
 * A folder cannot be replaced in one step, so the old one steps aside to `NAME.old` for a moment. Whoever
 * reads finds it there if need be ({@link findFolder}); the next replacement tidies up.
 *
 * @module
 */
import fs from "node:fs/promises";
import { join } from "node:path";

/**
 * Moves `next` to `dir`. Of a folder that was there before, the entries that `isDiscarded` names are
 * removed and all others are kept: a person's notes, other models.
 */
export async function replaceFolder(
  dir: string,
  next: string,
  { isDiscarded }: { isDiscarded: (entry: string) => boolean },
): Promise<void> {
  await recoverFolder(dir, isDiscarded);
  if (await exists(dir)) await fs.rename(dir, `${dir}.old`);
  await fs.rename(next, dir);
  await recoverFolder(dir, isDiscarded);
}

/** Says where a folder is to be read: `NAME.old` if a crash struck while it was being replaced. */
export async function findFolder(dir: string): Promise<string> {
  return !await exists(dir) && await exists(`${dir}.old`) ? `${dir}.old` : dir;
}

/** Removes a file or a folder with all it holds, if there is one. */
export async function removeIfThere(path: string): Promise<void> {
  if (await exists(path)) await fs.rm(path, { recursive: true });
}

async function recoverFolder(
  dir: string,
  isDiscarded: (entry: string) => boolean,
): Promise<void> {
  const old = `${dir}.old`;
  if (!await exists(old)) return;
  if (!await exists(dir)) return await fs.rename(old, dir);
  for (const name of await fs.readdir(old)) {
    if (!isDiscarded(name)) await fs.rename(join(old, name), join(dir, name));
  }
  await removeIfThere(old);
}

async function exists(path: string): Promise<boolean> {
  return await fs.lstat(path).then(() => true, () => false);
}
