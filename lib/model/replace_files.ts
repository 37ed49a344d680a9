/**
 * Replaces several files of a folder at once, so that a crash at any moment leaves all the old ones or all
 * the new ones, and whoever reads meanwhile sees one or the other. Nothing else in the folder is touched.
 *
 * The new files are written to a folder of their own inside, `.saving-UUID`. Renaming it to `.saved-UUID` is
 * the moment from which they count: readers look there first ({@link readTogether}). Then they move to
 * their places, one by one; if a crash cuts that short, the next replacement goes on with it. It takes any
 * folder for a leftover only by such a name with a marker in it, and removes no file that is not of the set.
 *
 * A file that a new version lacks is removed before it counts: a crash then leaves the old version without it.
 *
 * All happens inside the folder: it may be a mount point or be reached through a link.
 *
 * @module
 */
import { join } from "node:path";
import { exists, removeFile, syncFolder, writeDurably } from "../durable_files.ts";
import { isRefusal } from "../errors.ts";

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const SAVING = new RegExp(`^\\.saving-${UUID}$`), SAVED = new RegExp(`^\\.saved-${UUID}$`);

/** Whether a folder of that name is one in which files are on their way to their places. */
export function isSavingFolder(name: string): boolean {
  return SAVING.test(name) || SAVED.test(name);
}

/** Says that a folder is this module's own. */
const MARKER = ".files-on-their-way";

/** Files by name; one that is undefined belongs to the set, and is not there in this version. */
export type FileSet = Record<string, Uint8Array | undefined>;

/**
 * Replaces files of a folder, which must be there and be written by nobody else (see folder_lock.ts).
 *
 * @param files All files of the set, in the order in which they move into place.
 */
export async function replaceFiles(dir: string, files: FileSet): Promise<void> {
  const names = Object.keys(files);
  await finishEarlier(dir, names);
  for (const name of names) if (!files[name]) await removeFile(join(dir, name));
  const id = crypto.randomUUID();
  const saving = join(dir, `.saving-${id}`), saved = join(dir, `.saved-${id}`);
  try {
    await Deno.mkdir(saving);
    await writeDurably(join(saving, MARKER), new Uint8Array());
    for (const [name, bytes] of Object.entries(files)) {
      if (bytes) await writeDurably(join(saving, name), bytes);
    }
    await syncFolder(saving);
    await Deno.rename(saving, saved);
  } catch (error) {
    await discard(saving, names).catch(() => {}); // what went wrong first is what matters
    throw error;
  }
  await syncFolder(dir);
  await moveIntoPlace(dir, saved, names);
}

/** A folder's files as they belong together; undefined for those that are not there. */
export interface FileReader {
  /** @throws {Deno.errors.NotFound} If there is none. */
  read(name: string): Promise<Uint8Array>;
}

const ATTEMPTS = 20;
const RETRY_MS = 25;

/**
 * Reads files of a folder while somebody may be replacing them: `use` is called again if they changed
 * meanwhile, so that what it answers, or throws, is of one version.
 *
 * @param stamp The file that differs between any two versions.
 */
export async function readTogether<T>(
  dir: string,
  { stamp }: { stamp: string },
  use: (reader: FileReader) => Promise<T>,
): Promise<T> {
  for (let attempt = 1;; attempt++) {
    const before = await takeStamp(dir, stamp);
    const outcome = await settle(use({ read: (name) => readEither(dir, before.saved, name) }));
    const after = await takeStamp(dir, stamp);
    const isSame = before.saved === after.saved && before.text === after.text;
    if (isSame || attempt === ATTEMPTS) return outcome();
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function settle<T>(work: Promise<T>): Promise<() => T> {
  return await work.then((value) => () => value, (error) => () => {
    throw error;
  });
}

async function takeStamp(dir: string, stamp: string) {
  const [saved] = await listOwn(dir, SAVED);
  const text = await readEither(dir, saved, stamp).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => "",
  );
  return { saved, text };
}

/** A file on its way, or in its place. */
async function readEither(dir: string, saved: string | undefined, name: string) {
  if (saved) {
    try {
      return await Deno.readFile(join(dir, saved, name));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return await Deno.readFile(join(dir, name));
}

/** Folders of this module inside `dir`. */
async function listOwn(dir: string, pattern: RegExp): Promise<string[]> {
  const own: string[] = [];
  for (const name of await listFolders(dir)) {
    if (pattern.test(name) && await exists(join(dir, name, MARKER))) own.push(name);
  }
  return own;
}

async function listFolders(dir: string): Promise<string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(dir));
    return entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => name);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return []; // what is wrong here, reading or writing will tell
  }
}

async function finishEarlier(dir: string, names: string[]): Promise<void> {
  for (const name of await listOwn(dir, SAVED)) await moveIntoPlace(dir, join(dir, name), names);
  for (const name of await listOwn(dir, SAVING)) await discard(join(dir, name), names);
  // A crash before the marker was there, or after it was removed, leaves nothing inside.
  for (const name of await listFolders(dir)) {
    if (SAVING.test(name) || SAVED.test(name)) await removeIfEmpty(join(dir, name));
  }
}

async function moveIntoPlace(dir: string, saved: string, names: string[]): Promise<void> {
  for (const name of names) {
    if (await exists(join(saved, name))) await Deno.rename(join(saved, name), join(dir, name));
  }
  await syncFolder(dir);
  await discard(saved, []);
}

/** Removes a folder of this module, unless somebody put something of theirs in it. */
async function discard(folder: string, names: string[]): Promise<void> {
  for (const name of [...names, MARKER]) await removeFile(join(folder, name));
  await removeIfEmpty(folder);
}

async function removeIfEmpty(folder: string): Promise<void> {
  await Deno.remove(folder).catch((error) => {
    const isTheirs = error.code === "ENOTEMPTY" || error.code === "EEXIST";
    if (!(error instanceof Deno.errors.NotFound) && !isTheirs) throw error;
  });
}
