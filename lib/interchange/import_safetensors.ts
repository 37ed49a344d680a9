/**
 * Reads networks from safetensors files: our own, which tell their layers, and state dicts of PyTorch.
 *
 * @module
 */
import { CLASS_LIMITS, DIGIT_CLASSES } from "../dataset/labeled_images.ts";
import { InputError } from "../errors.ts";
import { createNetwork } from "../model/registry.ts";
import type { Topology } from "../model/topology.ts";
import { type Draft, readGivenTopology } from "./draft.ts";
import { hasNorms, matchModules } from "./match_modules.ts";
import { parseMetadata } from "./metadata.ts";
import { decodeSafetensors, type SafeTensors } from "./safetensors.ts";
import { setBiases } from "./topology.ts";

/** Which network a state dict is of, as the file does not say it. */
export interface KnownNetwork {
  /** The network's name, such as "lenet5". */
  model: string;
  /** What the weights do not show, such as non-linearity and pooling. */
  options: Readonly<Record<string, unknown>>;
}

/**
 * Reads a file.
 *
 * @param known What a file without a topology is taken for.
 * @throws {InputError} If the file is damaged or of another network; the message names `file`.
 */
export function readSafetensors(
  bytes: Uint8Array,
  file: string,
  known: KnownNetwork,
): Draft {
  const content = decodeSafetensors(bytes, file);
  const labels = parseMetadata(content.metadata, file);
  const { topology: text } = content.metadata;
  if (text !== undefined) {
    return { ...labels, topology: parseTopology(text, file), tensors: content.tensors };
  }
  return { ...labels, ...matchKnown(content, file, known) };
}

function matchKnown(
  { tensors }: SafeTensors,
  file: string,
  { model, options: given }: KnownNetwork,
): Draft {
  const options = { ...given, batchNorm: hasNorms(tensors) };
  const classes = Array.from({ length: countClasses(tensors) }, (_, index) => `${index}`);
  const { topology } = createNetwork(model, { ...options, classes });
  const network = readGivenTopology(topology, file);
  const match = matchModules(tensors, network, { file, model });
  const found = { topology: setBiases(topology, match.biases), tensors: match.tensors };
  // With other biases it is no longer what its name and options make.
  const isKnown = network.stages.every(({ name, bias }) =>
    match.biases.get(name) === Boolean(bias)
  );
  return isKnown ? { ...found, name: model, options: { ...options } } : found;
}

/** Outputs of the one dense layer that no other reads; of digits where that is not clear. */
function countClasses(tensors: SafeTensors["tensors"]): number {
  const shapes = [...tensors.values()].map(({ shape }) => shape).filter((s) => s.length === 2);
  const last = shapes.filter(([outputs]) => shapes.every(([, inputs]) => inputs !== outputs));
  const { least, most } = CLASS_LIMITS, count = last.length === 1 ? last[0][0] : 0;
  return count >= least && count <= most ? count : DIGIT_CLASSES.length;
}

function parseTopology(text: string, file: string): Topology {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`${file}: expected JSON as topology in the metadata`);
  }
}
