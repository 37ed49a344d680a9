/**
 * A saved model, ready to read pictures.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { compileModel, createClassifier } from "../inference/classify.ts";
import type { Model } from "../model/model.ts";
import { UnsupportedModelError } from "../model/network.ts";
import { readNetwork } from "../model/read_network.ts";
import { decodeCalibration, type ReaderCalibration } from "../reader/calibration.ts";
import { createRecognizer, type Recognizer } from "../reader/recognizer.ts";
import { loadModelFor } from "./load_model_for.ts";

/**
 * Opens a model with what its answers are judged by. One that the engine does not know is judged by its
 * confidence alone, as is one without `reader.json`.
 *
 * @throws {InputError} If there is no model, or its `reader.json` is that of another one.
 */
export async function openRecognizer(
  path: string,
  flags: { classes?: string },
): Promise<Recognizer> {
  return await recognizeWith(await loadModelFor(path, flags), path);
}

/** The same of a model that was loaded from `path`. */
export async function recognizeWith(
  { model, calibration }: { model: Model; calibration?: unknown },
  path: string,
): Promise<Recognizer> {
  const { classes } = model;
  try {
    const classifier = await compileModel(model);
    return await createRecognizer({
      classes,
      classify: (images) => Promise.resolve(classifier.classify(images)),
      classifier,
      calibration: calibration === undefined
        ? undefined
        : readCalibration(calibration, model, path),
    });
  } catch (error) {
    if (!(error instanceof UnsupportedModelError)) throw error;
    return await createRecognizer({ classes, classify: await createClassifier(model) });
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
