/**
 * A model as the page loads it: a JSON description and one binary, made from `models/NAME/` when the
 * page is served or built. No tfjs is needed to read it.
 *
 * @module
 */
import type { NamedWeights } from "../engine/compiled_classifier.ts";
import type { Network, Parameter } from "../model/network.ts";
import type { CalibrationJson } from "./calibration.ts";

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
  /** The float32 weights in the order in which `models/NAME.bin` holds them. */
  weights: Parameter[];
  /** What its answers are judged by, if it was calibrated: the model's `reader.json`. */
  calibration?: CalibrationJson;
}

/** Joins weights into `models/NAME.bin`. */
export function packWeights(
  { weights }: PublishedModel,
  values: NamedWeights,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(countBytes(weights));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of weights.map(({ name }) => values[name])) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/**
 * Views the weights in a model's binary.
 *
 * @throws {Error} If it has another length than the description says.
 */
export function unpackWeights({ weights }: PublishedModel, buffer: ArrayBuffer): NamedWeights {
  const expected = countBytes(weights);
  if (buffer.byteLength !== expected) {
    throw new Error(`the model should have ${expected} bytes, got ${buffer.byteLength}`);
  }
  let at = 0;
  const values: NamedWeights = {};
  for (const { name, size } of weights) {
    values[name] = new Float32Array(buffer, at, size);
    at += 4 * size;
  }
  return values;
}

function countBytes(weights: readonly Parameter[]): number {
  return 4 * weights.reduce((sum, { size }) => sum + size, 0);
}
