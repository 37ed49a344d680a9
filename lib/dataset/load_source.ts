/**
 * Everything that `--data WHAT` can name, read into sets of images.
 *
 * @module
 */
import process from "node:process";
import { InputError } from "../errors.ts";
import { defaultDataDir } from "./data_dir.ts";
import { PUBLISHED_SETS, type PublishedSet } from "./catalog.ts";
import { checkClassNames, indexLabels, sortClassNames } from "./class_names.ts";
import { loadMnist, loadSplit } from "./mnist.ts";
import { checkSplit, type Split, SPLITS } from "./splits.ts";
import { hashJson, hashSets } from "./hash_sets.ts";
import type { MnistFilesOptions } from "./mnist_files.ts";
import { statKind } from "./open_file.ts";
import { loadPublishedSet } from "./published_set.ts";
import type { PreparePicture } from "./picture_folder.ts";
import {
  type RawSource,
  readFile,
  type ReadFilesOptions,
  readFolder,
  readPairOfFiles,
} from "./read_files.ts";
import type { ResumableDownloadOptions } from "./resumable_download.ts";
import { describeSets, type Skipped, type Source, type SourceSets } from "./source.ts";
import { DEFAULT_SET, parseSource, type SourceReference, suggestSet } from "./source_reference.ts";

/** How a source is found and read; every field has a default. */
export interface LoadSourceOptions extends Partial<ResumableDownloadOptions> {
  /** The folder that relative paths start from. Default: the working directory. */
  cwd?: string;
  /** The classes' names, where the source does not name them or names others. */
  classes?: readonly string[];
  /** Makes it an error that something cannot be read. Default false: it is left out and named. */
  strict?: boolean;
  /** Makes an image of a picture file; needed for folders of pictures. */
  preparePicture?: PreparePicture;
  /** Told after each picture. */
  onPicture?: ReadFilesOptions["onPicture"];
  /** The sets that are needed of one known by name; others are not fetched. Default: all. */
  splits?: readonly Split[];
  /** Where the named sets are kept, each in a folder of its own. Default: the project's `data/`. */
  dataDir?: string;
  /** The sets known by name beside MNIST. Default {@link PUBLISHED_SETS}. */
  publishedSets?: Readonly<Record<string, PublishedSet>>;
  /** Where MNIST's own files are looked for. */
  mnist?: Pick<MnistFilesOptions, "sources" | "mirrors">;
}

/** What a reader of sources hands back; the rest of a {@link Source} follows from it. */
interface Loaded {
  readonly sets: SourceSets;
  /** Where from, in a few words. */
  readonly origin: string;
  /** See {@link Source.contentSha256}; that of the pixels by default. */
  readonly contentSha256?: string;
}

/**
 * Reads a source: a set by name ("mnist", "kmnist"), a folder of pictures by class, a CSV, IDX files.
 *
 * @param what What the person wrote behind `--data`.
 * @throws {InputError} If there is no such set, file or folder; if it holds no image that can be read,
 *   fewer than two classes or more than 255, or a label outside the classes; if a download fails; and,
 *   with `strict`, if anything cannot be read.
 */
export async function loadSource(what: string, options: LoadSourceOptions = {}): Promise<Source> {
  const { cwd = process.cwd(), publishedSets = PUBLISHED_SETS, strict = false } = options;
  const names = [DEFAULT_SET, ...Object.keys(publishedSets)];
  const reference = parseSource(what, { cwd, names });
  const { name } = reference;
  if (name !== DEFAULT_SET && !("Deno" in globalThis)) {
    throw new InputError(
      `${what}: expected Deno to read it, got another runtime; it reads ${DEFAULT_SET}`,
    );
  }
  const skipped: Skipped[] = [];
  const onSkip = (item: Skipped) => {
    if (strict) throw new InputError(`${item.file}: ${item.reason}`);
    skipped.push(item);
  };
  const { sets, origin, contentSha256 } = reference.kind === "set"
    ? await loadNamed(name, options)
    : labelSets(name, await readPath(reference, names, { ...options, onSkip }), {
      classes: options.classes,
      skipped,
    });
  const description = describeSets(name, sets, { origin, skipped });
  const sha256 = hashSets(sets);
  return { name, ...sets, skipped, description, sha256, contentSha256: contentSha256 ?? sha256 };
}

