/**
 * The two files of a tfjs LayersModel, `model.json` and its weights: a model to bytes and back.
 *
 * @module
 */
import { DIGIT_CLASSES, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { checkClasses } from "./check_classes.ts";
import type { Model, Weight } from "./model.ts";
import { listParameters, UnsupportedModelError } from "./network.ts";
import { readNetwork } from "./read_network.ts";
import { countOutputs, findInputShape, type Topology } from "./topology.ts";

/** A model.json that was parsed and whose outline is right. */
export interface ModelJson {
  /** The network's layers. */
  topology: Topology;
  /** The files that hold the weights, one after the other, relative to model.json. */
  paths: string[];
  /** What they hold. */
  specs: { name: string; shape: number[] }[];
}

/** What a model's files do not say themselves. */
export interface ModelDetails {
  /** Default: the name in the topology. */
  name?: string;
  /** Default: none. */
  options?: Readonly<Record<string, unknown>>;
  /** Default: the digits where there are ten outputs, numbers from 0 otherwise. */
  classes?: readonly string[];
}

/** Encodes a model's description; its weights go into `weights.bin`. */
export function encodeModelJson({ topology, weights }: Model): Record<string, unknown> {
  const specs = weights.map(({ name, shape }) => ({ name, shape, dtype: "float32" }));
  return {
    format: "layers-model",
    generatedBy: "lenet5/digits",
    convertedBy: null,
    modelTopology: topology,
    weightsManifest: [{ paths: ["weights.bin"], weights: specs }],
  };
}

/** Joins a model's weights into the bytes of `weights.bin`: little-endian float32. */
export function encodeWeights({ weights }: Model): Uint8Array<ArrayBuffer> {
  const size = weights.reduce((sum, { values }) => sum + values.length, 0);
  const joined = new Float32Array(size);
  let at = 0;
  for (const { values } of weights) {
    joined.set(values, at);
    at += values.length;
  }
  return new Uint8Array(joined.buffer);
}

/**
 * Checks a parsed model.json.
 *
 * @throws {Error} If it is not one: in one line, with the path inside the document.
 */
export function readModelJson(json: unknown): ModelJson {
  const { modelTopology, weightsManifest } = (json ?? {}) as Record<string, unknown>;
  if (!isRecord(modelTopology)) {
    throw new Error(`modelTopology: expected a network's layers, got ${describe(modelTopology)}`);
  }
  if (!Array.isArray(weightsManifest)) {
    throw new Error(`weightsManifest: expected a list, got ${describe(weightsManifest)}`);
  }
  const groups = weightsManifest.map((group, index) =>
    readGroup(group, `weightsManifest[${index}]`)
  );
  return {
    topology: modelTopology as Topology,
    paths: groups.flatMap(({ paths }) => paths),
    specs: groups.flatMap(({ specs }) => specs),
  };
}

function readGroup(group: unknown, at: string): Pick<ModelJson, "paths" | "specs"> {
  const { paths, weights } = (group ?? {}) as Record<string, unknown>;
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === "string")) {
    throw new Error(`${at}.paths: expected file names, got ${describe(paths)}`);
  }
  if (!Array.isArray(weights)) {
    throw new Error(`${at}.weights: expected a list, got ${describe(weights)}`);
  }
  return { paths, specs: weights.map((spec, index) => readSpec(spec, `${at}.weights[${index}]`)) };
}

function readSpec(spec: unknown, at: string): { name: string; shape: number[] } {
  const { name, shape, dtype, quantization } = (spec ?? {}) as Record<string, unknown>;
  if (typeof name !== "string") {
    throw new Error(`${at}.name: expected a name, got ${describe(name)}`);
  }
  const isSize = (length: unknown) => Number.isInteger(length) && (length as number) > 0;
  if (!Array.isArray(shape) || !shape.every(isSize)) {
    throw new Error(`${at}.shape: expected whole numbers, got ${JSON.stringify(shape)}`);
  }
  if ((dtype ?? "float32") !== "float32") {
    throw new Error(`${at}.dtype: expected float32, got ${describe(dtype)}`);
  }
  if (quantization) {
    throw new Error(`${at}.quantization: expected plain float32, got quantized weights`);
  }
  return { name, shape: shape as number[] };
}

/**
 * Puts a model together from its description and the bytes of its weights.
 *
 * @param bytes All weights, one after the other.
 * @throws {Error} If the weights are too few or too many, not finite, or not those of the layers; if the
 *   network does not read 28×28 images; or if the class names are not as many as its outputs.
 */
export function decodeModel(
  { topology, specs }: ModelJson,
  bytes: Uint8Array,
  details: ModelDetails = {},
): Model {
  checkInput(topology);
  const weights = decodeWeights(specs, bytes);
  checkParameters(topology, weights);
  const outputs = countOutputs(topology) ?? 0;
  const classes = details.classes ?? defaultClasses(outputs);
  checkClasses(classes);
  if (classes.length !== outputs) {
    throw new Error(`expected names of ${outputs} classes, got ${classes.length}`);
  }
  const name = details.name ?? (topology.config as { name?: string })?.name ?? "model";
  return { name, options: details.options ?? {}, classes, topology, weights };
}

function defaultClasses(count: number): string[] {
  return count === DIGIT_CLASSES.length
    ? [...DIGIT_CLASSES]
    : Array.from({ length: count }, (_, index) => `${index}`);
}

function checkInput(topology: Topology): void {
  const shape = findInputShape(topology)?.join("×") ?? "nothing";
  const wanted = `${IMAGE_SIZE}×${IMAGE_SIZE}×1`;
  if (shape !== wanted) throw new Error(`expected a network that reads ${wanted}, got ${shape}`);
}

function decodeWeights(specs: ModelJson["specs"], bytes: Uint8Array): Weight[] {
  const sizeOf = (shape: number[]) => shape.reduce((product, length) => product * length, 1);
  const count = specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (bytes.length !== 4 * count) {
    throw new Error(`the weights should hold ${count} float32 numbers, got ${bytes.length} bytes`);
  }
  const all = new Float32Array(bytes.slice().buffer);
  if (!all.every(Number.isFinite)) throw new Error("the weights hold numbers that are not finite");
  let at = 0;
  return specs.map(({ name, shape }) => {
    const size = sizeOf(shape);
    return { name, shape, values: all.slice(at, at += size) };
  });
}

/** For networks that the engine knows; tfjs checks those that it does not. */
function checkParameters(topology: Topology, weights: Weight[]): void {
  const parameters = (() => {
    try {
      return listParameters(readNetwork(topology));
    } catch (error) {
      if (error instanceof UnsupportedModelError) return [];
      throw error;
    }
  })();
  for (const { name, shape } of parameters) {
    const weight = weights.find((candidate) => candidate.name === name);
    const got = weight ? `[${weight.shape.join(", ")}]` : "none of that name";
    if (got !== `[${shape.join(", ")}]`) {
      throw new Error(`weight ${name}: expected the shape [${shape.join(", ")}], got ${got}`);
    }
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : JSON.stringify(value);
}
