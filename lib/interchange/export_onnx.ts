/**
 * A network as an ONNX file: opset 17, input `[batch, 1, 28, 28]` with ink in [0, 1], output
 * `probabilities` `[batch, classes]`, the names of the classes in the metadata.
 *
 * @module
 */
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import type { Stage } from "../model/network.ts";
import { type Description, nameActivation } from "./description.ts";
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

function listNodes({ network }: Description): OnnxNode[] {
  const nodes: OnnxNode[] = [];
  let value = "image";
  const add = (opType: string, name: string, options: Partial<OnnxNode> & { reads?: string[] }) => {
    const { reads = [], attribute = [] } = options;
    nodes.push({
      name,
      opType,
      input: [value, ...reads],
      output: [`${name}_out`],
      attribute,
    });
    value = `${name}_out`;
  };
  const names = nameModules(network);
  network.stages.forEach((stage, index) => {
    const name = names[index], reads = [`${name.layer}.weight`];
    if (stage.bias) reads.push(`${name.layer}.bias`);
    if (readsVector(network, index)) {
      const isFlat = index > 0 && readsVector(network, index - 1);
      if (!isFlat) add("Flatten", `${name.layer}_flatten`, { attribute: [int("axis", 1)] });
      add("Gemm", name.layer, { reads, attribute: [int("transB", 1)] });
    } else {
      add("Conv", name.layer, { reads, attribute: describeConvolution(stage) });
    }
    if (stage.norm) addNorm(stage, name);
    const operator = OPERATORS[nameActivation(stage)];
    if (operator) add(operator, name.activation, {});
    if (stage.poolHeight * stage.poolWidth > 1) addPool(stage, name);
  });
  nodes.push({
    name: "softmax",
    opType: "Softmax",
    input: [value],
    output: ["probabilities"],
    attribute: [int("axis", 1)],
  });
  return nodes;

  function addNorm({ norm }: Stage, { norm: name }: ModuleNames): void {
    add("BatchNormalization", name, {
      reads: ["weight", "bias", "running_mean", "running_var"].map((part) => `${name}.${part}`),
      attribute: [float("epsilon", norm!.epsilon), float("momentum", norm!.momentum)],
    });
  }

  function addPool({ poolHeight, poolWidth, averagePool }: Stage, name: ModuleNames): void {
    const size = [poolHeight, poolWidth];
    add(averagePool ? "AveragePool" : "MaxPool", name.pool, {
      attribute: [ints("kernel_shape", size), ints("strides", size)],
    });
  }
}

/** Even kernels are padded by one more behind than before. */
function describeConvolution(stage: Stage): OnnxAttribute[] {
  const { kernelHeight, kernelWidth, padTop, padLeft } = stage;
  const bottom = stage.outHeight - stage.height + kernelHeight - 1 - padTop;
  const right = stage.outWidth - stage.width + kernelWidth - 1 - padLeft;
  return [
    ints("kernel_shape", [kernelHeight, kernelWidth]),
    ints("pads", [padTop, padLeft, bottom, right]),
  ];
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
