/**
 * A run's checkpoints on disk: the newest and the one before it.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { exists, removeFile, syncFolder, writeDurably } from "../durable_files.ts";
import { InputError, isRefusal, reasonOf } from "../errors.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";

/** Where the generation before the newest lies. */
export function previousPath(path: string): string {
  return path.replace(/(\.[^./\\]*)?$/, ".previous$1");
}

/**
 * Writes a checkpoint; the one that was there becomes the previous generation. A crash at any moment leaves
 * one of them whole.
 *
 * @throws {InputError} If no file can be written there.
 */
export async function saveCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const folder = dirname(path), temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    await Deno.mkdir(folder, { recursive: true });
    await writeDurably(temporary, encodeCheckpoint(checkpoint));
    if (await exists(path)) await Deno.rename(path, previousPath(path));
    await Deno.rename(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    if (!isRefusal(error)) throw error;
    throw new InputError(`${path}: cannot write a checkpoint there: ${reasonOf(error)}`);
  }
}

/**
 * Reads the newest checkpoint that is intact.
 *
 * @param onNotice Told in one line if that is not the newest.
 * @throws {InputError} If there is none, or all are damaged: what is wrong with the newest.
 */
export async function loadCheckpoint(
  path: string,
  onNotice: (line: string) => void = () => {},
): Promise<Checkpoint> {
  try {
    return await readCheckpoint(path);
  } catch (error) {
    const previous = await readCheckpoint(previousPath(path)).catch(() => undefined);
    if (!previous || !(error instanceof InputError)) throw error;
    onNotice(`${error.message}; the one before it is intact and taken instead`);
    return previous;
  }
}

/** Whether a run left a checkpoint. */
export async function hasCheckpoint(path: string): Promise<boolean> {
  return await exists(path) || await exists(previousPath(path));
}

/** Removes both generations, and what a crash left half written. */
export async function removeCheckpoints(path: string): Promise<void> {
  await removeFile(path);
  await removeFile(previousPath(path));
  const folder = dirname(path), start = `${basename(path)}.`;
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  for (const { name } of entries) {
    const isOurs = name.startsWith(start) && TEMPORARY.test(name.slice(start.length));
    if (isOurs) await removeFile(join(folder, name));
  }
}

const TEMPORARY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

async function readCheckpoint(path: string): Promise<Checkpoint> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const reason = error instanceof Deno.errors.NotFound ? "found no file" : reasonOf(error);
    throw new InputError(`${path}: expected the checkpoint of an interrupted run: ${reason}`);
  }
  return decodeCheckpoint(bytes, path);
}
