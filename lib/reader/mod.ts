/**
 * Pictures to digits, with nothing but a saved model: no tfjs, no DOM, no Deno.
 *
 * @module
 */
export { InputError } from "../errors.ts";
export * from "./reader.ts";
export * from "./calibration.ts";
export * from "./judge.ts";
export type { ReadDigit, Reading, ReadOptions, ReadPiece } from "./read_picture.ts";
export type { Examiner, ExaminerJson } from "./examiner.ts";
export type { Exemplars, ExemplarSet, ExemplarSetJson, ExemplarsJson } from "./exemplars.ts";
export type { PiecePlace, PreparedDigit } from "../image/prepare.ts";
export type { Sign } from "../image/signs.ts";
export type { ModelFiles, ModelSource } from "./model_source.ts";
export { findReceptiveField, type Unit } from "./receptive_field.ts";
export type { NamedWeights, StageActivations } from "../engine/compiled_classifier.ts";
export type { Box, Picture } from "../image/picture.ts";
export {
  type ActivationName,
  type Network,
  type Norm,
  type Parameter,
  type Stage,
  UnsupportedModelError,
} from "../model/network.ts";
