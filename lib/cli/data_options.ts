/**
 * `--data WHAT` and what goes with it, the same in every command that reads labelled images.
 *
 * @module
 */
import type { Command } from "commander";
import type { Classifier } from "../classifier.ts";
import { loadSource } from "../dataset/load_source.ts";
import { MNIST_FILES } from "../dataset/mnist_files.ts";
import { readClassNames } from "../dataset/read_class_names.ts";
import type { Source } from "../dataset/source.ts";
import { DEFAULT_SET } from "../dataset/source_reference.ts";
import type { Split } from "../dataset/splits.ts";
import { InputError } from "../errors.ts";
import { createPicturePreparer } from "../image/prepare_picture_file.ts";
import { DATA_DIR } from "../paths.ts";
import { createCountProgress } from "./count_progress.ts";
import { escapeControls } from "./escape.ts";
import { createDownloadProgress } from "./download_progress.ts";
import { fromHere, personsFolder, toHere } from "./here.ts";

/** The flags as given. */
export interface DataFlags {
  data: string;
  dataDir: string;
  classes?: string;
  raw?: boolean;
  invert?: boolean;
  strict?: boolean;
}

/** Failures of reading that are told one by one; the others are counted. */
const MOST_TOLD = 10;

/** Adds the flags to a command. */
export function addDataOptions(command: Command): Command {
  return command
    .option(
      "--data <what>",
      "a set by name, a folder of pictures by class, a CSV, IDX files",
      DEFAULT_SET,
    )
    .option("--data-dir <dir>", "where sets known by name are kept", toHere(DATA_DIR))
    .option("--classes <names>", "names of the classes: a,b,c or a file with one a line")
    .option("--raw", "take 28×28 pictures as they are, made as MNIST's are")
    .option("--invert", "with --raw: the pictures are dark on light")
    .option("--strict", "make it an error that something in the data cannot be read");
}

/** What a command needs of the data. */
export interface ReadDataOptions {
  /** The sets that are needed of one known by name. Default: all. */
  splits?: readonly Split[];
  /** Decides whether ink is one image or several, as in `predict`. */
  classify?: Classifier;
}

/**
 * Reads what `--data` names; what cannot be read is told on stderr.
 *
 * @throws {InputError} If there is no such data, or it cannot be used.
 */
export async function readData(
  command: string,
  flags: DataFlags,
  { splits, classify }: ReadDataOptions = {},
): Promise<Source> {
  await checkDataDir(flags);
  const progress = createCountProgress("pictures read");
  try {
    const source = await loadSource(flags.data, {
      cwd: personsFolder(),
      dataDir: fromHere(flags.dataDir),
      splits,
      classes: flags.classes === undefined
        ? undefined
        : await readClassNames(flags.classes, { cwd: personsFolder() }),
      strict: flags.strict,
      preparePicture: createPicturePreparer({ classify, raw: flags.raw, invert: flags.invert }),
      onPicture: ({ done, total }) => progress.update(done, total),
      onProgress: createDownloadProgress(),
    });
    progress.stop();
    tellSkipped(command, source);
    return source;
  } finally {
    progress.stop();
  }
}

function tellSkipped(command: string, { skipped, name }: Source): void {
  for (const { file, reason } of skipped.slice(0, MOST_TOLD)) {
    console.error(`${command}: left out ${escapeControls(`${file}: ${reason}`)}`);
  }
  if (skipped.length > MOST_TOLD) {
    const more = (skipped.length - MOST_TOLD).toLocaleString("en-US");
    console.error(`${command}: left out ${more} more of ${escapeControls(name)}`);
  }
}

/** Whoever names a folder means what is in it: MNIST from elsewhere would be another set's figures. */
async function checkDataDir({ data, dataDir }: DataFlags): Promise<void> {
  const dir = fromHere(dataDir);
  if (data !== DEFAULT_SET || dir === DATA_DIR) return;
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(dir)) names.push(name);
  } catch (error) {
    const found = error instanceof Deno.errors.NotFound ? "none" : (error as Error).message;
    throw new InputError(`--data-dir ${dataDir}: expected a folder, found ${found}`);
  }
  const isMnist = (name: string) => name.replace(/\.gz$/, "") in MNIST_FILES;
  if (names.length === 0 || names.some(isMnist)) return;
  throw new InputError(
    `--data-dir ${dataDir}: expected MNIST's files or an empty folder to keep them, found ${
      names.sort()[0]
    }; other data goes behind --data`,
  );
}
