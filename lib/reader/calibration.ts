/**
 * What judging the answers of a model takes, and its file form, `reader.json` beside the model.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { type Network, pooledSize } from "../model/network.ts";
import { decodeBytes, encodeBytes } from "./base64.ts";
import { decodeExaminer, encodeExaminer, type Examiner, type ExaminerJson } from "./examiner.ts";
import {
  decodeExemplars,
  encodeExemplars,
  type Exemplars,
  type ExemplarsJson,
} from "./exemplars.ts";
import type { Limits } from "./judge.ts";

/** Directions in which one stage's output points for typical images of the classes. */
export interface TypicalDigits {
  /** A signed byte a component, unit length at 127. */
  values: Int8Array;
  /** The stage whose output they are directions of. */
  stage: number;
  /** Components of a direction. */
  size: number;
}

/** What judging the answers of a model takes; `calibrate` makes it. Without either of the others, limits alone. */
export interface ReaderCalibration {
  /** From which values on an answer is given. */
  limits: Limits;
  /** For models of the ten digits: tells them from all else. */
  examiner?: Examiner;
  /** For models of other classes, of which it is not known what is none. */
  typical?: TypicalDigits;
  /** For models that a person taught something: what that was. */
  exemplars?: Exemplars;
}

/** ReaderCalibration as plain JSON. */
export interface CalibrationJson {
  /** From which values on an answer is given. */
  limits: Limits;
  /** See {@link ReaderCalibration}. */
  examiner?: ExaminerJson;
  /** Directions in base64; see {@link ReaderCalibration}. */
  typical?: { stage: number; size: number; values: string };
  /** See {@link ReaderCalibration}. */
  exemplars?: ExemplarsJson;
}

/**
 * Least probability of an answer that stands where a model was not calibrated; near the 0.993 above which
 * one answer in 1,000 of the default model is wrong.
 */
const UNCALIBRATED_CONFIDENCE = 0.99;

/** Judges by confidence alone: for models that were not calibrated. */
export const UNCALIBRATED: ReaderCalibration = {
  limits: { confidence: UNCALIBRATED_CONFIDENCE, unusual: Infinity, foreign: Infinity },
};

/** Encodes a calibration as `reader.json` holds it. */
export function encodeCalibration(
  { limits, examiner, typical, exemplars }: ReaderCalibration,
): CalibrationJson {
  return {
    limits,
    ...(examiner && { examiner: encodeExaminer(examiner) }),
    ...(typical && { typical: { ...typical, values: encodeBytes(typical.values) } }),
    ...(exemplars && { exemplars: encodeExemplars(exemplars) }),
  };
}

/**
 * Decodes the contents of a `reader.json`.
 *
 * @param network The model's, for which it must have been made.
 * @throws {InputError} If it is no calibration, or that of another network.
 */
export function decodeCalibration(json: unknown, network: Network): ReaderCalibration {
  const { limits, examiner, typical, exemplars } = (json ?? {}) as Partial<CalibrationJson>;
  const { confidence, unusual, foreign } = (limits ?? {}) as Partial<Limits>;
  for (const [name, value] of Object.entries({ confidence, unusual, foreign })) {
    if (typeof value !== "number" || !Number.isFinite(value)) {
      refuse(`limits.${name}: a number`, value);
    }
  }
  return {
    limits: limits as Limits,
    ...(examiner !== undefined && { examiner: readExaminer(examiner, network) }),
    ...(typical !== undefined && { typical: readTypical(typical, network) }),
    ...(exemplars !== undefined && { exemplars: readExemplars(exemplars, network) }),
  };
}

function readExaminer(json: unknown, { classes }: Network): Examiner {
  const examiner = decodeExaminer(json, classes);
  if (typeof examiner === "string") throw new InputError(`reader.json: expected ${examiner}`);
  return examiner;
}

function readExemplars(json: unknown, network: Network): Exemplars {
  const exemplars = decodeExemplars(json, network);
  if (typeof exemplars === "string") throw new InputError(`reader.json: expected ${exemplars}`);
  return exemplars;
}

function readTypical(json: unknown, { stages }: Network): TypicalDigits {
  const { stage = -1, size, values } = (json ?? {}) as Partial<CalibrationJson["typical"] & object>;
  const maps = stages[stage];
  if (!maps) refuse(`typical.stage: a stage from 0 to ${stages.length - 1}`, stage);
  const { height, width } = pooledSize(maps), wanted = height * width * maps.outputs;
  if (size !== wanted) refuse(`typical.size: ${wanted}, as the network has it`, size);
  const bytes = decodeBytes(values);
  if (!bytes || bytes.length % wanted !== 0) {
    refuse(`typical.values: ${wanted} bytes a digit`, values);
  }
  return { values: bytes!, stage, size: wanted };
}

function refuse(expected: string, got: unknown): never {
  const came = typeof got === "string" ? `${got.length} characters` : `${got}`;
  throw new InputError(`reader.json: expected ${expected}; got ${came}`);
}
