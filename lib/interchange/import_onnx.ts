/**
 * Reads networks from ONNX files: a chain of convolutions, norms, activations, poolings and dense layers,
 * whoever wrote it.
 *
 * @module
 */
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { InputError } from "../errors.ts";
import { sequential } from "../model/layers.ts";
import type { LayerJson } from "../model/topology.ts";
import { type Draft, readGivenTopology } from "./draft.ts";
import { parseMetadata } from "./metadata.ts";
import { createChain } from "./onnx_chain.ts";
import { readNode } from "./onnx_operators.ts";
import { decodeOnnxModel, type OnnxModel, type OnnxValue } from "./onnx_schema.ts";
import { listTensors, type Tensor } from "./tensors.ts";

/**
 * Reads a file. Logits at its end are taken as such: the model gets a softmax.
 *
 * @throws {InputError} If it is damaged or no such chain; the message names `file`.
 */
export function readOnnx(bytes: Uint8Array, file: string): Draft {
  const model = decode(bytes, file);
  const texts = (model.metadataProps ?? []).map(({ key, value }) => [key, value]);
  const labels = parseMetadata(Object.fromEntries(texts), file);
  const chain = createChain(model.graph!, file);
  checkInput(chain.input, file);
  const layers: LayerJson[] = [], tensors: Tensor[] = [];
  for (let node = chain.next(); node; node = chain.next()) {
    readNode(node, { chain, layers, tensors });
  }
  if (layers.length === 0) {
    throw new InputError(`${file}: expected layers in the graph, found none`);
  }
  endInSoftmax(layers);
  const topology = sequential(labels.name ?? "network", layers);
  const network = readGivenTopology(topology, file);
  const specs = listTensors(network);
  if (specs.length !== tensors.length) {
    throw new InputError(`${file}: expected ${specs.length} constants, got ${tensors.length}`);
  }
  return { ...labels, topology, tensors: new Map(specs.map(({ name }, i) => [name, tensors[i]])) };
}

function decode(bytes: Uint8Array, file: string): OnnxModel {
  let model: OnnxModel;
  try {
    model = decodeOnnxModel(bytes);
  } catch (error) {
    throw new InputError(
      `${file}: expected an ONNX file, got unreadable bytes: ${(error as Error).message}`,
    );
  }
  if (model.graph && model.graph.node.length > 0) return model;
  throw new InputError(`${file}: expected an ONNX file with a graph, found none`);
}

function checkInput({ name, type }: OnnxValue, file: string): void {
  const shape = (type?.tensorType?.shape?.dim ?? [])
    .map(({ dimValue, dimParam }) => dimParam || dimValue || "?");
  if (shape.slice(1).join() === `1,${IMAGE_SIZE},${IMAGE_SIZE}`) return;
  throw new InputError(
    `${file}: expected an input of [batch, 1, 28, 28], got ${name} of [${shape.join(", ")}]`,
  );
}

/** Dense layers may carry the softmax; whatever else stands last is left for the engine to refuse. */
function endInSoftmax(layers: LayerJson[]): void {
  const last = layers.at(-1)!;
  if (last.class_name === "Dense") last.config.activation = "softmax";
}
