/**
 * The event logs that `--log-dir` asks for.
 *
 * @module
 */
import { createTrainingLog, type TrainingLog } from "../interchange/training_log.ts";
import { countImagesPerEpoch } from "../training/plan.ts";
import { fromHere } from "./here.ts";
import type { PlannedRun } from "./plan_run.ts";

/** Begins the logs of a run; nothing if none are asked for. */
export async function openTrainingLog(
  { flags, recipe, train, resumeFrom }: PlannedRun,
): Promise<TrainingLog | undefined> {
  if (flags.logDir === undefined) return undefined;
  return await createTrainingLog(fromHere(flags.logDir), {
    batchSize: recipe.batchSize,
    imagesPerEpoch: countImagesPerEpoch(recipe, train),
    stepsDone: resumeFrom?.stepsDone,
    onNotice: (line) => console.error(line),
  });
}
