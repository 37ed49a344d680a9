/**
 * What follows a training: its test, what its answers are judged by, and the report.
 *
 * @module
 */
import type { LabeledImages } from "../dataset/labeled_images.ts";
import { decodePredictions } from "../evaluation/predictions.ts";
import { evaluatePredictions, meanAccuracy } from "../evaluation/report.ts";
import { classify } from "../inference/classify.ts";
import type { Model } from "../model/model.ts";
import type { CalibrationJson } from "../reader/calibration.ts";
import { countImagesPerEpoch } from "../training/plan.ts";
import type { EpochRecord } from "../training/records.ts";
import { calibrateRun, SAW_VALIDATION } from "./calibrate_run.ts";
import type { PlannedRun } from "./plan_run.ts";
import { countErrors, meanThroughput, type RunResult } from "./run_record.ts";

/** Tests a trained model on the test images, once. */
export async function testRun(
  run: PlannedRun,
  { history, startMs }: { history: EpochRecord[]; startMs: number },
): Promise<RunResult> {
  const { model, sets: { test }, recipe, train } = run;
  const probabilities = await classify(model, test.images);
  return {
    backend: run.backend,
    history,
    test: evaluatePredictions(test.labels, probabilities, model.classes),
    wallSeconds: (run.resumeFrom?.wallSeconds ?? 0) + (performance.now() - startMs) / 1000,
    imagesPerSecond: meanThroughput(history, countImagesPerEpoch(recipe, train)),
    fineTuning: await compareFineTuning(run),
  };
}

/** What its answers are judged by; nothing if that was interrupted, the model is saved all the same. */
export async function calibrateTrained(
  { model, train, sets: { validation }, recipe: { epochs, seed }, workers, flags }: PlannedRun,
  signal: AbortSignal,
): Promise<CalibrationJson | undefined> {
  console.error("calibrating: what is no such image, and when an answer is sure");
  if (flags.all) console.error(SAW_VALIDATION);
  const calibration = await calibrateRun([model], {
    ...{ train, validation, epochs, seed, workers, signal },
  });
  if (signal.aborted) console.error("not calibrated; deno task calibrate does it");
  return calibration;
}

/** Accuracy on the own test images, and on MNIST's where they were rehearsed, before and after. */
async function compareFineTuning(run: PlannedRun): Promise<RunResult["fineTuning"]> {
  const { fineTuning, model, sets: { test } } = run;
  if (!fineTuning) return undefined;
  const { before, mnist } = fineTuning;
  const knowsClasses = before.classes.length === model.classes.length;
  const pair = async (images: LabeledImages) => ({
    n: images.count,
    before: knowsClasses ? await measure(before, images) : undefined,
    after: await measure(model, images),
  });
  return { own: await pair(test), ...(mnist ? { mnist: await pair(mnist) } : {}) };
}

async function measure(model: Model, { labels, images }: LabeledImages): Promise<number> {
  return meanAccuracy(decodePredictions(labels, await classify(model, images)));
}

/** Prints what came of it: a JSON line, or text. */
export function reportTraining(result: RunResult, { flags }: PlannedRun): void {
  const { test, history, wallSeconds, imagesPerSecond, fineTuning } = result;
  const errors = countErrors(test);
  if (flags.json) {
    const { accuracy, accuracyInterval, n } = test;
    const summary = { epochs: history.length, wallSeconds, imagesPerSecond };
    const line = { model: flags.out, ...summary, test: { n, accuracy, accuracyInterval, errors } };
    console.log(JSON.stringify({ type: "done", ...line, ...(fineTuning ? { fineTuning } : {}) }));
    return;
  }
  const [low, high] = test.accuracyInterval.map(formatPercent);
  const lines = Object.entries(fineTuning ?? {}).map(([name, { n, before, after }]) => {
    const change = before === undefined ? "" : `${formatPercent(before)} before, `;
    const what = name === "own" ? "own test images" : "MNIST test digits";
    return `${change}${formatPercent(after)} after, on ${formatCount(n)} ${what}`;
  });
  console.log([
    `\ntest accuracy ${formatPercent(test.accuracy)} (95% interval ${low} to ${high}; ` +
    `${errors} of ${formatCount(test.n)} misread)`,
    ...lines,
    `${history.length} epochs in ${wallSeconds.toFixed(1)} s, ${
      formatCount(imagesPerSecond)
    } images/s`,
    `saved to ${flags.out}`,
  ].join("\n"));
}

const formatPercent = (share: number) => `${(100 * share).toFixed(2)}%`;

const formatCount = (value: number) => Math.round(value).toLocaleString("en-US");
