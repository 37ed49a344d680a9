/**
 * Reads pictures: from pixels to digits with verdicts. Runs in browsers, Node.js and Deno.
 *
 * @module
 */
import {
  createCompiledClassifier,
  type NamedWeights,
  type StageActivations,
} from "../engine/compiled_classifier.ts";
import { InputError } from "../errors.ts";
import { MAX_PICTURE_PIXELS, type Picture } from "../image/picture.ts";
import { compileKernelModule } from "../kernels/module.ts";
import type { Network } from "../model/network.ts";
import { readNetwork } from "../model/read_network.ts";
import { decodeCalibration, type ReaderCalibration } from "./calibration.ts";
import { type ModelSource, readModelSource } from "./model_source.ts";
import { type Reading, type ReadOptions, readPicture } from "./read_picture.ts";
import { createRecognizer } from "./recognizer.ts";

/** A picture to be read; a browser's `ImageData` is one. */
export interface PictureData {
  /** Pixels in a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Bytes: red, green, blue and straight alpha of each pixel, row by row. */
  readonly data: ArrayLike<number>;
}

/** Reads the digits of a picture. */
export interface Reader {
  /**
   * Reads a picture.
   *
   * @throws {InputError} If it is no picture in bytes, or too large a one, or the threshold is no probability.
   */
  (picture: PictureData, options?: ReadOptions): Promise<Reading>;
  /** What every layer of the network makes of 28×28 ink bytes. */
  inspect(pixels: Uint8Array): StageActivations[];
  /** The network's stages. */
  readonly network: Network;
  /** Names of the classes. */
  readonly classes: readonly string[];
}

/** What a reader is made from. */
export interface ReaderOptions {
  /** A saved model: its address, or its files. */
  model: ModelSource;
}

/** A model as the engine takes it. */
export interface ReaderParts {
  /** The network's stages. */
  network: Network;
  /** The network's weights by name. */
  weights: NamedWeights;
  /** Names of the classes. */
  classes: readonly string[];
  /** On what answers are judged; without it they are judged by their confidence alone. */
  calibration?: ReaderCalibration;
}

/**
 * Makes a reader from a saved model: `model.json` and the weights it names suffice. The classes are those
 * of `run.json`, if there is one. Verdicts rest on `reader.json`, if there is one, which `deno task train` and
 * `deno task calibrate` write; without it an answer is "sure" from a confidence of 0.99 on, and nothing is ever
 * "foreign".
 *
 * @throws {InputError} If there is no usable model.
 * @throws {UnsupportedModelError} If the engine does not know one of its layers.
 *
 * @example In a page
 * ```ts
 * import { createReader } from "@lenet5/digits/reader";
 *
 * const read = await createReader({ model: "./models/lenet5/" });
 * declare const context: { getImageData(x: number, y: number, w: number, h: number): ImageData };
 * const { digits, text } = await read(context.getImageData(0, 0, 280, 280));
 * console.log(text, digits.map(({ box, probabilities, verdict }) => verdict));
 * ```
 *
 * @example Only what is sure
 * ```ts
 * import { createReader } from "@lenet5/digits/reader";
 *
 * const read = await createReader({ model: `file://${Deno.cwd()}/models/lenet5/` });
 * const picture = { width: 28, height: 28, data: new Uint8Array(28 * 28 * 4) };
 * const { text, digits } = await read(picture, { threshold: 0.9 }); // such as "4?7"
 * const sure = digits.filter(({ verdict }) => verdict === "sure");
 * const noDigits = digits.filter(({ verdict }) => verdict === "foreign").map(({ box }) => box);
 * ```
 *
 * @example From files
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { createReader } from "@lenet5/digits/reader";
 *
 * const json = JSON.parse(await readFile("models/lenet5/model.json", "utf8"));
 * const weights = await readFile("models/lenet5/weights.bin");
 * const read = await createReader({ model: { json, weights } });
 * const blank = { width: 28, height: 28, data: new Uint8Array(28 * 28 * 4) };
 * console.log((await read(blank)).digits.length); // 0
 * ```
 */
export async function createReader({ model: source }: ReaderOptions): Promise<Reader> {
  const { model, calibration } = await readModelSource(source);
  const network = readNetwork(model.topology);
  return await buildReader({
    network,
    weights: Object.fromEntries(model.weights.map(({ name, values }) => [name, values])),
    classes: model.classes,
    calibration: calibration === undefined ? undefined : decodeCalibration(calibration, network),
  });
}

/** Makes a reader from a model's parts. */
export async function buildReader(
  { network, weights, classes, calibration }: ReaderParts,
): Promise<Reader> {
  const classifier = createCompiledClassifier(network, weights, await compileKernelModule(false));
  const classify = (images: Uint8Array) => Promise.resolve(classifier.classify(images));
  const recognizer = await createRecognizer({ classes, classify, classifier, calibration });
  const read = async (picture: PictureData, options?: ReadOptions) =>
    await readPicture(checkPicture(picture), recognizer, checkOptions(options));
  const inspect = (pixels: Uint8Array) => classifier.inspect(pixels).stages;
  return Object.assign(read, { inspect, network, classes });
}

function checkOptions(options: ReadOptions = {}): ReadOptions {
  const { threshold = 0 } = options;
  if (threshold >= 0 && threshold <= 1) return options;
  throw new InputError(`threshold: expected a probability from 0 to 1, got ${threshold}`);
}

/** Also for callers without types; an `ImageData` of floats exists, too. */
function checkPicture(picture: PictureData): Picture {
  const { width, height, data } = picture ?? {};
  const isSize = (side: unknown) => Number.isInteger(side) && (side as number) > 0;
  if (!isSize(width) || !isSize(height) || width * height > MAX_PICTURE_PIXELS) {
    const most = MAX_PICTURE_PIXELS / 1e6;
    throw new InputError(
      `picture: expected 1 to ${most} million pixels, got ${width} × ${height}`,
    );
  }
  const isBytes = data instanceof Uint8Array || data instanceof Uint8ClampedArray;
  if (isBytes && data.length === width * height * 4) return { width, height, data };
  const came = isBytes ? `${data.length} bytes` : typeof data;
  throw new InputError(
    `picture.data: expected ${
      width * height * 4
    } bytes of RGBA for ${width} × ${height} pixels, got ${came}`,
  );
}
