/**
 * Models on disk: `models/NAME/` holds `model.json` and `weights.bin` (a plain tfjs LayersModel, which
 * a browser reads with `tf.loadLayersModel`) and `run.json` (how it was trained).
 *
 * @module
 */
import fs from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { InputError, isMissing, isRefusal } from "../errors.ts";
import type { Model } from "./model.ts";
import { decodeModel, encodeModelJson, encodeWeights, readModelJson } from "./model_json.ts";
import { findFolder, removeIfThere, replaceFolder } from "./replace_folder.ts";

/** The record beside a model: how it was made and what came of it. Plain JSON. */
export type RunRecord = Record<string, unknown>;

/** What a model's folder may leave unsaid. */
export interface LoadOptions {
  /** Names of the classes, for models that were made elsewhere. */
  classes?: readonly string[];
}

const MODEL_FILES = ["model.json", "weights.bin", "run.json"];

/**
 * Saves a model so that a crash at any moment leaves the old one or the new one whole: the three
 * files are written to a folder of their own, which then takes the old one's place. A checkpoint and
 * a reader.json in the old folder go with it; files of any other name stay.
 *
 * @param run What to record beside it; the network's name and options and the classes are added.
 * @throws {InputError} If no folder can be written there.
 *
 * @example
 * ```ts
 * import { createNetwork, loadModel, saveModel } from "@lenet5/digits/model";
 *
 * const dir = await Deno.makeTempDir();
 * await saveModel(dir, createNetwork("lenet5"), { note: "untrained" });
 * const { model, run } = await loadModel(dir);
 * console.log(model.name, run.note);
 * ```
 */
export async function saveModel(dir: string, model: Model, run: RunRecord): Promise<void> {
  const { name, options, classes } = model;
  const target = resolve(dir), next = `${target}.new`;
  try {
    await removeIfThere(next);
    await fs.mkdir(next, { recursive: true });
    await writeDurably(join(next, "model.json"), encodeJson(encodeModelJson(model), 1));
    await writeDurably(join(next, "weights.bin"), encodeWeights(model));
    const record = { network: { name, options }, classes, ...run };
    await writeDurably(join(next, "run.json"), encodeJson(record, 2));
    await replaceFolder(target, next, {
      isDiscarded: (entry) =>
        MODEL_FILES.includes(entry) || entry === "reader.json" || entry.startsWith("checkpoint"),
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${dir}: cannot write a model there: ${error.message}`);
  }
}

/**
 * Loads a saved model; nothing is written. Any tfjs LayersModel that reads 28×28 images will do: its
 * weights may lie in several files, and `run.json` may be missing.
 *
 * @param path A model's folder, or the model.json itself, whatever it is called.
 * @throws {InputError} If there is no model, a damaged one, or one that does not read 28×28 images.
 */
export async function loadModel(
  path: string,
  { classes }: LoadOptions = {},
): Promise<{ model: Model; run: RunRecord }> {
  const isFile = path.endsWith(".json");
  const place: Place = {
    folder: await findFolder(resolve(isFile ? dirname(path) : path)),
    shown: isFile ? dirname(path) : path,
  };
  const json = await readJson(place, isFile ? basename(path) : "model.json");
  const run = await readRun(place);
  try {
    const description = readModelJson(json);
    const weights = await readWeights(place, description.paths);
    return {
      model: decodeModel(description, weights, {
        ...readDetails(run),
        ...(classes && { classes }),
      }),
      run,
    };
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${path}: expected a saved model: ${firstSentence(error)}`);
  }
}

interface Place {
  /** Where the files are. */
  folder: string;
  /** What errors call it. */
  shown: string;
}

/** What run.json says of the network, as far as it says it. */
function readDetails({ network, classes }: RunRecord) {
  const { name, options } = (network ?? {}) as { name?: unknown; options?: unknown };
  return {
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof options === "object" && options ? { options: options as RunRecord } : {}),
    ...(Array.isArray(classes) ? { classes: classes as string[] } : {}),
  };
}

async function readRun(place: Place): Promise<RunRecord> {
  const there = await fs.lstat(join(place.folder, "run.json")).then(() => true, () => false);
  return there ? await readJson(place, "run.json") : {};
}

async function readWeights(place: Place, paths: string[]): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (const path of paths) {
    if (isAbsolute(path) || path.split(/[/\\]/).includes("..")) {
      throw new Error(`weights in ${path}: expected a file beside model.json`);
    }
    parts.push(await readModelFile(place, path));
  }
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

async function readJson(place: Place, name: string): Promise<RunRecord> {
  const text = new TextDecoder().decode(await readModelFile(place, name));
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) return parsed as RunRecord;
    throw new Error(`got ${text.trim()}`);
  } catch (error) {
    throw new InputError(
      `${join(place.shown, name)}: expected a JSON object: ${firstSentence(error)}`,
    );
  }
}

async function readModelFile({ folder, shown }: Place, name: string): Promise<Uint8Array> {
  try {
    return await fs.readFile(join(folder, name));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const reason = isMissing(error)
      ? `found no ${name}; deno task train --out ${shown} makes one`
      : error.message;
    throw new InputError(`${shown}: expected a model there: ${reason}`);
  }
}

/** On disk before the rename: otherwise a power cut could leave a whole folder of empty files. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await fs.open(path, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

const encodeJson = (value: unknown, indent: number) =>
  new TextEncoder().encode(JSON.stringify(value, null, indent) + "\n");

const firstSentence = (error: unknown) =>
  (error instanceof Error ? error.message : `${error}`).split(/\n|\. /)[0];
