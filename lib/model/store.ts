/**
 * Models on disk: `models/NAME/` holds `model.json` and `weights.bin` (a plain tfjs LayersModel, which
 * a browser reads with `tf.loadLayersModel`), `run.json` (how it was trained) and, where the model was calibrated,
 * `reader.json` (what its answers are judged by).
 *
 * @module
 */
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { InputError, isMissing, isRefusal, reasonOf } from "../errors.ts";
import { lockFolder } from "../folder_lock.ts";
import * as v from "valibot";
import { validate } from "../validate.ts";
import type { Model } from "./model.ts";
import { decodeModel, encodeModelJson, encodeWeights, readModelJson } from "./model_json.ts";
import { type FileReader, type FileSet, readTogether, replaceFiles } from "./replace_files.ts";
import { checkFiles, checkRecord, sealCalibration, sealRecord, SUMS } from "./seal.ts";

/** The record beside a model: how it was made and what came of it. Plain JSON. */
export type RunRecord = Record<string, unknown>;

/** What a model's folder holds. */
export interface SavedModel {
  /** The network with its weights. */
  model: Model;
  /** Empty if there is no run.json. */
  run: RunRecord;
  /** The contents of `reader.json`, not yet checked; `undefined` if there is none. */
  calibration?: unknown;
}

/** What a model's folder may leave unsaid. */
export interface LoadOptions {
  /** Names of the classes, for models that were made elsewhere. */
  classes?: readonly string[];
  /** What errors call the place. Default: the path. */
  shown?: string;
}

/** The file of what a model's answers are judged by; see `reader/calibration.ts`. */
const CALIBRATION = "reader.json";

/** How long a save waits for another one in the same folder. */
const WAIT_MS = 10_000;

/** Saves of this process by folder: one after the other. */
const underway = new Map<string, Promise<unknown>>();

/**
 * Saves a model so that a crash at any moment leaves the old one or the new one whole (see
 * replace_files.ts). Everything else in the folder stays.
 *
 * @param run What to record beside it; the network's name and options, the classes and SHA-256 sums of all
 *   files are added.
 * @param calibration What answers are judged by, for `reader.json`; without it an older one is removed.
 * @throws {InputError} If nothing can be written there, or another process writes there.
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
export async function saveModel(
  dir: string,
  model: Model,
  run: RunRecord,
  calibration?: object,
): Promise<void> {
  checkRuntime();
  const { name, options, classes } = model;
  const weights = encodeWeights(model), json = encodeModelJson(model);
  const record = { network: { name, options }, classes, ...run };
  const sealed = sealRecord(record, { weights, model: json, calibration });
  const target = resolve(dir);
  const save = (underway.get(target) ?? Promise.resolve()).catch(() => {}).then(() =>
    saveFiles(target, dir, () => ({
      "weights.bin": weights,
      "model.json": encodeJson(json, 1),
      // That of other weights would judge wrongly; none at all is safe.
      [CALIBRATION]: calibration && encodeJson(calibration, 1),
      "run.json": encodeJson(sealed, 2),
    }))
  );
  underway.set(target, save);
  await save.finally(() => underway.get(target) === save && underway.delete(target));
}

/**
 * Saves what a saved model's answers are judged by; of its other files only run.json changes, which knows the others
 * by their sums.
 *
 * @throws {InputError} If nothing can be written there, another process writes there, or run.json is damaged.
 */
export async function saveCalibration(dir: string, calibration: object): Promise<void> {
  checkRuntime();
  const target = resolve(dir);
  await saveFiles(target, dir, async () => {
    const run = await readTogether(
      target,
      { stamp: "run.json" },
      (files) => readOptional({ files, shown: dir }, "run.json"),
    );
    return {
      [CALIBRATION]: encodeJson(calibration, 1),
      ...(run &&
        { "run.json": encodeJson(orInputError(dir, () => sealCalibration(run, calibration)), 2) }),
    };
  });
}

