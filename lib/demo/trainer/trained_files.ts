/**
 * A trained network as one archive of `model.json`, `weights.bin`, `run.json` and `reader.json`: unpacked, the
 * folder that `deno task predict --model` reads.
 *
 * @module
 */
import { strToU8, zipSync } from "fflate/browser";
import type { Model } from "../../model/model.ts";
import {
  decodeModel,
  encodeModelJson,
  encodeWeights,
  type ModelDetails,
  readModelJson,
} from "../../model/model_json.ts";
import { readNetwork } from "../../model/read_network.ts";
import {
  decodeCalibration,
  encodeCalibration,
  type ReaderCalibration,
} from "../../reader/calibration.ts";
import { unzip } from "./unzip.ts";

/** A network, how it was made, and what its answers are judged by. */
export interface TrainedModel {
  model: Model;
  run: Record<string, unknown>;
  calibration?: ReaderCalibration;
}

/** Packs a network; `folder` is what the files lie in. */
export function packModel(
  { model, run, calibration }: TrainedModel,
  folder: string,
): Uint8Array<ArrayBuffer> {
  const { name, options, classes } = model;
  const record = { network: { name, options }, classes, ...run };
  const files = {
    "model.json": encodeJson(encodeModelJson(model)),
    "weights.bin": encodeWeights(model),
    "run.json": encodeJson(record),
    ...(calibration && { "reader.json": encodeJson(encodeCalibration(calibration)) }),
  };
  return zipSync({ [folder]: files }) as Uint8Array<ArrayBuffer>;
}

/**
 * Unpacks a network.
 *
 * @throws {Error} If it is no such archive, or its files are no network that reads 28×28 images.
 */
export function unpackModel(archive: Uint8Array): TrainedModel {
  const files = readFiles(archive);
  const description = readModelJson(parseJson(files, "model.json"));
  const run = files.has("run.json") ? parseJson(files, "run.json") : {};
  const weights = readFile(files, "weights.bin");
  const model = decodeModel(description, weights, readDetails(run));
  if (!files.has("reader.json")) return { model, run };
  const json = parseJson(files, "reader.json");
  return { model, run, calibration: decodeCalibration(json, readNetwork(model.topology)) };
}

type Files = Map<string, Uint8Array>;

/** The archive's files by name, whatever folder they are in. */
function readFiles(archive: Uint8Array): Files {
  const entries = [...unzip(archive, "a network")];
  return new Map(entries.map(([path, bytes]) => [path.slice(path.lastIndexOf("/") + 1), bytes]));
}

function readFile(files: Files, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes) return bytes;
  throw new Error(
    `expected ${name} in the archive, found ${[...files.keys()].join(", ") || "none"}`,
  );
}

function parseJson(files: Files, name: string): Record<string, unknown> {
  const text = new TextDecoder().decode(readFile(files, name));
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed) return parsed as Record<string, unknown>;
  } catch {
    // told below
  }
  throw new Error(`${name}: expected a JSON object`);
}

/** What run.json says of the network, as far as it says it. */
function readDetails({ network, classes }: Record<string, unknown>): ModelDetails {
  const { name, options } = (network ?? {}) as Record<string, unknown>;
  return {
    ...(typeof name === "string" && { name }),
    ...(typeof options === "object" && options && { options: options as ModelDetails["options"] }),
    ...(Array.isArray(classes) && { classes: classes as string[] }),
  };
}

const encodeJson = (value: unknown) => strToU8(`${JSON.stringify(value, null, 1)}\n`);
