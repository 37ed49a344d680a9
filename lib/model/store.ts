/**
 * Models on disk: `models/NAME/` holds `model.json` and `weights.bin` (a plain tfjs LayersModel, which
 * a browser reads with `tf.loadLayersModel`) and `run.json` (how it was trained).
 *
 * @module
 */
import { tf } from "../tfjs/backend.ts";
import { join, resolve } from "@std/path";
import { CLASS_COUNT, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { InputError, isRefusal } from "../errors.ts";
import { findFolder, removeIfThere, replaceFolder } from "./replace_folder.ts";

/** The record beside a model: how it was made and what came of it. Plain JSON. */
export type RunRecord = Record<string, unknown>;

const MODEL_FILES = ["model.json", "weights.bin", "run.json"];

/**
 * Saves a model so that a crash at any moment leaves the old one or the new one whole: the three
 * files are written to a folder of their own, which then takes the old one's place. A checkpoint in the
 * old folder goes with it; files of any other name stay.
 *
 * @throws {InputError} If no folder can be written there.
 */
export async function saveModel(
  dir: string,
  model: tf.LayersModel,
  run: RunRecord,
): Promise<void> {
  const { description, weights } = await describeModel(model);
  const target = resolve(dir), next = `${target}.new`;
  try {
    await removeIfThere(next);
    await Deno.mkdir(next, { recursive: true });
    await writeDurably(join(next, "model.json"), encodeJson(description, 1));
    await writeDurably(join(next, "weights.bin"), weights);
    await writeDurably(join(next, "run.json"), encodeJson(run, 2));
    await replaceFolder(target, next, {
      isDiscarded: (entry) => MODEL_FILES.includes(entry) || entry.startsWith("checkpoint"),
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${dir}: cannot write a model there: ${error.message}`);
  }
}

/**
 * Loads a saved model; nothing is written.
 *
 * @returns The model, which the caller disposes, and its run record.
 * @throws {InputError} If the folder holds no model, a damaged one, or one that does not read digits.
 */
export async function loadModel(
  dir: string,
): Promise<{ model: tf.LayersModel; run: RunRecord }> {
  const folder = await findFolder(resolve(dir));
  const description = await readJson(folder, dir, "model.json");
  const run = await readJson(folder, dir, "run.json");
  const weights = await readModelFile(folder, dir, "weights.bin");
  try {
    const weightSpecs = listWeightSpecs(description);
    checkWeights(weights, weightSpecs);
    const model = await tf.loadLayersModel(tf.io.fromMemory({
      modelTopology: description.modelTopology as object,
      weightSpecs,
      weightData: weights.buffer as ArrayBuffer,
    }));
    checkShapes(model);
    return { model, run };
  } catch (error) {
    throw new InputError(`${dir}: expected a saved LeNet-5: ${firstSentence(error)}`);
  }
}

async function describeModel(model: tf.LayersModel) {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(tf.io.withSaveHandler((given) => {
    artifacts = given;
    return Promise.resolve({
      modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" },
    });
  }));
  const { modelTopology, weightSpecs, weightData } = artifacts!;
  return {
    description: {
      format: "layers-model",
      generatedBy: `TensorFlow.js tfjs-layers v${tf.version["tfjs-layers"]}`,
      convertedBy: null,
      modelTopology,
      weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }],
    },
    weights: new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
  };
}

function listWeightSpecs(description: Record<string, unknown>): tf.io.WeightsManifestEntry[] {
  const { weightsManifest, modelTopology } = description;
  if (!Array.isArray(weightsManifest) || typeof modelTopology !== "object") {
    throw new Error("model.json has no weightsManifest or no modelTopology");
  }
  return (weightsManifest as tf.io.WeightsManifestConfig).flatMap((group) => group.weights);
}

/** Checked before tfjs builds the model: its own error comes late and leaves tensors behind. */
function checkWeights(weights: Uint8Array, specs: tf.io.WeightsManifestEntry[]): void {
  const count = specs.reduce((total, { shape }) => total + tf.util.sizeFromShape(shape), 0);
  if (weights.length !== 4 * count) {
    throw new Error(
      `weights.bin should hold ${count} float32 numbers, got ${weights.length} bytes`,
    );
  }
  if (!new Float32Array(weights.buffer).every(Number.isFinite)) {
    throw new Error("weights.bin holds numbers that are not finite");
  }
}

function checkShapes(model: tf.LayersModel): void {
  const shapes = [...model.inputs, ...model.outputs].map(({ shape }) => shape.slice(1).join("×"));
  const wanted = [`${IMAGE_SIZE}×${IMAGE_SIZE}×1`, `${CLASS_COUNT}`];
  if (shapes.join(" to ") === wanted.join(" to ")) return;
  model.dispose();
  throw new Error(`it should map ${wanted.join(" to ")} numbers, got ${shapes.join(" to ")}`);
}

async function readModelFile(folder: string, dir: string, name: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(join(folder, name));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const reason = error instanceof Deno.errors.NotFound
      ? `found no ${name}; deno task train --out ${dir} makes one`
      : error.message;
    throw new InputError(`${dir}: expected a model there: ${reason}`);
  }
}

async function readJson(folder: string, dir: string, name: string) {
  const text = new TextDecoder().decode(await readModelFile(folder, dir, name));
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) return parsed as Record<string, unknown>;
    throw new Error(`got ${text.trim()}`);
  } catch (error) {
    throw new InputError(`${join(dir, name)}: expected a JSON object: ${firstSentence(error)}`);
  }
}

/** tfjs explains itself over several lines; the first sentence says what is wrong. */
function firstSentence(error: unknown): string {
  return (error as Error).message.split(/\n|\. /)[0];
}

function encodeJson(value: unknown, indent: number): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value, null, indent) + "\n");
}

/** Without the sync, a power cut could leave a renamed folder with empty files. */
async function writeDurably(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await Deno.writeFile(path, bytes);
  using file = await Deno.open(path, { write: true });
  await file.syncData();
}
