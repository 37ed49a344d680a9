/**
 * One writer a folder. The lock is the operating system's, on a file `.lock` in the folder, which says who
 * holds it: when its owner dies, however that happens, the lock is free, and what the file says is stale.
 *
 * @module
 */
import { hostname } from "node:os";
import { join } from "node:path";
import { exists, removeFile } from "./durable_files.ts";
import { InputError, isRefusal, reasonOf } from "./errors.ts";

const LOCK_FILE = ".lock";

const RETRY_MS = 20;

/** A folder that this process may write; {@link FolderLock.release} lets others. */
export interface FolderLock {
  release(): Promise<void>;
}

/** By the folders' real paths, how often this process holds their locks. */
const held = new Map<string, { file: Deno.FsFile; count: number; isNew: boolean }>();

/**
 * Locks a folder, which is made if need be. Within one process a lock may be taken several times.
 *
 * @param work What the lock is for, such as "training": a refused one is told.
 * @param waitMs How long to wait for another process. Default: not at all.
 * @param shown What errors call the folder. Default: the path.
 * @throws {InputError} If another process holds it, naming that.
 */
export async function lockFolder(
  dir: string,
  { work, waitMs = 0, shown = dir }: { work: string; waitMs?: number; shown?: string },
): Promise<FolderLock> {
  try {
    const isNew = !await exists(dir);
    await Deno.mkdir(dir, { recursive: true });
    const folder = await Deno.realPath(dir), deadline = performance.now() + waitMs;
    while (!await take(folder, { work, isNew })) {
      if (performance.now() >= deadline) throw await describeOwner(folder, shown);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
    return { release: () => release(folder) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${shown}: expected a folder that can be written: ${reasonOf(error)}`);
  }
}

async function take(
  folder: string,
  { work, isNew }: { work: string; isNew: boolean },
): Promise<boolean> {
  const own = held.get(folder);
  if (own) {
    own.count++;
    return true;
  }
  const file = await tryLock(join(folder, LOCK_FILE), work);
  if (file) held.set(folder, { file, count: 1, isNew });
  return file !== undefined;
}

/** A folder that the lock made and that is still empty goes with it. */
async function release(folder: string): Promise<void> {
  const own = held.get(folder);
  if (!own || --own.count > 0) return;
  held.delete(folder);
  // Removed while it is held: whoever opened it before finds out in tryLock(). If it stays, it is stale.
  await removeFile(join(folder, LOCK_FILE)).catch(() => {});
  own.file.close();
  if (own.isNew) await Deno.remove(folder).catch(() => {});
}

/** The locked file; undefined if another process holds it. */
async function tryLock(path: string, work: string): Promise<Deno.FsFile | undefined> {
  const file = await Deno.open(path, { read: true, write: true, create: true });
  try {
    if (await file.tryLock(true) && await isStillAt(file, path)) {
      const owner = { pid: Deno.pid, host: hostname(), since: new Date().toISOString(), work };
      await file.truncate();
      await file.write(new TextEncoder().encode(JSON.stringify(owner) + "\n"));
      return file;
    }
  } catch (error) {
    file.close();
    throw error; // a full disk; the file stays, as after a crash
  }
  file.close();
}

/** The last owner may have removed the file between our opening and locking it. */
async function isStillAt(file: Deno.FsFile, path: string): Promise<boolean> {
  const [own, there] = await Promise.all([file.stat(), Deno.stat(path).catch(() => null)]);
  return there !== null && own.ino === there.ino && own.dev === there.dev;
}

async function describeOwner(folder: string, shown: string): Promise<InputError> {
  const text = await Deno.readTextFile(join(folder, LOCK_FILE)).catch(() => "");
  let owner = "another process";
  try {
    const { pid, host, since, work } = JSON.parse(text);
    owner = `process ${pid} on ${host}, ${work} since ${since}`;
  } catch {
    // It has just begun or ended.
  }
  return new InputError(
    `${shown}: expected a folder that nobody else writes, got one held by ${owner}; ` +
      "wait for its end or choose another folder",
  );
}
