/**
 * A network as an ONNX file: opset 17, input `[batch, 1, 28, 28]` with ink in [0, 1], output
 * `probabilities` `[batch, classes]`, the names of the classes in the metadata.
 *
 * @module
 */
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import type { Network, Stage } from "../model/network.ts";
import type { Description } from "./description.ts";
import { formatMetadata } from "./metadata.ts";
import { type ModuleNames, nameModules } from "./module_names.ts";
import {
  ATTRIBUTE,
  encodeOnnxModel,
  FLOAT,
  type OnnxAttribute,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from "./onnx_schema.ts";
import { readsVector, toTensors } from "./tensors.ts";

/** The version of the operators, and the version of the file format that came with it. */
const OPSET = 17, IR_VERSION = 8;

/** ONNX's operators for the non-linearities. */
const OPERATORS = { linear: undefined, relu: "Relu", tanh: "Tanh", sigmoid: "Sigmoid" };

/** Encodes a network with its weights; dropout, which inference leaves out, is not in the file. */
export function encodeOnnx(description: Description): Uint8Array<ArrayBuffer> {
  const { network, weights, name } = description;
  const initializer = Array.from(
    toTensors(network, weights),
    ([name, { shape, values }]): OnnxTensor => {
      return { name, dims: [...shape], dataType: FLOAT, rawData: floatBytes(values) };
    },
  );
  return encodeOnnxModel({
    irVersion: IR_VERSION,
    producerName: "@lenet5/digits",
    opsetImport: [{ domain: "", version: OPSET }],
    graph: {
      name,
      node: listNodes(description),
      initializer,
      input: [describeValue("image", [undefined, 1, IMAGE_SIZE, IMAGE_SIZE])],
      output: [describeValue("probabilities", [undefined, network.classes])],
    },
    metadataProps: Object.entries(formatMetadata(description))
      .map(([key, value]) => ({ key, value })),
  });
}

/** An operator before it is tied to the others: what it reads besides the last one's output. */
interface Step {
  name: string;
  opType: string;
  reads?: string[];
  attribute?: OnnxAttribute[];
}

/** Chains the operators: each reads what the one before it gives. */
function listNodes({ network }: Description): OnnxNode[] {
  const names = nameModules(network);
  const steps = network.stages.flatMap((_, index) => listSteps(network, index, names[index]));
  steps.push({ name: "softmax", opType: "Softmax", attribute: [int("axis", 1)] });
  return steps.map(({ name, opType, reads = [], attribute = [] }, index) => ({
    name,
    opType,
    input: [index === 0 ? "image" : `${steps[index - 1].name}_out`, ...reads],
    output: [index === steps.length - 1 ? "probabilities" : `${name}_out`],
    attribute,
  }));
}

function listSteps(network: Network, index: number, name: ModuleNames): Step[] {
  const stage = network.stages[index], { norm, poolHeight, poolWidth } = stage;
  const steps = readsVector(network, index)
    ? listDense(network, index, name)
    : [describeConvolution(stage, name)];
  if (norm) {
    steps.push({
      name: name.norm,
      opType: "BatchNormalization",
      reads: ["weight", "bias", "running_mean", "running_var"].map((part) =>
        `${name.norm}.${part}`
      ),
      attribute: [float("epsilon", norm.epsilon), float("momentum", norm.momentum)],
    });
  }
  const operator = OPERATORS[stage.activation];
  if (operator) steps.push({ name: name.activation, opType: operator });
  if (poolHeight * poolWidth > 1) {
    const size = [poolHeight, poolWidth];
    steps.push({
      name: name.pool,
      opType: stage.averagePool ? "AveragePool" : "MaxPool",
      attribute: [ints("kernel_shape", size), ints("strides", size)],
    });
  }
  return steps;
}

function listDense(network: Network, index: number, { layer }: ModuleNames): Step[] {
  const isFlat = index > 0 && readsVector(network, index - 1);
  const reads = listReads(network.stages[index], layer);
  const dense = { name: layer, opType: "Gemm", reads, attribute: [int("transB", 1)] };
  if (isFlat) return [dense];
  return [{ name: `${layer}_flatten`, opType: "Flatten", attribute: [int("axis", 1)] }, dense];
}

/** Even kernels are padded by one more behind than before. */
function describeConvolution(stage: Stage, { layer }: ModuleNames): Step {
  const { kernelHeight, kernelWidth, padTop, padLeft } = stage;
  const bottom = stage.outHeight - stage.height + kernelHeight - 1 - padTop;
  const right = stage.outWidth - stage.width + kernelWidth - 1 - padLeft;
  return {
    name: layer,
    opType: "Conv",
    reads: listReads(stage, layer),
    attribute: [
      ints("kernel_shape", [kernelHeight, kernelWidth]),
      ints("pads", [padTop, padLeft, bottom, right]),
    ],
  };
}

function listReads({ bias }: Stage, layer: string): string[] {
  return bias ? [`${layer}.weight`, `${layer}.bias`] : [`${layer}.weight`];
}

const int = (name: string, i: number): OnnxAttribute => ({ name, type: ATTRIBUTE.int, i });
const float = (name: string, f: number): OnnxAttribute => ({ name, type: ATTRIBUTE.float, f });
const ints = (name: string, values: number[]): OnnxAttribute => {
  return { name, type: ATTRIBUTE.ints, ints: values };
};

function describeValue(name: string, shape: (number | undefined)[]): OnnxValue {
  const dim = shape.map((size) => size === undefined ? { dimParam: "batch" } : { dimValue: size });
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}

function floatBytes(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(4 * values.length), view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return bytes;
}
