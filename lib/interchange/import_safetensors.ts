/**
 * Reads networks from safetensors files: our own, which tell their layers, and state dicts of PyTorch.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import type { LeNet5Options } from "../model/lenet5.ts";
import { createTopology, type Topology } from "./description.ts";
import { type Draft, readGivenTopology } from "./draft.ts";
import { hasNorms, matchModules } from "./match_modules.ts";
import { parseMetadata } from "./metadata.ts";
import { decodeSafetensors, type SafeTensors } from "./safetensors.ts";
import { setBiases } from "./topology.ts";

/** Which network a state dict is of, as the file does not say it. */
export interface KnownNetwork {
  /** The network's name, such as "lenet5". */
  model: string;
  /** What the weights do not show: non-linearity and pooling. */
  options: LeNet5Options;
}

/**
 * Reads a file.
 *
 * @param known What a file without a topology is taken for.
 * @throws {InputError} If the file is damaged or of another network; the message names `file`.
 */
export async function readSafetensors(
  bytes: Uint8Array,
  file: string,
  known: KnownNetwork,
): Promise<Draft> {
  const content = decodeSafetensors(bytes, file);
  const labels = parseMetadata(content.metadata, file);
  const { topology: text } = content.metadata;
  if (text !== undefined) {
    return { ...labels, topology: parseTopology(text, file), tensors: content.tensors };
  }
  return { ...labels, ...await matchKnown(content, file, known) };
}

async function matchKnown(
  { tensors }: SafeTensors,
  file: string,
  { model, options: given }: KnownNetwork,
): Promise<Draft> {
  const options = { ...given, batchNorm: hasNorms(tensors) };
  const topology = createTopology(options);
  const network = await readGivenTopology(topology, file);
  const match = matchModules(tensors, network, { file, model });
  const found = { topology: setBiases(topology, match.biases), tensors: match.tensors };
  // With other biases it is no longer what its name and options make.
  const isKnown = network.stages.every(({ name, bias }) =>
    match.biases.get(name) === Boolean(bias)
  );
  return isKnown ? { ...found, name: model, options: { ...options } } : found;
}

function parseTopology(text: string, file: string): Topology {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`${file}: expected JSON as topology in the metadata`);
  }
}
