/**
 * A model as the page loads it: a JSON description and one binary, made from `models/NAME/` when the
 * page is served or built. No tfjs is needed to read it.
 *
 * @module
 */
import type { NamedWeights } from "../engine/compiled_classifier.ts";
import type { Network, Parameter } from "../model/network.ts";
import type { Limits } from "./judge.ts";

/** What the page says of a model before it is loaded; unknown facts are left out. */
export interface ModelCard {
  name: string;
  /** Names of its classes. */
  classes: readonly string[];
  /** Weights and biases. */
  parameters?: number;
  /** Misread test digits. */
  test?: { errors: number; n: number };
}

/** `models/NAME.json` of the page. */
export interface PublishedModel {
  network: Network;
  /** Names of the classes, as many as the network has. */
  classes: readonly string[];
  /** The float32 weights in the order in which the binary holds them. */
  weights: Parameter[];
  /** The typical digits that follow: one signed byte a component, unit length at 127. */
  typical: { count: number; size: number; stage: number };
  /** From which values on an answer is given. */
  limits: Limits;
}

/** The two parts of a model's binary. */
export interface ModelValues {
  weights: NamedWeights;
  /** `typical.count * typical.size` bytes. */
  typical: Int8Array;
}

/** Joins weights and typical digits into `models/NAME.bin`. */
export function packValues(model: PublishedModel, values: ModelValues): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(weightBytes(model) + values.typical.length);
  let at = 0;
  for (const part of [...model.weights.map(({ name }) => values.weights[name]), values.typical]) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return bytes;
}

/**
 * Views the parts of a model's binary.
 *
 * @throws {Error} If it has another length than the description says.
 */
export function unpackValues(model: PublishedModel, buffer: ArrayBuffer): ModelValues {
  const typicalAt = weightBytes(model);
  const expected = typicalAt + model.typical.count * model.typical.size;
  if (buffer.byteLength !== expected) {
    throw new Error(`the model should have ${expected} bytes, got ${buffer.byteLength}`);
  }
  let at = 0;
  const weights: NamedWeights = {};
  for (const { name, size } of model.weights) {
    weights[name] = new Float32Array(buffer, at, size);
    at += 4 * size;
  }
  return { weights, typical: new Int8Array(buffer, typicalAt) };
}

function weightBytes({ weights }: PublishedModel): number {
  return 4 * weights.reduce((sum, { size }) => sum + size, 0);
}
