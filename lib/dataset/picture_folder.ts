/**
 * A folder of picture files, one sub-folder a class: `my_digits/7/*.png`.
 *
 * @module
 */
// node:crypto rather than crypto.subtle: it takes the parts of one digest one after the other.
import { createHash } from "node:crypto";
import { InputError } from "../errors.ts";
import { normalizeClassName } from "./class_names.ts";
import { PART_WORDS } from "./idx_files.ts";
import { IMAGE_PIXELS } from "./labeled_images.ts";
import type { Split } from "./splits.ts";
import { childOf, listFolder, type NamedFile } from "./open_file.ts";
import type { Skipped } from "./source.ts";
import { firstLine } from "./verified_file.ts";

/**
 * Makes one image of a picture file's bytes.
 *
 * @param name Names the file in errors.
 * @returns The 784 bytes of ink, `undefined` if the picture shows none.
 * @throws {InputError} If the bytes are no picture that can be read.
 */
export type PreparePicture = (bytes: Uint8Array, name: string) => Promise<Uint8Array | undefined>;

/** Pictures of one part of a folder, as they were read. */
export interface FolderImages {
  readonly count: number;
  readonly images: Uint8Array;
  readonly files: readonly string[];
  /** The class of each image; none in a folder without sub-folders. */
  readonly labels?: readonly string[];
  /** SHA-256 over the files and their classes, in their order; those left out do not count. */
  readonly sha256: string;
}

/** How picture files are read. */
export interface PictureFolderOptions {
  /** Makes an image of a picture file. */
  preparePicture: PreparePicture;
  /** Told of each file that is left out, and why. */
  onSkip: (skipped: Skipped) => void;
  /** Told after each picture. */
  onPicture?: (progress: { done: number; total: number }) => void;
  /** Stops the reading. */
  signal?: AbortSignal;
}

/** A picture file, and the class that its folder says. */
interface PictureFile extends NamedFile {
  readonly label?: string;
}

/** Pictures by part: what the folder says of a split, "all" if it says nothing. */
type ByPart<T> = Partial<Record<Split | "all", T>>;

/**
 * Reads a folder of pictures. Sub-folders are classes, or, if all of them are called "train", "test"
 * and so on, sets with classes in them. Pictures beside no sub-folder have no label.
 *
 * @throws {InputError} If the folder cannot be listed, or holds no file.
 */
export async function readPictureFolder(
  folder: NamedFile,
  options: PictureFolderOptions,
): Promise<ByPart<FolderImages>> {
  const parts = await findPictures(folder, options.onSkip);
  const total = Object.values(parts).reduce((sum, files) => sum + files.length, 0);
  if (total === 0) {
    throw new InputError(
      `${folder.name}: expected pictures in sub-folders by class, IDX files or a CSV, got no such file`,
    );
  }
  const result: ByPart<FolderImages> = {};
  let done = 0;
  const onPicture = () => options.onPicture?.({ done: ++done, total });
  for (const [part, files] of Object.entries(parts) as [Split | "all", PictureFile[]][]) {
    result[part] = await readPictures(files, { ...options, onPicture });
  }
  return result;
}

async function findPictures(
  folder: NamedFile,
  onSkip: PictureFolderOptions["onSkip"],
): Promise<ByPart<PictureFile[]>> {
  const { files, folders } = await listFolder(folder);
  if (folders.length === 0) return { all: files.map((file) => childOf(folder, file)) };
  for (const file of files) {
    onSkip({ file: `${folder.name}/${file}`, reason: "lies beside the folders of the classes" });
  }
  const partOf = (child: string) => PART_WORDS[child.toLowerCase()];
  if (!folders.every(partOf)) return { all: await findClasses(folder, folders, onSkip) };
  const parts: ByPart<PictureFile[]> = {};
  for (const child of folders) {
    const part = childOf(folder, child);
    const { files, folders } = await listFolder(part);
    for (const file of files) {
      onSkip({ file: `${part.name}/${file}`, reason: "lies beside the folders of the classes" });
    }
    const pictures = await findClasses(part, folders, onSkip);
    parts[partOf(child)] = [...parts[partOf(child)] ?? [], ...pictures];
  }
  return parts;
}

async function findClasses(
  folder: NamedFile,
  names: readonly string[],
  onSkip: PictureFolderOptions["onSkip"],
): Promise<PictureFile[]> {
  const pictures: PictureFile[] = [];
  for (const name of names) {
    const child = childOf(folder, name);
    const files = await listDeep(child).catch((error) => {
      if (!(error instanceof InputError)) throw error;
      onSkip({ file: child.name, reason: "expected a readable folder" });
    });
    if (!files) continue;
    if (files.length === 0) onSkip({ file: child.name, reason: "holds no file" });
    const label = normalizeClassName(name);
    for (const file of files) pictures.push({ ...file, label });
  }
  return pictures;
}

/** All files below a folder; a folder that was seen on the way down (a circle of links) is left out. */
async function listDeep(folder: NamedFile, above: readonly string[] = []): Promise<NamedFile[]> {
  const real = await Deno.realPath(folder.path).catch(() => folder.path);
  if (above.includes(real)) return [];
  const { files, folders } = await listFolder(folder);
  const below: NamedFile[] = [];
  for (const child of folders) {
    below.push(...await listDeep(childOf(folder, child), [...above, real]));
  }
  return [...files.map((file) => childOf(folder, file)), ...below];
}

async function readPictures(
  pictures: readonly PictureFile[],
  { preparePicture, onSkip, onPicture, signal }: Omit<PictureFolderOptions, "onPicture"> & {
    onPicture: () => void;
  },
): Promise<FolderImages> {
  const images = new Uint8Array(pictures.length * IMAGE_PIXELS);
  const files: string[] = [], labels: string[] = [], hash = createHash("sha256");
  for (const { path, name, label } of pictures) {
    signal?.throwIfAborted();
    const read = await readPicture({ path, name }, preparePicture);
    if (typeof read === "string") onSkip({ file: name, reason: read });
    else {
      images.set(read.image, files.length * IMAGE_PIXELS);
      hash.update(`${JSON.stringify([label, read.bytes.length])}\n`).update(read.bytes);
      files.push(name);
      if (label !== undefined) labels.push(label);
    }
    onPicture();
  }
  const count = files.length;
  return {
    count,
    images: images.slice(0, count * IMAGE_PIXELS),
    files,
    sha256: hash.digest("hex"),
    ...pictures.some(({ label }) => label !== undefined) && { labels },
  };
}

/** The largest file that is read: more than any picture within the limit of pixels takes. */
const MAX_FILE_BYTES = 500_000_000;

/** The image and the file that it was made of, or why there is none. */
async function readPicture(
  { path, name }: NamedFile,
  preparePicture: PreparePicture,
): Promise<{ image: Uint8Array; bytes: Uint8Array } | string> {
  let bytes: Uint8Array;
  try {
    const { size, isFile } = await Deno.stat(path);
    // A pipe would be waited for until somebody writes into it.
    if (!isFile) return "expected a file, got a device";
    if (size > MAX_FILE_BYTES) {
      return `expected at most ${MAX_FILE_BYTES / 1e6} MB, got ${Math.ceil(size / 1e6)}`;
    }
    bytes = await Deno.readFile(path);
  } catch (error) {
    return firstLine(error);
  }
  try {
    const image = await preparePicture(bytes, name);
    return image ? { image, bytes } : "no ink found";
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message.startsWith(`${name}: `)
      ? error.message.slice(name.length + 2)
      : error.message;
  }
}
