/**
 * A walk along an ONNX graph that has one path from its input to its output.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import {
  FLOAT,
  INT64,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from "./onnx_schema.ts";
import { readFloats } from "./safetensors.ts";
import type { Tensor } from "./tensors.ts";

/** The walk, and the graph's constants. */
export interface OnnxChain {
  /** The name that errors begin with. */
  file: string;
  /** The one input that is no constant. */
  input: OnnxValue;
  /** The node that reads what the last one gave; undefined at the output. */
  next(): OnnxNode | undefined;
  /** The next node if it is of this kind, taken only then. */
  nextIf(opType: string): OnnxNode | undefined;
  /** Whether a value is a constant. */
  isConstant(name: string): boolean;
  /** @throws {InputError} If there is no float32 constant of that name, or a damaged one. */
  floats(name: string): Tensor;
  /** @throws {InputError} If there is no int64 constant of that name, or a damaged one. */
  integers(name: string): number[];
}

/**
 * Starts at the graph's input.
 *
 * @throws {InputError} If the graph has no single input and output.
 */
export function createChain(graph: OnnxGraph, file: string): OnnxChain {
  const constants = readConstants(graph);
  const inputs = graph.input.filter(({ name }) => !constants.has(name));
  if (inputs.length !== 1 || graph.output.length !== 1) {
    throw new InputError(
      `${file}: expected one input and one output, got ${inputs.length} and ${graph.output.length}`,
    );
  }
  const steps = graph.node.filter(({ output }) => !constants.has(output[0]));
  let value = inputs[0].name, taken = 0;

  function find(): OnnxNode | undefined {
    const readers = steps.filter(({ input }) => input.includes(value));
    if (value === graph.output[0].name) {
      if (taken === steps.length) return undefined;
    } else if (readers.length === 1 && taken < steps.length) return readers[0];
    throw new InputError(`${file}: expected a graph that is one chain of operators`);
  }

  function take(node: OnnxNode | undefined): OnnxNode | undefined {
    if (node) value = node.output[0], taken++;
    return node;
  }

  return {
    file,
    input: inputs[0],
    next: () => take(find()),
    nextIf(opType) {
      const node = find();
      return node?.opType === opType ? take(node) : undefined;
    },
    isConstant: (name) => constants.has(name),
    floats: (name) => toFloats(constants.get(name), name, file),
    integers: (name) => toIntegers(constants.get(name), name, file),
  };
}

/** Initializers, Constant nodes, and other names for them. */
function readConstants({ initializer, node }: OnnxGraph): Map<string, OnnxTensor> {
  const constants = new Map(initializer.map((tensor) => [tensor.name ?? "", tensor]));
  for (const { opType, attribute = [], input, output } of node) {
    const value = opType === "Constant"
      ? attribute.find(({ name }) => name === "value")?.t
      : opType === "Identity"
      ? constants.get(input[0])
      : undefined;
    if (value) constants.set(output[0], value);
  }
  return constants;
}

function toFloats(tensor: OnnxTensor | undefined, name: string, file: string): Tensor {
  const { dims, rawData, floatData = [] } = checkType(tensor, FLOAT, { name, file });
  const values = rawData?.length ? readFloats(rawData) : Float32Array.from(floatData);
  checkSize(dims, rawData?.length ? rawData.length / 4 : values.length, { name, file });
  return { shape: dims, values };
}

function toIntegers(tensor: OnnxTensor | undefined, name: string, file: string): number[] {
  const { dims, rawData, int64Data = [] } = checkType(tensor, INT64, { name, file });
  const view = rawData && new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  const values = view?.byteLength
    ? Array.from({ length: view.byteLength >> 3 }, (_, i) => Number(view.getBigInt64(8 * i, true)))
    : int64Data;
  checkSize(dims, view?.byteLength ? view.byteLength / 8 : values.length, { name, file });
  return values;
}

interface Place {
  name: string;
  file: string;
}

function checkType(tensor: OnnxTensor | undefined, type: number, { name, file }: Place) {
  if (!tensor) throw new InputError(`${file}: expected a constant ${name}, found none`);
  if (tensor.externalData?.length) {
    throw new InputError(
      `${file}: expected ${name} in the file itself, got a reference to another`,
    );
  }
  if (tensor.dataType !== type) {
    const wanted = type === FLOAT ? "float32" : "int64";
    throw new InputError(
      `${file}: expected ${name} as ${wanted}, got ONNX type ${tensor.dataType}`,
    );
  }
  return tensor;
}

function checkSize(dims: number[], got: number, { name, file }: Place): void {
  const size = dims.reduce((a, b) => a * b, 1);
  if (size === got) return;
  throw new InputError(`${file}: expected ${size} numbers in ${name} of [${dims}], got ${got}`);
}
