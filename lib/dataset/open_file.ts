/**
 * A person's data files: plain or gzipped, told apart by their first bytes.
 *
 * @module
 */
import { join } from "node:path";
import { InputError, isRefusal } from "../errors.ts";
import { collectChunks, firstLine, unzipChunks } from "./verified_file.ts";

/** A file, and what the person called it. */
export interface NamedFile {
  /** Where it is. */
  readonly path: string;
  /** What errors call it. */
  readonly name: string;
}

/** What is in a folder, by its name there. */
export function childOf({ path, name }: NamedFile, child: string): NamedFile {
  return { path: join(path, child), name: `${name.replace(/\/+$/, "")}/${child}` };
}

/** More than any file of 28×28 images has: 1.2 million of them. */
export const MAX_FILE_BYTES = 1_000_000_000;

/**
 * Streams a file, through gunzip if it is gzipped, whatever it is called.
 *
 * @throws {InputError} If it cannot be read, or is damaged.
 */
export async function* readChunks(
  { path, name }: NamedFile,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  try {
    // A pipe would be waited for until somebody writes into it.
    if (!(await Deno.stat(path)).isFile) throw new Error("expected a file, got something else");
    const file = await Deno.open(path);
    const magic = new Uint8Array(2);
    await file.read(magic);
    await file.seek(0, Deno.SeekMode.Start);
    const gzipped = magic[0] === 0x1f && magic[1] === 0x8b;
    yield* gzipped ? unzipChunks(file.readable) : file.readable;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${name}: ${firstLine(error)}`);
  }
}

/** The first bytes of a file, unzipped; fewer where the file is shorter. */
export async function readStart(file: NamedFile, length: number): Promise<Uint8Array> {
  const start = new Uint8Array(length);
  let filled = 0;
  for await (const chunk of readChunks(file)) {
    const taken = chunk.subarray(0, length - filled);
    start.set(taken, filled);
    filled += taken.length;
    if (filled === length) break;
  }
  return start.subarray(0, filled);
}

/**
 * A whole file, unzipped.
 *
 * @param most Bytes that it may have.
 * @throws {InputError} If it cannot be read, is damaged or has more; these are then not read.
 */
export async function readWhole(file: NamedFile, most: number): Promise<Uint8Array> {
  return await collectChunks(readChunks(file), most).catch((error) => {
    throw error instanceof InputError ? error : new InputError(`${file.name}: ${firstLine(error)}`);
  });
}

/** What is at a path: "file", "folder", or nothing. */
export async function statKind({ path, name }: NamedFile): Promise<"file" | "folder" | undefined> {
  try {
    const { isDirectory, isFile } = await Deno.stat(path);
    if (isDirectory) return "folder";
    if (isFile) return "file";
    throw new InputError(`${name}: expected a file or a folder, got a device`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    if (isRefusal(error)) throw new InputError(`${name}: ${firstLine(error)}`);
    throw error;
  }
}

/** Names in a folder, sorted; hidden ones and what operating systems leave there are left out. */
export async function listFolder(
  folder: NamedFile,
): Promise<{ files: string[]; folders: string[] }> {
  const files: string[] = [], folders: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder.path)) {
      if (/^(\..*|__MACOSX|Thumbs\.db|desktop\.ini)$/i.test(entry.name)) continue;
      const isFolder = entry.isSymlink
        ? await statKind(childOf(folder, entry.name)).catch(() => undefined) === "folder"
        : entry.isDirectory;
      (isFolder ? folders : files).push(entry.name);
    }
  } catch (error) {
    throw new InputError(`${folder.name}: expected a readable folder: ${firstLine(error)}`);
  }
  return { files: files.sort(), folders: folders.sort() };
}
