/**
 * What the operators of an ONNX chain are as layers.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import type { LayerJson } from "../model/topology.ts";
import { toIdentifier } from "./module_names.ts";
import type { OnnxChain } from "./onnx_chain.ts";
import type { OnnxNode } from "./onnx_schema.ts";
import type { Tensor } from "./tensors.ts";
import { convolution } from "./topology.ts";

/** What has been read so far: layers, and their weights in PyTorch's layouts and order. */
export interface OnnxReading {
  chain: OnnxChain;
  layers: LayerJson[];
  tensors: Tensor[];
}

type Reader = (node: OnnxNode, reading: OnnxReading) => void;

const READERS: Record<string, Reader> = {
  Conv: readConvolution,
  Gemm: readGemm,
  MatMul: readMatMul,
  BatchNormalization: readNorm,
  Relu: (node, reading) => addActivation(node, reading, "relu"),
  Tanh: (node, reading) => addActivation(node, reading, "tanh"),
  Sigmoid: (node, reading) => addActivation(node, reading, "sigmoid"),
  MaxPool: (node, reading) => readPool(node, reading, "MaxPooling2D"),
  AveragePool: (node, reading) => readPool(node, reading, "AveragePooling2D"),
  Flatten: readFlatten,
  Reshape: readReshape,
  Softmax: readSoftmax,
  LogSoftmax: readSoftmax,
  Dropout: () => {},
  Identity: () => {},
};

/**
 * Adds a node's layer and weights.
 *
 * @throws {InputError} If the node is of a kind, or has a setting, that the engine does not know.
 */
export function readNode(node: OnnxNode, reading: OnnxReading): void {
  const read = Object.hasOwn(READERS, node.opType) && !node.domain
    ? READERS[node.opType]
    : undefined;
  if (!read) refuse(node, reading, "is of a kind that the engine does not know");
  read(node, reading);
}

function readConvolution(node: OnnxNode, reading: OnnxReading): void {
  const kernel = reading.chain.floats(node.input[1]);
  if (kernel.shape.length !== 4) refuse(node, reading, `has a kernel of [${kernel.shape}]`);
  const [filters, , height, width] = kernel.shape;
  if (integer(node, "group", 1) !== 1) refuse(node, reading, "works on groups of channels");
  if (integers(node, "strides").some((s) => s !== 1)) refuse(node, reading, "has a stride");
  if (integers(node, "dilations").some((d) => d !== 1)) refuse(node, reading, "is dilated");
  reading.layers.push(convolution(nameOf(node, reading), {
    filters,
    kernelSize: [height, width],
    padding: readPadding(node, reading, [height, width]),
    bias: hasInput(node, 2),
  }));
  reading.tensors.push(kernel);
  if (hasInput(node, 2)) reading.tensors.push(reading.chain.floats(node.input[2]));
}

function readPadding(node: OnnxNode, reading: OnnxReading, kernel: number[]): "same" | "valid" {
  const auto = text(node, "auto_pad");
  if (auto === "SAME_UPPER") return "same";
  if (auto === "VALID") return "valid";
  if (auto && auto !== "NOTSET") refuse(node, reading, `is padded as ${auto}`);
  const pads = integers(node, "pads");
  if (pads.every((pad) => pad === 0)) return "valid";
  const before = kernel.map((size) => (size - 1) >> 1);
  const after = kernel.map((size, axis) => size - 1 - before[axis]);
  if (pads.join() === [...before, ...after].join()) return "same";
  return refuse(
    node,
    reading,
    `is padded by [${pads.join(", ")}], neither not at all nor to its size`,
  );
}

function readGemm(node: OnnxNode, reading: OnnxReading): void {
  const scales = ["alpha", "beta"].map((name) => attribute(node, name)?.f ?? 1);
  if (scales.some((scale) => scale !== 1)) refuse(node, reading, "is scaled");
  if (integer(node, "transA", 0) !== 0) refuse(node, reading, "transposes its input");
  const kernel = reading.chain.floats(node.input[1]);
  const isTransposed = integer(node, "transB", 0) !== 0;
  addDense(node, reading, {
    kernel: isTransposed ? kernel : transpose(node, reading, kernel),
    bias: hasInput(node, 2) ? reading.chain.floats(node.input[2]) : undefined,
  });
}

function readMatMul(node: OnnxNode, reading: OnnxReading): void {
  const { chain } = reading;
  const kernel = transpose(node, reading, chain.floats(node.input[1]));
  const add = chain.nextIf("Add");
  const constant = add?.input.find((name) => chain.isConstant(name));
  if (add && constant === undefined) refuse(add, reading, "adds no constant");
  addDense(node, reading, { kernel, bias: constant ? chain.floats(constant) : undefined });
}

function addDense(
  node: OnnxNode,
  reading: OnnxReading,
  { kernel, bias }: { kernel: Tensor; bias?: Tensor },
): void {
  if (kernel.shape.length !== 2) refuse(node, reading, `has a kernel of [${kernel.shape}]`);
  const [units] = kernel.shape;
  const name = nameOf(node, reading);
  const config = {
    name,
    units,
    use_bias: bias !== undefined,
    activation: "linear",
    trainable: true,
  };
  reading.layers.push({ class_name: "Dense", config });
  reading.tensors.push(kernel);
  // [1, n] adds as [n] does.
  if (bias) {
    reading.tensors.push({
      ...bias,
      shape: bias.shape.filter((size) => size !== 1 || units === 1),
    });
  }
}

