/**
 * Reads networks from the folders that tfjs's `model.save` writes: `model.json` and binary shards.
 *
 * @module
 */
import { basename, join } from "@std/path";
import { InputError } from "../errors.ts";
import type { NamedWeights } from "../engine/compiled_classifier.ts";
import type { Topology } from "./description.ts";
import { type Draft, readGivenTopology } from "./draft.ts";
import { readFileBytes } from "./files.ts";
import { parseMetadata } from "./metadata.ts";
import { readFloats } from "./safetensors.ts";
import { listTensors, toTensors } from "./tensors.ts";

interface Manifest {
  paths: string[];
  weights: { name: string; shape: number[]; dtype: string; quantization?: unknown }[];
}

/**
 * Reads a folder.
 *
 * @throws {InputError} If it holds no such model, or a damaged one.
 */
export async function readTfjs(folder: string): Promise<Draft> {
  const path = join(folder, "model.json");
  const description = parseJson(await readFileBytes(path), path);
  const { weightsManifest: manifest, modelTopology, userDefinedMetadata } = description;
  if (!isManifest(manifest) || typeof modelTopology !== "object" || modelTopology === null) {
    throw new InputError(`${path}: expected a modelTopology and a weightsManifest`);
  }
  const topology = unwrap(modelTopology as Topology);
  const network = await readGivenTopology(topology, path);
  const weights: NamedWeights = {};
  for (const group of manifest) Object.assign(weights, await readGroup(folder, group));
  const specs = listTensors(network).filter(({ weightName }) => weightName !== undefined);
  const known = new Set(specs.map(({ weightName }) => weightName));
  const extra = Object.keys(weights).find((name) => !known.has(name));
  if (extra !== undefined) throw new InputError(`${folder}: the network has no weight ${extra}`);
  for (const { weightName, weightShape } of specs) {
    const size = weightShape.reduce((a, b) => a * b), got = weights[weightName!]?.length;
    if (got === size) continue;
    throw new InputError(
      `${folder}: expected ${size} numbers of ${weightName}, got ${got ?? "none"}`,
    );
  }
  return {
    ...readLabels(userDefinedMetadata, path),
    topology,
    tensors: toTensors(network, weights),
  };
}

/** The values of a group lie one after the other in the joined files. */
async function readGroup(folder: string, { paths, weights }: Manifest): Promise<NamedWeights> {
  const shards: Uint8Array[] = [];
  for (const path of paths) {
    if (path !== basename(path) || path.startsWith(".")) {
      throw new InputError(`${folder}: expected weights in the folder itself, got ${path}`);
    }
    shards.push(await readFileBytes(join(folder, path)));
  }
  const bytes = new Uint8Array(await new Blob(shards as Uint8Array<ArrayBuffer>[]).arrayBuffer());
  const named: NamedWeights = {};
  let at = 0;
  for (const { name, shape, dtype, quantization } of weights) {
    if (dtype !== "float32" || quantization) {
      throw new InputError(`${folder}: expected ${name} as plain float32, got ${dtype}`);
    }
    const end = at + 4 * shape.reduce((a, b) => a * b, 1);
    if (end <= bytes.length) named[name] = readFloats(bytes.subarray(at, end));
    at = end;
  }
  if (at !== bytes.length) {
    throw new InputError(`${folder}: expected ${at} bytes of weights, got ${bytes.length}`);
  }
  return named;
}

function readLabels(metadata: unknown, path: string): ReturnType<typeof parseMetadata> {
  if (typeof metadata !== "object" || metadata === null) return {};
  const { options, classes } = metadata as Record<string, unknown>;
  const text = (value: unknown) => value === undefined ? undefined : JSON.stringify(value);
  const { name: _, ...labels } = parseMetadata(
    { options: text(options), classes: text(classes) },
    path,
  );
  return labels;
}

/** Keras's converter wraps the model in a `model_config`. */
function unwrap(topology: Topology): Topology {
  return (topology.model_config as Topology | undefined) ?? topology;
}

function isManifest(value: unknown): value is Manifest[] {
  const isShape = (shape: unknown) =>
    Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size > 0);
  return Array.isArray(value) &&
    value.every((group) =>
      Array.isArray(group?.paths) && group.paths.every((path: unknown) =>
        typeof path === "string"
      ) &&
      Array.isArray(group.weights) &&
      group.weights.every((weight: Manifest["weights"][number] | null) =>
        typeof weight?.name === "string" && isShape(weight.shape)
      )
    );
}

function parseJson(bytes: Uint8Array, path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Answered below.
  }
  throw new InputError(`${path}: expected a JSON object`);
}
