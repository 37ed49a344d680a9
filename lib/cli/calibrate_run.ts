/**
 * Calibration as commands do it: with progress, and only where the engine knows the model.
 *
 * @module
 */
import type { LabeledImages } from "../dataset/labeled_images.ts";
import type { Model } from "../model/model.ts";
import { UnsupportedModelError } from "../model/network.ts";
import { type CalibrationJson, encodeCalibration } from "../reader/calibration.ts";
import { calibrateModel, EXAMINER_EPOCHS } from "../reader/calibrate_model.ts";
import { createTrainingProgress } from "./progress.ts";

/** How a model is calibrated. */
export interface CalibrationRun {
  train: LabeledImages;
  validation: LabeledImages;
  /** Passes over the images, at most; an examiner needs no more than the default. */
  epochs?: number;
  seed: number;
  workers: number;
  signal: AbortSignal;
}

/**
 * Calibrates a model, and shows how far that is.
 *
 * @returns Nothing if it was interrupted, or the compiled engine does not know the model.
 */
export async function calibrateRun(
  model: Model,
  { train, validation, epochs = EXAMINER_EPOCHS, ...options }: CalibrationRun,
): Promise<CalibrationJson | undefined> {
  const planned = Math.min(epochs, EXAMINER_EPOCHS);
  let progress: ReturnType<typeof createTrainingProgress> | undefined;
  try {
    const calibration = await calibrateModel(model, { train, validation }, {
      ...options,
      epochs: planned,
      onEvent: (event) => {
        if (event.type !== "progress") return;
        const { imagesPerEpoch } = event.progress;
        progress ??= createTrainingProgress({ epochs: planned, imagesPerEpoch });
        progress.update(event.progress);
      },
    });
    return calibration && encodeCalibration(calibration);
  } catch (error) {
    if (!(error instanceof UnsupportedModelError)) throw error;
    console.error(`not calibrated, its answers are judged by confidence alone: ${error.message}`);
    return undefined;
  } finally {
    progress?.stop();
  }
}
