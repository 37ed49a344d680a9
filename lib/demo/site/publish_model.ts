/**
 * From `models/NAME/` to what the page loads: a JSON description and one binary.
 *
 * @module
 */
import { InputError } from "../../errors.ts";
import { readNetwork } from "../../model/read_network.ts";
import { loadModel, type RunRecord, type SavedModel } from "../../model/store.ts";
import type { ModelCard } from "../../reader/published_model.ts";
import { type CalibrationJson, decodeCalibration } from "../../reader/calibration.ts";
import {
  describeModel,
  type ModelOutline,
  type ModelParts,
  outlineModel,
} from "./describe_model.ts";

/** A model ready for the page. */
export interface Publication extends ModelParts {
  card: ModelCard;
  outline: ModelOutline;
}

/**
 * Publishes a saved model. Where it was not calibrated, its answers are judged by their confidence alone.
 *
 * @param name What the page calls it.
 * @throws {InputError} If the folder holds no usable model.
 * @throws {UnsupportedModelError} If the compiled engine cannot run it.
 */
export async function publishModel(dir: string, name: string): Promise<Publication> {
  try {
    return publish(await loadModel(dir), name);
  } catch (error) {
    if (!(error instanceof InputError) || error.message.startsWith(dir)) throw error;
    throw new InputError(`${dir}: ${error.message}`);
  }
}

/** Publishes a model; see {@link publishModel}. */
export function publish({ model, run, calibration }: SavedModel, name: string): Publication {
  if (calibration) decodeCalibration(calibration, readNetwork(model.topology));
  return {
    card: { ...describeRun(name, run), classes: model.classes },
    outline: outlineModel(model, run),
    ...describeModel(model, calibration as CalibrationJson | undefined),
  };
}

/** What run.json says of a model, as far as it says it. */
export function describeRun(name: string, run: RunRecord): Omit<ModelCard, "classes"> {
  const card: Omit<ModelCard, "classes"> = { name };
  if (typeof run.parameters === "number") card.parameters = run.parameters;
  const test = run.test as { errors?: unknown; n?: unknown } | undefined;
  if (typeof test?.errors === "number" && typeof test.n === "number" && test.n > 0) {
    card.test = { errors: test.errors, n: test.n };
  }
  return card;
}
