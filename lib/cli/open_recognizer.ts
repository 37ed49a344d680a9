/**
 * A saved model, ready to read pictures.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { compileModel } from "../inference/classify.ts";
import { createCommittee } from "../inference/committee.ts";
import type { Model } from "../model/model.ts";
import { UnsupportedModelError } from "../model/network.ts";
import { readNetwork } from "../model/read_network.ts";
import { decodeCalibration, type ReaderCalibration } from "../reader/calibration.ts";
import { createRecognizer, type Recognizer } from "../reader/recognizer.ts";
import { type LoadedModels, loadModelsFor } from "./load_model_for.ts";

/**
 * Opens a model or a committee with what its answers are judged by. What the engine does not know is judged
 * by its confidence alone, as is what has no `reader.json`. A committee without an examiner looks for typical
 * images by the maps of its first member.
 *
 * @throws {InputError} If there is no model, or its `reader.json` is that of another one.
 */
export async function openRecognizer(
  path: string,
  flags: { classes?: string },
): Promise<Recognizer> {
  return await recognizeWith(await loadModelsFor(path, flags), path);
}

/** The same of models that were loaded from `path`. */
export async function recognizeWith(
  { models, calibration }: Pick<LoadedModels, "models" | "calibration">,
  path: string,
): Promise<Recognizer> {
  const [first] = models, { classes } = first;
  try {
    const classifier = await compileModel(first);
    return await createRecognizer({
      classes,
      classify: models.length === 1
        ? (images) => Promise.resolve(classifier.classify(images))
        : await createCommittee(models),
      classifier,
      calibration: calibration === undefined
        ? undefined
        : readCalibration(calibration, first, path),
    });
  } catch (error) {
    if (!(error instanceof UnsupportedModelError)) throw error;
    return await createRecognizer({ classes, classify: await createCommittee(models) });
  }
}

function readCalibration(json: unknown, { topology }: Model, path: string): ReaderCalibration {
  try {
    return decodeCalibration(json, readNetwork(topology));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${path}: ${error.message}; deno task calibrate makes another`);
  }
}
