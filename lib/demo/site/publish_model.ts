/**
 * From `models/NAME/` to what the page loads: a JSON description and one binary.
 *
 * @module
 */
import type { LabeledImages } from "../../dataset/labeled_images.ts";
import { compileModel } from "../../inference/classify.ts";
import { readNetwork } from "../../model/read_network.ts";
import type { Model } from "../../model/model.ts";
import { loadModel, type RunRecord } from "../../model/store.ts";
import type { ModelCard } from "../../reader/published_model.ts";
import { calibrate } from "../../reader/calibrate.ts";
import { type CalibrationJson, encodeCalibration } from "../../reader/calibration.ts";
import {
  describeModel,
  type ModelOutline,
  type ModelParts,
  outlineModel,
  readVariants,
} from "./describe_model.ts";

/** A model ready for the page. */
export interface Publication extends ModelParts {
  card: ModelCard;
  outline: ModelOutline;
  /** What readers outside the page judge by: the `reader.json` of a saved model. */
  calibration: CalibrationJson;
}

/**
 * Publishes a saved model.
 *
 * @param name What the page calls it.
 * @param digits What its limits are set on; see `calibrate`.
 * @throws {InputError} If the folder holds no usable model.
 * @throws {UnsupportedModelError} If the compiled engine cannot run it.
 */
export async function publishModel(
  dir: string,
  name: string,
  digits: { train: LabeledImages; validation: LabeledImages },
): Promise<Publication> {
  return await publish(await loadModel(dir), name, digits);
}

/** Publishes a model; see {@link publishModel}. */
export async function publish(
  { model, run }: { model: Model; run: RunRecord },
  name: string,
  digits: { train: LabeledImages; validation: LabeledImages },
): Promise<Publication> {
  const network = readNetwork(model.topology);
  const classifier = await compileModel(model);
  const calibration = calibrate(classifier, network, { ...digits, variants: readVariants(run) });
  return {
    card: { ...describeRun(name, run), classes: model.classes },
    outline: outlineModel(model, run),
    ...describeModel(model, calibration),
    calibration: encodeCalibration(calibration),
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
