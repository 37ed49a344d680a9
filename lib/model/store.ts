/**
 * Models on disk: `models/NAME/` holds `model.json` and `weights.bin` (a plain tfjs LayersModel, which
 * a browser reads with `tf.loadLayersModel`), `run.json` (how it was trained) and, where the model was calibrated,
 * `reader.json` (what its answers are judged by).
 *
 * @module
 */
import { basename, dirname, isAbsolute, resolve } from "node:path";
import { InputError } from "../errors.ts";
import * as v from "valibot";
import { validate } from "../validate.ts";
import type { Model } from "./model.ts";
import {
  CALIBRATION_FILE,
  checkRuntime,
  COMMITTEE_FILE,
  encodeJson,
  firstSentence,
  folderOf,
  type Place,
  readJson,
  readModelFile,
  readOptional,
  saveFiles,
} from "./model_folder.ts";
import { decodeModel, encodeModelJson, encodeWeights, readModelJson } from "./model_json.ts";
import { readTogether } from "./replace_files.ts";
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
      [CALIBRATION_FILE]: calibration && encodeJson(calibration, 1),
      [COMMITTEE_FILE]: undefined, // the folder is a single model's now
      "run.json": encodeJson(sealed, 2),
    }))
  );
  underway.set(target, save);
  await save.finally(() => underway.get(target) === save && underway.delete(target));
}

/**
 * Saves what the answers of a saved model or committee are judged by; of its other files only run.json or
 * committee.json changes, which knows the others by their sums.
 *
 * @throws {InputError} If nothing can be written there, another process writes there, or that file is damaged.
 */
export async function saveCalibration(dir: string, calibration: object): Promise<void> {
  checkRuntime();
  const target = resolve(dir);
  await saveFiles(target, dir, async () => {
    const sealed: Record<string, Uint8Array> = {};
    for (const name of ["run.json", COMMITTEE_FILE]) {
      const record = await readTogether(
        target,
        { stamp: name },
        (files) => readOptional({ files, shown: dir }, name),
      );
      if (!record) continue;
      const changed = orInputError(dir, () => sealCalibration(record, calibration, name));
      sealed[name] = encodeJson(changed, 2);
    }
    return { [CALIBRATION_FILE]: encodeJson(calibration, 1), ...sealed };
  });
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
  const folder = folderOf(path), json = path.endsWith(".json") ? basename(path) : "model.json";
  return await readTogether(folder, { stamp: "run.json" }, async (files) => {
    const place = { files, shown: path.endsWith(".json") ? dirname(shown) : shown };
    const description = await readJson(place, json);
    const run = await readOptional(place, "run.json") ?? {};
    const calibration = await readOptional(place, CALIBRATION_FILE);
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
  return await readTogether(folderOf(path), { stamp: "run.json" }, async (files) => {
    const place = { files, shown: path.endsWith(".json") ? dirname(path) : path };
    const run = await readOptional(place, "run.json") ?? {};
    return orInputError(place.shown, () => readDetails(run)).details.classes;
  });
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
