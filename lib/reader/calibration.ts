/**
 * What judging the answers of a model takes, and its file form, `reader.json` beside the model.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { type Network, pooledSize } from "../model/network.ts";
import type { Limits } from "./judge.ts";

/** What judging the answers of a model takes; `calibrate` makes it. */
export interface ReaderCalibration {
  /** From which values on an answer is given. */
  limits: Limits;
  /** Directions of typical digits, a signed byte a component, unit length at 127; may be empty. */
  typical: Int8Array;
  /** The stage whose output the typical digits are directions of. */
  stage: number;
  /** Components of a direction. */
  size: number;
}

/** ReaderCalibration as plain JSON. */
export interface CalibrationJson {
  /** From which values on an answer is given. */
  limits: Limits;
  /** Directions of typical digits in base64; see {@link ReaderCalibration}. */
  typical: { stage: number; size: number; values: string };
}

/**
 * Least probability of an answer that stands where a model was not calibrated; near the 0.993 above which
 * one answer in 1,000 of the default model is wrong.
 */
const UNCALIBRATED_CONFIDENCE = 0.99;

/** Judges by confidence alone: for models that were not calibrated. */
export const UNCALIBRATED: ReaderCalibration = {
  limits: { confidence: UNCALIBRATED_CONFIDENCE, unusual: Infinity, foreign: Infinity },
  typical: new Int8Array(),
  stage: 0,
  size: 0,
};

/** Encodes a calibration as `reader.json` holds it. */
export function encodeCalibration(
  { limits, typical, stage, size }: ReaderCalibration,
): CalibrationJson {
  const values = btoa(Array.from(typical, (value) => String.fromCharCode(value & 0xff)).join(""));
  return { limits, typical: { stage, size, values } };
}

/**
 * Decodes the contents of a `reader.json`.
 *
 * @param network The model's, for which it must have been made.
 * @throws {InputError} If it is no calibration, or that of another network.
 */
export function decodeCalibration(json: unknown, network: Network): ReaderCalibration {
  const { limits, typical } = (json ?? {}) as Partial<CalibrationJson>;
  const { confidence, unusual, foreign } = (limits ?? {}) as Partial<Limits>;
  for (const [name, value] of Object.entries({ confidence, unusual, foreign })) {
    if (typeof value !== "number" || !Number.isFinite(value)) {
      refuse(`limits.${name}: a number`, value);
    }
  }
  const { stage = -1, size, values } = (typical ?? {}) as Partial<CalibrationJson["typical"]>;
  const maps = network.stages[stage];
  if (!maps) refuse(`typical.stage: a stage from 0 to ${network.stages.length - 1}`, stage);
  const { height, width } = pooledSize(maps), wanted = height * width * maps.outputs;
  if (size !== wanted) refuse(`typical.size: ${wanted}, as the network has it`, size);
  const bytes = decodeBase64(values);
  if (!bytes || bytes.length % wanted !== 0) {
    refuse(`typical.values: ${wanted} bytes a digit`, values);
  }
  return { limits: limits as Limits, typical: new Int8Array(bytes!.buffer), stage, size: wanted };
}

function decodeBase64(text: unknown): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(`${text}`), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function refuse(expected: string, got: unknown): never {
  const came = typeof got === "string" ? `${got.length} characters` : `${got}`;
  throw new InputError(`reader.json: expected ${expected}; got ${came}`);
}
