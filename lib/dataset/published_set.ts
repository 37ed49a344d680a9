/**
 * Sets that are known by name: fetched once into the data folder as they are published, and checked
 * each time that they are read.
 *
 * @module
 */
import { join } from "node:path";
import { InputError } from "../errors.ts";
import type { PairNames, PublishedSet } from "./catalog.ts";
import { decodeIdx, decodeIdxLabels } from "./idx.ts";
import { IMAGE_PIXELS, IMAGE_SIZE, type LabeledImages } from "./labeled_images.ts";
import { downloadFile, hashMd5, type ResumableDownloadOptions } from "./resumable_download.ts";
import { firstLine, gunzipAll } from "./verified_file.ts";

/** More than the largest file of the family, EMNIST's 240,000 digits, takes unzipped. */
const MAX_UNZIPPED_BYTES = 1_000_000_000;

/** Where a set's files are kept, how they are fetched, and which are wanted. */
export interface PublishedSetOptions extends ResumableDownloadOptions {
  /** The folder that holds the sets' folders. */
  dataDir: string;
  /** Which of the two sets; the files of the other are not fetched. */
  splits: readonly ("train" | "test")[];
}

/** Gives a published file's bytes, or a member's of the published archive. */
type ReadFile = (name: string) => Promise<Uint8Array<ArrayBuffer>>;

/**
 * Reads a set by its description, and fetches first what the data folder lacks of it.
 *
 * @param name What it is called, for errors.
 * @throws {InputError} If a file cannot be fetched or stored, or the data folder holds another file of
 *   its name, which is neither used nor replaced.
 */
export async function loadPublishedSet(
  name: string,
  set: PublishedSet,
  options: PublishedSetOptions,
): Promise<{ train?: LabeledImages; test?: LabeledImages }> {
  const readFile = set.archive
    ? await openArchive(set, set.archive, options)
    : (file: string) => readPublished(set, file, options);
  const sets: { train?: LabeledImages; test?: LabeledImages } = {};
  const mapping = "mapping" in set.classes ? await readFile(set.classes.mapping) : undefined;
  const labels = mapping ? parseMapping(mapping, name) : listLabels(set.classes as string[]);
  for (const split of options.splits) {
    sets[split] = await readPair(set, set[split], { labels, readFile });
  }
  return sets;
}

/** The classes' names, and the label that stands for each in the files. */
interface LabelNames {
  readonly classes: readonly string[];
  readonly values: readonly number[];
}

async function readPair(
  { transposed }: PublishedSet,
  pair: PairNames,
  { labels, readFile }: { labels: LabelNames; readFile: ReadFile },
): Promise<LabeledImages> {
  const unzip = async (file: string) => {
    const stream = ReadableStream.from(sliceChunks(await readFile(file)));
    return await gunzipAll(stream, MAX_UNZIPPED_BYTES).catch((error) => {
      throw new InputError(`${file}: ${firstLine(error)}`);
    });
  };
  const itemShape = [IMAGE_SIZE, IMAGE_SIZE];
  const { data: images, shape: [count] } = decodeIdx(await unzip(pair.images), pair.images, {
    itemShape,
  });
  const values = decodeIdxLabels(await unzip(pair.labels), pair.labels);
  if (values.length !== count) {
    throw new InputError(`${pair.labels}: expected ${count} labels, got ${values.length}`);
  }
  if (transposed) transposeImages(images);
  const indices = new Map(labels.values.map((value, index) => [value, index]));
  const indexed = Uint8Array.from(values, (value) => {
    const index = indices.get(value);
    if (index !== undefined) return index;
    throw new InputError(
      `${pair.labels}: expected labels ${labels.values.join(", ")}, got ${value}`,
    );
  });
  return { count, images, labels: indexed, classes: labels.classes };
}

/** A Blob would do, and copy all bytes first. */
function* sliceChunks(bytes: Uint8Array<ArrayBuffer>): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.length; at += 1 << 16) yield bytes.subarray(at, at + (1 << 16));
}

/** Turns images that lie column by column upright, in place. */
export function transposeImages(images: Uint8Array): void {
  for (let start = 0; start < images.length; start += IMAGE_PIXELS) {
    for (let y = 0; y < IMAGE_SIZE; y++) {
      for (let x = 0; x < y; x++) {
        const a = start + y * IMAGE_SIZE + x, b = start + x * IMAGE_SIZE + y;
        [images[a], images[b]] = [images[b], images[a]];
      }
    }
  }
}

function listLabels(classes: readonly string[]): LabelNames {
  return { classes, values: classes.map((_, index) => index) };
}

/** Reads lines of a label and the code points of its characters, the capital first: "1 65 97". */
function parseMapping(bytes: Uint8Array, name: string): LabelNames {
  const lines = new TextDecoder().decode(bytes).trim().split(/\s*\n/);
  const numbers = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const bad = numbers.findIndex(([label, code]) => !(label >= 0 && code > 0 && code < 0x110000));
  if (bad >= 0) throw new InputError(`${name}: expected a label and a code, got ${lines[bad]}`);
  return {
    values: numbers.map(([label]) => label),
    classes: numbers.map(([, code]) => String.fromCodePoint(code)),
  };
}

/** Reads all members that are wanted at once, so that the archive is checked and opened once. */
async function openArchive(
  set: PublishedSet,
  archive: string,
  options: PublishedSetOptions,
): Promise<ReadFile> {
  const path = await fetchPublished(set, archive, options);
  const pairs = options.splits.flatMap((split) => [set[split].images, set[split].labels]);
  const names = "mapping" in set.classes ? [...pairs, set.classes.mapping] : pairs;
  // Loaded only here: zip.js takes its time, and one set in seven needs it.
  const { readZipMembers } = await import("./zip_archive.ts");
  const members = await readZipMembers(path, names).catch((error) => {
    throw new InputError(`${path}: ${firstLine(error)}`);
  });
  return (name) => Promise.resolve(members.get(name)!);
}

async function readPublished(
  set: PublishedSet,
  file: string,
  options: PublishedSetOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  return await Deno.readFile(await fetchPublished(set, file, options));
}

/** Makes sure that a published file is in the data folder, and that it is the one published. */
async function fetchPublished(
  { folder, mirrors, md5 }: PublishedSet,
  file: string,
  { dataDir, ...options }: PublishedSetOptions,
): Promise<string> {
  const path = join(dataDir, folder, file);
  const present = await checkPresent(path, md5[file]);
  if (present) return path;
  const published = { urls: mirrors.map((mirror) => `${mirror}${file}`), md5: md5[file] };
  try {
    await downloadFile(path, published, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new InputError(
      `${path}: could not be fetched, put it there by hand; tried ${firstLine(error)}`,
    );
  }
  return path;
}

async function checkPresent(path: string, md5: string): Promise<boolean> {
  try {
    const file = await Deno.open(path);
    try {
      const came = await hashMd5(file);
      if (came === md5) return true;
      throw new Error(`expected MD5 ${md5}, got ${came}`);
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw new InputError(`${path}: ${firstLine(error)}; delete it to have it fetched anew`);
  }
}
