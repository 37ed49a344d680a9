/**
 * A model from a file of another library, or from one that the exporters wrote.
 *
 * @module
 */
import { stat } from "node:fs/promises";
import { basename, extname, resolve } from "node:path";
import { DIGIT_CLASSES } from "../dataset/labeled_images.ts";
import { InputError } from "../errors.ts";
import type { Model } from "../model/model.ts";
import { type Draft, readGivenTopology } from "./draft.ts";
import { readFileBytes } from "./files.ts";
import { readOnnx } from "./import_onnx.ts";
import { type KnownNetwork, readSafetensors } from "./import_safetensors.ts";
import { readTfjs } from "./import_tfjs.ts";
import { toWeights } from "./tensors.ts";
import { type InputScaling, prependScaling, scalingTensors } from "./topology.ts";

/** What the file does not say. */
export interface ImportSettings {
  /** What a safetensors file without a description is taken for. */
  known: KnownNetwork;
  /** Names of the classes, in the order of the output, instead of the file's. */
  classes?: readonly string[];
  /** How the network wants its input normalised; ours give ink in [0, 1]. */
  scaling?: InputScaling;
}

/** The formats that are read. */
export type ImportFormat = "safetensors" | "onnx" | "tfjs";

/** A model and the format that it came in. */
export interface ImportedModel {
  /** The model, as this library has it. */
  model: Model;
  /** What its file was. */
  format: ImportFormat;
}

/**
 * Imports a file: `.safetensors`, `.onnx`, or a folder with tfjs's `model.json` (or that file,
 * whatever it is called).
 *
 * @throws {InputError} If it is damaged, of another kind, or of a network that the engine does not know.
 */
export async function importModel(path: string, settings: ImportSettings): Promise<ImportedModel> {
  const { draft: given, format } = await readDraft(path, settings);
  const draft = settings.scaling ? scaleInput(given, settings.scaling, path) : given;
  const { topology, tensors, name = fileStem(path), options = {} } = draft;
  const network = readGivenTopology(topology, path);
  const classes = settings.classes ?? draft.classes ??
    chooseClasses(network.classes, path);
  if (classes.length !== network.classes) {
    throw new InputError(
      `${path}: expected names of ${network.classes} classes, got ${classes.length}`,
    );
  }
  const weights = toWeights(network, tensors, path);
  return { model: { name, options, classes, topology, weights }, format };
}

async function readDraft(
  path: string,
  { known }: ImportSettings,
): Promise<{ draft: Draft; format: ImportFormat }> {
  if (path.endsWith(".safetensors")) {
    const draft = readSafetensors(await readFileBytes(path), path, known);
    return { draft, format: "safetensors" };
  }
  if (path.endsWith(".onnx")) {
    return { draft: readOnnx(await readFileBytes(path), path), format: "onnx" };
  }
  const isFolder = await stat(path).then((found) => found.isDirectory(), () => false);
  if (isFolder) return { draft: await readTfjs(path), format: "tfjs" };
  if (path.endsWith(".json")) {
    return { draft: await readTfjs(path), format: "tfjs" };
  }
  throw new InputError(
    `${path}: expected a .safetensors or .onnx file, or a folder with tfjs's model.json`,
  );
}

/** The result is no longer what its name and options make. */
function scaleInput(draft: Draft, scaling: InputScaling, file: string): Draft {
  return {
    classes: draft.classes,
    topology: prependScaling(draft.topology, file),
    tensors: new Map([...scalingTensors(scaling), ...draft.tensors]),
  };
}

function chooseClasses(count: number, file: string): readonly string[] {
  if (count === DIGIT_CLASSES.length) return DIGIT_CLASSES;
  throw new InputError(`${file}: expected the names of its ${count} classes by --classes`);
}

function fileStem(path: string): string {
  return basename(resolve(path), extname(path));
}
