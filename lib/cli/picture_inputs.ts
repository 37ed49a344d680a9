/**
 * The pictures that a person names: files, folders, patterns, standard input.
 *
 * @module
 */
import { glob } from "node:fs/promises";
import { join, relative, resolve } from "@std/path";
import { InputError, isRefusal, reasonOf } from "../errors.ts";

/** One picture to read. */
export interface PictureInput {
  /** What the person calls it; "-" is standard input. */
  readonly name: string;
  /** Absolute; none for standard input. */
  readonly path?: string;
}

/** What names came to. */
export interface PictureInputs {
  readonly inputs: readonly PictureInput[];
  /** Names that lead to no picture, and why. */
  readonly failures: readonly { name: string; reason: string }[];
}

/** Standard input. */
export const STDIN_NAME = "-";

/** Files that are taken for pictures in a folder, by their names. */
const PICTURE_NAME = /\.(png|jpe?g|webp|gif|bmp|tiff?|avif|heic|heif)$/i;

const HAS_PATTERN = /[*?[\]{}]/;

/**
 * Finds the pictures that names lead to, in their order; a folder's and a pattern's in the order of the
 * alphabet. Folders are walked through; links to folders are not followed.
 *
 * @param cwd What relative names start from.
 */
export async function findPictures(
  names: readonly string[],
  { cwd }: { cwd: string },
): Promise<PictureInputs> {
  const inputs: PictureInput[] = [], failures: { name: string; reason: string }[] = [];
  for (const name of names) {
    try {
      inputs.push(...await findOf(name, cwd));
    } catch (error) {
      if (!(error instanceof InputError) && !isRefusal(error)) throw error;
      failures.push({ name, reason: reasonOf(error) });
    }
  }
  return { inputs, failures };
}

async function findOf(name: string, cwd: string): Promise<PictureInput[]> {
  if (name === STDIN_NAME) return [{ name }];
  if (name === "") throw new InputError("expected a picture, got nothing");
  const path = resolve(cwd, name);
  const info = await Deno.stat(path).catch(() => undefined);
  if (info?.isDirectory) return await listFolder(name, path);
  // What is no file may be a pattern; a file may have a pattern's signs in its name.
  if (!info && HAS_PATTERN.test(name)) return await matchPattern(name, cwd);
  return [{ name, path }];
}

async function listFolder(name: string, path: string): Promise<PictureInput[]> {
  const found: string[] = [];
  const walk = async (dir: string) => {
    for await (const entry of Deno.readDir(dir)) {
      if (entry.isDirectory) await walk(join(dir, entry.name));
      else if (PICTURE_NAME.test(entry.name)) found.push(join(dir, entry.name));
    }
  };
  await walk(path);
  if (found.length === 0) throw new InputError("expected pictures in the folder, found none");
  return found.sort(compare).map((file) => ({
    name: join(name, relative(path, file)),
    path: file,
  }));
}

async function matchPattern(pattern: string, cwd: string): Promise<PictureInput[]> {
  const found: string[] = [];
  for await (const match of glob(pattern, { cwd })) {
    // Of a link that leads nowhere, reading it tells.
    const info = await Deno.stat(resolve(cwd, match)).catch(() => null);
    if (!info || info.isFile) found.push(match);
  }
  if (found.length === 0) throw new InputError("expected files that match, found none");
  return found.sort(compare).map((name) => ({ name, path: resolve(cwd, name) }));
}

/** By the alphabet, and numbers within names by their size: 2.png before 10.png. */
const { compare } = new Intl.Collator("en", { numeric: true });

/** Reads standard input to its end. */
export async function readStdin(): Promise<Uint8Array> {
  return new Uint8Array(await new Response(Deno.stdin.readable).arrayBuffer());
}
