/**
 * The part of ONNX's protobuf schema that a classifier needs, with the field numbers of the public
 * specification (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 *
 * @module
 */
import { lazyMessageType, type MessageFields } from "./protobuf_schema.ts";

/** A string pair of a model's metadata. */
export interface OnnxText {
  key: string;
  value: string;
}

/** Constant values; `rawData` is little-endian. */
export interface OnnxTensor {
  name?: string;
  dims: number[];
  dataType: number;
  rawData?: Uint8Array;
  floatData?: number[];
  int64Data?: number[];
  externalData?: OnnxText[];
}

/** A node's setting. */
export interface OnnxAttribute {
  name: string;
  type: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  t?: OnnxTensor;
  floats?: number[];
  ints?: number[];
}

/** An operator with the names of what it reads and gives. */
export interface OnnxNode {
  name?: string;
  opType: string;
  domain?: string;
  input: string[];
  output: string[];
  attribute?: OnnxAttribute[];
}

/** A graph's input or output; a dimension is a number or a name. */
export interface OnnxValue {
  name: string;
  type: {
    tensorType?: { elemType: number; shape?: { dim?: { dimValue?: number; dimParam?: string }[] } };
  };
}

/** The graph of operators. */
export interface OnnxGraph {
  name: string;
  node: OnnxNode[];
  initializer: OnnxTensor[];
  input: OnnxValue[];
  output: OnnxValue[];
}

/** A whole file. */
export interface OnnxModel {
  irVersion: number;
  producerName?: string;
  opsetImport: { domain?: string; version: number }[];
  graph?: OnnxGraph;
  metadataProps?: OnnxText[];
}

/** `TensorProto.DataType`. */
export const FLOAT = 1, INT64 = 7;

/** `AttributeProto.AttributeType`. */
export const ATTRIBUTE = { float: 1, int: 2, ints: 7 } as const;

const MESSAGES: Record<string, MessageFields> = {
  Model: {
    irVersion: ["int64", 1],
    producerName: ["string", 2],
    graph: ["Graph", 7],
    opsetImport: ["Opset*", 8],
    metadataProps: ["Text*", 14],
  },
  Opset: { domain: ["string", 1], version: ["int64", 2] },
  Text: { key: ["string", 1], value: ["string", 2] },
  Graph: {
    node: ["Node*", 1],
    name: ["string", 2],
    initializer: ["Tensor*", 5],
    input: ["Value*", 11],
    output: ["Value*", 12],
  },
  Node: {
    input: ["string*", 1],
    output: ["string*", 2],
    name: ["string", 3],
    opType: ["string", 4],
    attribute: ["Attribute*", 5],
    domain: ["string", 7],
  },
  Attribute: {
    name: ["string", 1],
    f: ["float?", 2],
    i: ["int64?", 3],
    s: ["bytes", 4],
    t: ["Tensor", 5],
    floats: ["float*", 7],
    ints: ["int64*", 8],
    type: ["int32", 20],
  },
  Tensor: {
    dims: ["int64*", 1],
    dataType: ["int32", 2],
    floatData: ["float*", 4],
    int64Data: ["int64*", 7],
    name: ["string", 8],
    rawData: ["bytes", 9],
    externalData: ["Text*", 13],
  },
  Value: { name: ["string", 1], type: ["Type", 2] },
  Type: { tensorType: ["TensorType", 1] },
  TensorType: { elemType: ["int32", 1], shape: ["Shape", 2] },
  Shape: { dim: ["Dimension*", 1] },
  Dimension: { dimValue: ["int64", 1], dimParam: ["string", 2] },
};

const modelType = lazyMessageType(MESSAGES, "Model");

/** Encodes a model as a file. */
export function encodeOnnxModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const type = modelType();
  return Uint8Array.from(type.encode(type.fromObject(model)).finish());
}

/**
 * Decodes a file; unknown fields are passed over.
 *
 * @throws {Error} If the bytes are no such message.
 */
export function decodeOnnxModel(bytes: Uint8Array): OnnxModel {
  const type = modelType();
  return type.toObject(type.decode(bytes), { longs: Number, arrays: true }) as OnnxModel;
}