async function loadNamed(name: string, options: LoadSourceOptions): Promise<Loaded> {
  const { dataDir = defaultDataDir(), splits = SPLITS, stallTimeoutMs = 30_000 } = options;
  splits.forEach(checkSplit);
  const sets = name === DEFAULT_SET
    ? await loadMnistSets(splits, { ...options, ...options.mnist })
    : await loadPublishedSet(name, (options.publishedSets ?? PUBLISHED_SETS)[name], {
      ...options,
      dataDir,
      stallTimeoutMs,
      // Neither has a validation set of its own: it is split off the training set.
      splits: (["train", "test"] as const).filter((part) =>
        splits.includes(part) || (part === "train" && splits.includes("validation"))
      ),
    });
  return {
    sets: renameClasses(name, sets, options.classes),
    origin: "checked by its published sums",
  };
}

async function loadMnistSets(
  splits: readonly Split[],
  options: MnistFilesOptions,
): Promise<SourceSets> {
  if (SPLITS.every((split) => splits.includes(split))) {
    const { train, validation, test } = await loadMnist(options);
    return { train, validation, test };
  }
  const sets: { -readonly [split in Split]?: SourceSets[split] } = {};
  for (const split of splits) sets[split] = await loadSplit(split, options);
  return sets;
}

/** Gives a named set the names that a person wants for its classes, one for each in their order. */
function renameClasses(name: string, sets: SourceSets, classes?: readonly string[]): SourceSets {
  if (!classes) return sets;
  const renamed = Object.entries(sets).map(([part, set]) => {
    if (set.classes.length !== classes.length) {
      throw new InputError(
        `${name}: expected names for its ${set.classes.length} classes, got ${classes.length}`,
      );
    }
    return [part, { ...set, classes }];
  });
  return Object.fromEntries(renamed);
}

/** Looks up what a path leads to; what leads nowhere is never taken for something else. */
async function readPath(
  { name, path, pair }: Extract<SourceReference, { kind: "path" }>,
  names: readonly string[],
  options: ReadFilesOptions,
): Promise<RawSource> {
  const kind = await statKind({ path, name });
  if (kind === "folder") return await readFolder({ path, name }, options);
  if (kind === "file") return await readFile({ path, name }, options);
  if (!pair) {
    throw new InputError(
      `${name}: expected a folder, a file or the name of a set, found none; ${
        suggestSet(name, names)
      }`,
    );
  }
  const [images, labels] = name.split(",").map((name, i) => ({ path: pair[i], name }));
  for (const file of [images, labels]) {
    const kind = await statKind(file);
    if (kind === "file") continue;
    throw new InputError(
      `${file.name}: expected an IDX file, found ${kind ? `a ${kind}` : "none"}`,
    );
  }
  return await readPairOfFiles(images, labels);
}

/** Turns labels into indices of classes that all sets share. */
function labelSets(
  name: string,
  { origin, sets: raw }: RawSource,
  { classes: given, skipped }: { classes?: readonly string[]; skipped: readonly Skipped[] },
): Loaded {
  const parts = Object.entries(raw).filter(([, { count }]) => count > 0);
  if (parts.length === 0) {
    const [first] = skipped;
    throw new InputError(
      `${name}: expected images, got none${
        first
          ? ` that can be read; left out ${skipped.length}, such as ${first.file}: ${first.reason}`
          : ""
      }`,
    );
  }
  const labels = parts.flatMap(([, set]) => set.labels ? [...new Set(set.labels)] : []);
  if (labels.length === 0) {
    const [[, { count, images, files, rows }]] = parts;
    return {
      origin,
      sets: { unlabeled: { count, images, ...files && { files }, ...rows && { rows } } },
    };
  }
  const classes = given ?? sortClassNames(labels);
  checkClassNames(classes, name);
  const sets = parts.map(([part, { labels, locate, sha256: _, ...set }]) => {
    return [part, { ...set, labels: indexLabels(labels!, { classes, locate }), classes }];
  });
  const contents = parts.map(([part, { sha256 }]) => [part, sha256]);
  return {
    origin,
    sets: Object.fromEntries(sets),
    ...contents.every(([, sha256]) => sha256) && { contentSha256: hashJson([classes, contents]) },
  };
}
