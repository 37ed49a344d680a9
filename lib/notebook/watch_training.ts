/**
 * Live charts of training runs.
 *
 * @module
 */
import { type EpochPoint, plotLearningCurves } from "../plots/learning_curves.ts";
import { plotRunComparison } from "../plots/run_comparison.ts";
import { networkTitle } from "../model/registry.ts";
import type { Checkpoint } from "../training/checkpoint.ts";
import type { VariantRun } from "../training/compare_runs.ts";
import type { TrainingEvent } from "../training/events.ts";
import { createIntervalLoss } from "../training/interval_loss.ts";
import type { EpochRecord, Progress } from "../training/records.ts";
import { releaseStopSignal } from "./interrupt.ts";
import { live } from "./live.ts";

/** Drawing takes processor time from the training, so it is done once in a while. */
const DRAWING_INTERVAL_MS = 1000;

/** The outcome of a run that was watched. */
export interface WatchedRun {
  /** Epochs done. */
  readonly history: EpochRecord[];
  /** Where a stopped run can be resumed; undefined if it went to its end. */
  readonly checkpoint?: Checkpoint;
}

/**
 * Shows a training run until it ends or is stopped, and then releases the stop button.
 *
 * @param events What `trainModel` yields.
 * @param epochs The planned number of epochs.
 * @param options `name` is the network's, such as "lenet5", for the title.
 */
export async function watchTraining(
  events: AsyncIterable<TrainingEvent>,
  epochs: number,
  { name }: { name?: string } = {},
): Promise<WatchedRun> {
  const chart = live({ intervalMs: DRAWING_INTERVAL_MS });
  const history: EpochRecord[] = [], points: EpochPoint[] = [];
  const title = name === undefined ? "Training" : `Training ${networkTitle(name)}`;
  const intervalLoss = createIntervalLoss();
  const draw = (subtitle: string) =>
    chart.update(() => plotLearningCurves(points, { title, subtitle, epochs }));
  await draw("Starting");
  let checkpoint: Checkpoint | undefined;
  for await (const event of untilWorkEnds(events)) {
    if (event.type === "progress") {
      points.push(createPoint(event.progress, intervalLoss(event.progress)));
      await draw(describeProgress(event.progress, epochs));
    }
    if (event.type === "epoch") {
      history.push(event.record);
      points.push(event.record);
    }
    if (event.type === "stopped") checkpoint = event.checkpoint;
  }
  await draw(describeEnd(history, { epochs, stopped: checkpoint !== undefined }));
  await chart.finish();
  return { history, checkpoint };
}

/** Shows runs side by side as they are trained; returns the last state, stopped or not. */
export async function watchComparison(
  states: AsyncIterable<VariantRun[]>,
  title: string,
): Promise<VariantRun[]> {
  const chart = live();
  let runs: VariantRun[] = [];
  for await (runs of untilWorkEnds(states)) {
    await chart.update(() => plotRunComparison(runs, { title }));
  }
  await chart.finish();
  return runs;
}

/** Passes events through, and releases the `stopSignal()` when they end or fail. */
async function* untilWorkEnds<T>(work: AsyncIterable<T>): AsyncGenerator<T, void> {
  try {
    yield* work;
  } finally {
    releaseStopSignal();
  }
}

/** A point within an epoch. */
function createPoint(progress: Progress, intervalLoss: number | undefined): EpochPoint {
  const { epoch, imagesDone, imagesPerEpoch, learningRate, imagesPerSecond } = progress;
  const position = epoch - 1 + imagesDone / imagesPerEpoch;
  if (imagesDone === 0) return { epoch: position, learningRate };
  return { epoch: position, intervalLoss, learningRate, imagesPerSecond };
}

/** A run's position, speed and remaining time. */
export function describeProgress(progress: Progress, epochs: number): string {
  const { epoch, imagesDone, imagesPerEpoch, imagesPerSecond } = progress;
  const left = (epochs - epoch + 1) * imagesPerEpoch - imagesDone;
  const share = Math.round(100 * imagesDone / imagesPerEpoch);
  const place = `Epoch ${epoch} of ${epochs}, ${share}%`;
  if (!(imagesPerSecond > 0)) return place; // unknown so far
  const secondsLeft = Math.ceil(left / imagesPerSecond);
  return `${place}: ${formatSpeed(imagesPerSecond)}, ${secondsLeft} s left`;
}

function describeEnd(
  history: readonly EpochRecord[],
  { epochs, stopped }: { epochs: number; stopped: boolean },
): string {
  const seconds = history.reduce((sum, record) => sum + record.seconds, 0);
  if (stopped) return `Stopped after ${history.length} of ${epochs} epochs; the state is kept`;
  return `Done: ${epochs} epochs in ${seconds.toFixed(1)} s`;
}

function formatSpeed(imagesPerSecond: number): string {
  return `${Math.round(imagesPerSecond).toLocaleString("en-US")} images/s`;
}
