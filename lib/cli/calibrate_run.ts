/**
 * Calibration as commands do it: with progress, and only where the engine knows the model.
 *
 * @module
 */
import { createCommittee } from "../inference/committee.ts";
import type { Model } from "../model/model.ts";
import { UnsupportedModelError } from "../model/network.ts";
import type { RunRecord } from "../model/store.ts";
import type { CalibrationDigits } from "../reader/calibrate.ts";
import { type CalibrationJson, encodeCalibration } from "../reader/calibration.ts";
import { calibrateModel, EXAMINER_EPOCHS } from "../reader/calibrate_model.ts";
import { createTrainingProgress } from "./progress.ts";

/** How a model is calibrated. */
export interface CalibrationRun
  extends Pick<CalibrationDigits, "train" | "validation" | "examiner"> {
  /** Passes over the images, at most; an examiner needs no more than the default. */
  epochs?: number;
  seed: number;
  workers: number;
  signal: AbortSignal;
}

/**
 * Calibrates a model, and shows how far that is. Of a committee, the limits are set on what all of it answers;
 * typical images are told by the maps of its first member.
 *
 * @param models The model, or the committee's members.
 * @returns Nothing if it was interrupted, or the compiled engine does not know the model.
 */
export async function calibrateRun(
  models: readonly [Model, ...Model[]],
  { epochs = EXAMINER_EPOCHS, seed, workers, signal, ...digits }: CalibrationRun,
): Promise<CalibrationJson | undefined> {
  const planned = Math.min(epochs, EXAMINER_EPOCHS);
  let progress: ReturnType<typeof createTrainingProgress> | undefined;
  try {
    const classify = models.length > 1 ? await createCommittee(models) : undefined;
    const probabilities = await classify?.(digits.validation.images);
    const calibration = await calibrateModel(models[0], { ...digits, probabilities }, {
      ...{ seed, workers, signal, epochs: planned },
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

/** Said of models that {@link sawValidation}. */
export const SAW_VALIDATION =
  "trained on the validation images, too (--all): limits that are set on them are lower than they should be";

/** Whether a model was trained on the images that its limits are set on. */
export function sawValidation({ data }: RunRecord): boolean {
  return (data as { all?: unknown } | undefined)?.all === true;
}