function transpose(node: OnnxNode, reading: OnnxReading, { shape, values }: Tensor): Tensor {
  if (shape.length !== 2) refuse(node, reading, `has a kernel of [${shape}]`);
  const [rows, columns] = shape;
  const turned = Float32Array.from(values, (_, i) => {
    return values[(i % rows) * columns + Math.floor(i / rows)];
  });
  return { shape: [columns, rows], values: turned };
}

function readNorm(node: OnnxNode, reading: OnnxReading): void {
  if (integer(node, "training_mode", 0) !== 0) refuse(node, reading, "is in training mode");
  reading.layers.push({
    class_name: "BatchNormalization",
    config: {
      name: nameOf(node, reading),
      axis: -1,
      epsilon: shorten(attribute(node, "epsilon")?.f ?? 1e-5),
      momentum: shorten(attribute(node, "momentum")?.f ?? 0.9),
      center: true,
      scale: true,
      trainable: true,
    },
  });
  for (const name of node.input.slice(1, 5)) reading.tensors.push(reading.chain.floats(name));
}

/** A float32 as a person would have written it: 1e-5, not 0.000009999999747378752. */
function shorten(value: number): number {
  return Number(value.toPrecision(7));
}

function addActivation(node: OnnxNode, reading: OnnxReading, activation: string): void {
  const config = {
    name: unique(`${node.name || activation}`, reading),
    activation,
    trainable: true,
  };
  reading.layers.push({ class_name: "Activation", config });
}

function readSoftmax(node: OnnxNode, reading: OnnxReading): void {
  const axis = integer(node, "axis", -1);
  if (axis !== 1 && axis !== -1) refuse(node, reading, `runs along axis ${axis}`);
  const last = reading.layers.at(-1);
  if (last?.class_name !== "Dense") refuse(node, reading, "does not follow a dense layer");
  last.config.activation = "softmax";
}

function readPool(node: OnnxNode, reading: OnnxReading, className: string): void {
  const size = integers(node, "kernel_shape"), strides = integers(node, "strides");
  if (size.length !== 2) refuse(node, reading, "is not two-dimensional");
  if ((strides.length > 0 ? strides : [1, 1]).join() !== size.join()) {
    refuse(node, reading, "overlaps or skips");
  }
  if (integers(node, "pads").some((pad) => pad !== 0) || integer(node, "ceil_mode", 0) !== 0) {
    refuse(node, reading, "is padded");
  }
  if (integers(node, "dilations").some((d) => d !== 1)) refuse(node, reading, "is dilated");
  const auto = text(node, "auto_pad");
  if (auto && auto !== "NOTSET" && auto !== "VALID") refuse(node, reading, `is padded as ${auto}`);
  const name = unique(node.name || "pool", reading);
  const config = { name, pool_size: size, strides: size, padding: "valid", trainable: true };
  reading.layers.push({
    class_name: className,
    config: { ...config, data_format: "channels_last" },
  });
}

function readFlatten(node: OnnxNode, reading: OnnxReading): void {
  if (integer(node, "axis", 1) !== 1) refuse(node, reading, "flattens the batch, too");
  const config = { name: unique(node.name || "flatten", reading), trainable: true };
  reading.layers.push({ class_name: "Flatten", config });
}

function readReshape(node: OnnxNode, reading: OnnxReading): void {
  const shape = reading.chain.integers(node.input[1]);
  if (shape.length !== 2) refuse(node, reading, `gives a shape of [${shape.join(", ")}]`);
  readFlatten({ ...node, attribute: [] }, reading);
}

const attribute = (node: OnnxNode, name: string) =>
  node.attribute?.find((candidate) => candidate.name === name);
const integer = (node: OnnxNode, name: string, usual: number) => attribute(node, name)?.i ?? usual;
const integers = (node: OnnxNode, name: string) => attribute(node, name)?.ints ?? [];
const text = (node: OnnxNode, name: string) => new TextDecoder().decode(attribute(node, name)?.s);
const hasInput = (node: OnnxNode, index: number) => Boolean(node.input[index]);

/** A layer is called as its weight is ("C1.weight"), or else as its node. */
function nameOf(node: OnnxNode, reading: OnnxReading): string {
  const [, owner] = /^(.+)\.weight$/.exec(node.input[1]) ?? [];
  return unique(owner ?? (node.name || node.opType.toLowerCase()), reading);
}

function unique(wanted: string, { layers }: OnnxReading): string {
  const word = toIdentifier(wanted).replace(/^_+/, "") || "layer";
  const base = /^\d/.test(word) ? `layer_${word}` : word;
  let name = base;
  for (let i = 2; layers.some(({ config }) => config.name === name); i++) name = `${base}_${i}`;
  return name;
}

function refuse(node: OnnxNode, { chain }: OnnxReading, why: string): never {
  throw new InputError(
    `${chain.file}: node ${node.name || node.output[0]} (${node.opType}) ${why}`,
  );
}
