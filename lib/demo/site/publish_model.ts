/**
 * From `models/NAME/` to what the page loads: a JSON description and one binary.
 *
 * @module
 */
import { VARIANTS, type VariantShares } from "../../augmentation/variants.ts";
import type { LabeledImages } from "../../dataset/labeled_images.ts";
import { compileModel } from "../../inference/classify.ts";
import { readNetwork } from "../../model/read_network.ts";
import type { Model } from "../../model/model.ts";
import { loadModel, type RunRecord } from "../../model/store.ts";
import { type ModelCard, packValues, type PublishedModel } from "../../reader/published_model.ts";
import { calibrate } from "../../reader/calibrate.ts";
import { type CalibrationJson, encodeCalibration } from "../../reader/calibration.ts";

/** A model ready for the page. */
export interface Publication {
  card: ModelCard;
  description: PublishedModel;
  /** See `packValues`. */
  binary: Uint8Array<ArrayBuffer>;
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
  const { limits, typical, stage, size } = calibration;
  const weights = Object.fromEntries(model.weights.map(({ name, values }) => [name, values]));
  const description: PublishedModel = {
    network,
    classes: model.classes,
    weights: model.weights.map(({ name, shape, values }) => ({ name, shape, size: values.length })),
    typical: { count: typical.length / size, size, stage },
    limits,
  };
  const binary = packValues(description, { weights, typical });
  return {
    card: { ...describeRun(name, run), classes: model.classes },
    description,
    binary,
    calibration: encodeCalibration(calibration),
  };
}

/** The variants known here that a model was trained on; none if its run says nothing of them. */
export function readVariants({ recipe }: RunRecord): VariantShares {
  const { variants } = (recipe ?? {}) as { variants?: unknown };
  return Object.fromEntries(
    Object.entries(variants ?? {}).filter(([name, share]) =>
      VARIANTS.some((variant) => variant.name === name) && share > 0 && share <= 1
    ),
  );
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