/** Locks and folders that are on disk when they say so are Deno's. */
function checkRuntime(): void {
  if (typeof Deno !== "undefined") return;
  throw new Error(
    "expected Deno to save and load model folders; elsewhere encodeModelJson(), encodeWeights(), " +
      "readModelJson() and decodeModel() take and give the files' contents",
  );
}

async function saveFiles(
  target: string,
  shown: string,
  prepare: () => FileSet | Promise<FileSet>,
): Promise<void> {
  try {
    const lock = await lockFolder(target, { work: "saving", waitMs: WAIT_MS, shown });
    try {
      await replaceFiles(target, await prepare());
    } finally {
      await lock.release();
    }
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${shown}: cannot write a model there: ${reasonOf(error)}`);
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
  { classes, shown = path }: LoadOptions = {},
): Promise<SavedModel> {
  checkRuntime();
  const folder = placeOf(path), json = path.endsWith(".json") ? basename(path) : "model.json";
  return await readTogether(folder, { stamp: "run.json" }, async (files) => {
    const place = { files, shown: path.endsWith(".json") ? dirname(shown) : shown };
    const description = await readJson(place, json);
    const run = await readOptional(place, "run.json") ?? {};
    const calibration = await readOptional(place, CALIBRATION);
    try {
      const outline = readModelJson(description);
      const weights = await readWeights(place, outline.paths);
      checkRecord(run);
      const { sums, details } = readDetails(run);
      checkFiles(sums, {
        weights,
        model: json === "model.json" ? description : undefined,
        calibration,
      });
      return {
        model: decodeModel(outline, weights, { ...details, ...(classes && { classes }) }),
        run,
        ...(calibration && { calibration }),
      };
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError(`${shown}: expected a saved model: ${firstSentence(error)}`);
    }
  });
}

/** The class names that a saved model's run.json holds; undefined if it holds none. */
export async function readStoredClasses(path: string): Promise<readonly string[] | undefined> {
  return await readTogether(placeOf(path), { stamp: "run.json" }, async (files) => {
    const place = { files, shown: path.endsWith(".json") ? dirname(path) : path };
    const run = await readOptional(place, "run.json") ?? {};
    return orInputError(place.shown, () => readDetails(run)).details.classes;
  });
}

const placeOf = (path: string) => resolve(path.endsWith(".json") ? dirname(path) : path);

interface Place {
  files: FileReader;
  /** What errors call it. */
  shown: string;
}

/** What run.json says of the network, as far as it says it. */
const DETAILS = v.object({
  network: v.optional(v.object({
    name: v.optional(v.string()),
    options: v.optional(v.record(v.string(), v.unknown())),
  })),
  classes: v.optional(v.array(v.string())),
  ...SUMS,
});

/** @throws {Error} With the path inside run.json, what was wanted and what came. */
function readDetails(run: RunRecord) {
  const { network, classes, ...sums } = validate(DETAILS, run, "run.json");
  return { sums, details: { ...network, ...(classes && { classes }) } };
}

function orInputError<T>(shown: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw new InputError(`${shown}: ${(error as Error).message}`);
  }
}

async function readOptional(place: Place, name: string): Promise<RunRecord | undefined> {
  const isThere = await place.files.read(name).then(() => true, (error) => !isMissing(error));
  return isThere ? await readJson(place, name) : undefined;
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

async function readModelFile({ files, shown }: Place, name: string): Promise<Uint8Array> {
  try {
    return await files.read(name);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const reason = isMissing(error)
      ? `found no ${name}; deno task train --out ${shown} makes one`
      : reasonOf(error);
    throw new InputError(`${shown}: expected a model there: ${reason}`);
  }
}

const encodeJson = (value: unknown, indent: number) =>
  new TextEncoder().encode(JSON.stringify(value, null, indent) + "\n");

const firstSentence = (error: unknown) =>
  (error instanceof Error ? error.message : `${error}`).split(/\n|\. /)[0];
