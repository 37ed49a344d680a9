/**
 * Models on disk: `models/NAME/` holds `model.json` and `weights.bin` (a plain tfjs LayersModel, which
 * a browser reads with `tf.loadLayersModel`) and `run.json` (how it was trained).
 *
 * @module
 */
import { tf } from "./backend.ts";
import { basename, join } from "@std/path";
import { InputError } from "../errors.ts";

/** The record beside a model: how it was made and what came of it. Plain JSON. */
export type RunRecord = Record<string, unknown>;

/**
 * Saves a model so that a crash at any moment leaves the old one or the new one whole: the three
 * files are written to a folder of their own, which then takes the old one's place. Anything else in
 * the old folder (a checkpoint) goes with it.
 */
export async function saveModel(
  dir: string,
  model: tf.LayersModel,
  run: RunRecord,
): Promise<void> {
  const artifacts = await collectArtifacts(model);
  const { modelTopology, weightSpecs, weightData } = artifacts;
  const manifest = [{ paths: ["weights.bin"], weights: weightSpecs }];
  const description = {
    format: "layers-model",
    generatedBy: `TensorFlow.js tfjs-layers v${tf.version["tfjs-layers"]}`,
    convertedBy: null,
    modelTopology,
    weightsManifest: manifest,
  };
  const weights = tf.io.CompositeArrayBuffer.join(weightData);
  const next = `${dir}.new`;
  await removeIfThere(next);
  await Deno.mkdir(next, { recursive: true });
  await Deno.writeTextFile(join(next, "model.json"), JSON.stringify(description, null, 1) + "\n");
  await Deno.writeFile(join(next, "weights.bin"), new Uint8Array(weights));
  await Deno.writeTextFile(join(next, "run.json"), JSON.stringify(run, null, 2) + "\n");
  await replaceDirectory(dir, next);
}

/**
 * Loads a saved model.
 *
 * @returns The model, which the caller disposes, and its run record.
 * @throws {InputError} If the folder holds no model, or a damaged one.
 */
export async function loadModel(
  dir: string,
): Promise<{ model: tf.LayersModel; run: RunRecord }> {
  await recoverDirectory(dir);
  const description = await readJson(dir, "model.json");
  const run = await readJson(dir, "run.json");
  const weights = await readModelFile(dir, "weights.bin");
  try {
    const manifest = description.weightsManifest as tf.io.WeightsManifestConfig;
    const model = await tf.loadLayersModel(tf.io.fromMemory({
      modelTopology: description.modelTopology as object,
      weightSpecs: manifest.flatMap((group) => group.weights),
      weightData: weights.buffer as ArrayBuffer,
    }));
    return { model, run };
  } catch (error) {
    throw new InputError(`${dir}: expected a saved tfjs model: ${(error as Error).message}`);
  }
}

async function collectArtifacts(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let collected: tf.io.ModelArtifacts | undefined;
  await model.save(tf.io.withSaveHandler((artifacts) => {
    collected = artifacts;
    return Promise.resolve({
      modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" },
    });
  }));
  return collected!;
}

/** Puts `next` in the place of `dir`; {@link recoverDirectory} mends a crash between the renames. */
async function replaceDirectory(dir: string, next: string): Promise<void> {
  const old = `${dir}.old`;
  await recoverDirectory(dir);
  if (await exists(dir)) await Deno.rename(dir, old);
  await Deno.rename(next, dir);
  await removeIfThere(old);
}

async function recoverDirectory(dir: string): Promise<void> {
  const old = `${dir}.old`;
  if (!await exists(old)) return;
  if (await exists(dir)) await removeIfThere(old);
  else await Deno.rename(old, dir);
}

async function readModelFile(dir: string, name: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(join(dir, name));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) {
      throw error;
    }
    const hint = basename(dir) === "" ? "" : `; train one with deno task train --out ${dir}`;
    throw new InputError(`${dir}: expected a model there, found no ${name}${hint}`);
  }
}

async function readJson(dir: string, name: string): Promise<Record<string, unknown>> {
  const text = new TextDecoder().decode(await readModelFile(dir, name));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${join(dir, name)}: expected JSON: ${(error as Error).message}`);
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

async function removeIfThere(path: string): Promise<void> {
  if (await exists(path)) await Deno.remove(path, { recursive: true });
}
