/**
 * Images to probabilities.
 *
 * @module
 */
export type { Classifier } from "../classifier.ts";
export * from "./classify.ts";
export * from "./committee.ts";
export type {
  CompiledClassifier,
  NamedWeights,
  StageActivations,
} from "../engine/compiled_classifier.ts";
