/**
 * Training runs as charts that change while they run.
 *
 * @module
 */
import { type EpochPoint, plotLearningCurves } from "../plots/learning_curves.ts";
import { plotRunComparison } from "../plots/run_comparison.ts";
import type { Checkpoint } from "../training/checkpoint.ts";
import type { VariantRun } from "../training/compare_runs.ts";
import type { TrainingEvent } from "../training/events.ts";
import { createIntervalLoss } from "../training/interval_loss.ts";
import type { EpochRecord, Progress } from "../training/records.ts";
import { releaseStopSignal } from "./interrupt.ts";
import { live } from "./live.ts";

/** Drawing takes the processor from the training, so it is done now and then. */
const DRAWING_INTERVAL_MS = 1000;

/** What came of a run that was watched. */
export interface WatchedRun {
  readonly history: EpochRecord[];
  /** Where the run was stopped, to go on from; undefined if it went to its end. */
  readonly checkpoint?: Checkpoint;
}

/**
 * Shows a training run until it ends or is stopped; the stop button then no longer belongs to it.
 *
 * @param events What `trainModel` yields.
 * @param epochs The planned number of epochs.
 */
export async function watchTraining(
  events: AsyncIterable<TrainingEvent>,
  epochs: number,
): Promise<WatchedRun> {
  const chart = live({ intervalMs: DRAWING_INTERVAL_MS });
  const history: EpochRecord[] = [], points: EpochPoint[] = [];
  const intervalLoss = createIntervalLoss();
  const draw = (subtitle: string) =>
    chart.update(() => plotLearningCurves(points, { title: "Training LeNet-5", subtitle, epochs }));
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

/** Shows runs beside each other as they are trained; gives back the last state, stopped or not. */
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

/** Passes work on, and lets go of its `stopSignal()` when it ends, well or not. */
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

/** Where a run is, how fast, and how long it will still take. */
export function describeProgress(progress: Progress, epochs: number): string {
  const { epoch, imagesDone, imagesPerEpoch, imagesPerSecond } = progress;
  const left = (epochs - epoch + 1) * imagesPerEpoch - imagesDone;
  const share = Math.round(100 * imagesDone / imagesPerEpoch);
  const place = `Epoch ${epoch} of ${epochs}, ${share}%`;
  if (!(imagesPerSecond > 0)) return place; // not known yet
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
