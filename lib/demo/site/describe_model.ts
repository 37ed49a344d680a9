/**
 * A model as the reader takes it, its limits set on given digits. Runs in a browser, too.
 *
 * @module
 */
import type { CompiledClassifier } from "../../engine/compiled_classifier.ts";
import type { Model } from "../../model/model.ts";
import { readNetwork } from "../../model/read_network.ts";
import { packValues, type PublishedModel } from "../../reader/published_model.ts";
import { calibrate, type CalibrationDigits } from "./calibrate.ts";

/** The two files of a model. */
export interface ModelParts {
  description: PublishedModel;
  /** See `packValues`. */
  binary: Uint8Array<ArrayBuffer>;
}

/** What it takes beside the weights to train a published model further: `models/NAME.outline.json`. */
export interface ModelOutline extends Omit<Model, "weights"> {
  /** See {@link readFlags}. */
  flaggedOnes: number;
}

/** Outlines a model. */
export function outlineModel(
  { weights: _, ...outline }: Model,
  run: Record<string, unknown>,
): ModelOutline {
  return { ...outline, flaggedOnes: readFlags(run) };
}

/**
 * Describes a model.
 *
 * @param classifier The model, compiled.
 * @param digits See `calibrate`.
 * @throws {UnsupportedModelError} If the compiled engine cannot run it.
 */
export function describeModel(
  model: Model,
  classifier: CompiledClassifier,
  digits: CalibrationDigits,
): ModelParts {
  const network = readNetwork(model.topology);
  const { limits, typical, stage, size } = calibrate(classifier, network, digits);
  const weights = Object.fromEntries(model.weights.map(({ name, values }) => [name, values]));
  const description: PublishedModel = {
    network,
    classes: model.classes,
    weights: model.weights.map(({ name, shape, values }) => ({ name, shape, size: values.length })),
    typical: { count: typical.length / size, size, stage },
    limits,
  };
  return { description, binary: packValues(description, { weights, typical }) };
}

/** The share of its ones that a model's training saw with a flag too; 0 if its run says nothing of it. */
export function readFlags({ recipe }: Record<string, unknown>): number {
  const { flaggedOnes } = (recipe ?? {}) as { flaggedOnes?: unknown };
  return typeof flaggedOnes === "number" && flaggedOnes >= 0 && flaggedOnes <= 1 ? flaggedOnes : 0;
}
