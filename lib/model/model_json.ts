/**
 * The two files of a tfjs LayersModel, `model.json` and its weights: a model to bytes and back.
 *
 * @module
 */
import * as v from "valibot";
import { DIGIT_CLASSES, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { validate } from "../validate.ts";
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

const isRecord = (value: unknown) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isTexts = (value: unknown) =>
  Array.isArray(value) && value.every((text) => typeof text === "string");

const SPEC = v.object({
  name: v.string("a name"),
  shape: v.array(
    v.pipe(
      v.number("a whole number"),
      v.integer("a whole number"),
      v.minValue(1, "a whole number above 0"),
    ),
    "whole numbers",
  ),
  dtype: v.optional(v.literal("float32", "float32")),
  quantization: v.optional(v.null("plain float32")),
});

const MODEL_JSON = v.object({
  modelTopology: v.custom<Topology>(isRecord, "a network's layers"),
  weightsManifest: v.array(
    v.object({
      paths: v.custom<string[]>(isTexts, "file names"),
      weights: v.array(SPEC, "a list"),
    }),
    "a list",
  ),
});

/**
 * Checks a parsed model.json.
 *
 * @throws {Error} If it is not one: in one line, with the path inside the document.
 */
export function readModelJson(json: unknown): ModelJson {
  const { modelTopology, weightsManifest } = validate(MODEL_JSON, json ?? {});
  return {
    topology: modelTopology,
    paths: weightsManifest.flatMap(({ paths }) => paths),
    specs: weightsManifest.flatMap(({ weights }) =>
      weights.map(({ name, shape }) => ({ name, shape }))
    ),
  };
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
