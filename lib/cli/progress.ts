/**
 * How training looks on stderr while it runs: a bar in a terminal, a line now and then elsewhere.
 *
 * @module
 */
import process from "node:process";
// @ts-types="@types/cli-progress"
import { SingleBar } from "cli-progress";
import type { EpochRecord, Progress } from "../training/records.ts";
import type { ProgressStream } from "./download_progress.ts";

/** How far training has come; the fields of the trainer's progress events that are shown. */
export type TrainingState = Pick<
  Progress,
  "epoch" | "imagesDone" | "loss" | "accuracy" | "imagesPerSecond"
>;

/** What came of an epoch; the fields of its record that are shown. */
export type EpochSummary = Pick<
  EpochRecord,
  "epoch" | "trainLoss" | "validationAccuracy" | "imagesPerSecond"
>;

/** Shows a training run; the trainer's events drive it. */
export interface TrainingProgress {
  /** Shows the state; call it as often as you like. */
  update(state: TrainingState): void;
  /** Leaves a line on the finished epoch. */
  epochDone(summary: EpochSummary): void;
  /** Takes the bar away. Always call it at the end: a bar that runs keeps the process alive. */
  stop(): void;
}

/** The size of a run, and where it is shown. */
export interface TrainingProgressOptions {
  epochs: number;
  imagesPerEpoch: number;
  /** Default: stderr. */
  stream?: ProgressStream;
  /** Outside a terminal, least time between two lines within an epoch, in ms. Default 10,000. */
  lineIntervalMs?: number;
}

/** Shows a training run, live in a terminal and by plain lines elsewhere. */
export function createTrainingProgress(options: TrainingProgressOptions): TrainingProgress {
  const { stream = process.stderr, lineIntervalMs = 10_000 } = options;
  const live = stream.isTTY
    ? createBar(stream, options)
    : createLines(stream, options, lineIntervalMs);
  return {
    ...live,
    epochDone(summary) {
      live.stop();
      stream.write(`${formatSummary(summary, options)}\n`);
    },
  };
}

type LiveView = Pick<TrainingProgress, "update" | "stop">;

function createBar(stream: ProgressStream, options: TrainingProgressOptions): LiveView {
  const bar = new SingleBar({
    stream,
    format: "{bar} {state}",
    barsize: 8,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    clearOnComplete: true,
  });
  return {
    update(state) {
      const done = countImagesDone(state, options);
      const payload = { state: formatState(state, options) };
      // Stopped to leave a line on an epoch, the bar starts again with the next one.
      if (!bar.isActive) bar.start(options.epochs * options.imagesPerEpoch, done, payload);
      bar.update(done, payload);
    },
    stop: () => bar.stop(),
  };
}

function createLines(
  stream: ProgressStream,
  options: TrainingProgressOptions,
  lineIntervalMs: number,
): LiveView {
  let lastLineMs = performance.now();
  return {
    update(state) {
      if (performance.now() - lastLineMs < lineIntervalMs) return;
      lastLineMs = performance.now();
      stream.write(`${formatState(state, options)}\n`);
    },
    stop() {},
  };
}

/** Such as "epoch  3/20  loss 0.0512  accuracy 98.41%  6,412 images/s  1:35 left". */
function formatState(state: TrainingState, options: TrainingProgressOptions): string {
  const { epochs, imagesPerEpoch } = options;
  const imagesLeft = epochs * imagesPerEpoch - countImagesDone(state, options);
  return [
    formatEpoch(state.epoch, epochs),
    `loss ${state.loss.toFixed(4)}`,
    `accuracy ${formatPercent(state.accuracy)}`,
    formatSpeed(state.imagesPerSecond),
    `${formatDuration(imagesLeft / state.imagesPerSecond)} left`,
  ].join("  ");
}

function formatSummary(summary: EpochSummary, { epochs }: TrainingProgressOptions): string {
  return [
    formatEpoch(summary.epoch, epochs),
    `loss ${summary.trainLoss.toFixed(4)}`,
    `validation accuracy ${formatPercent(summary.validationAccuracy)}`,
    formatSpeed(summary.imagesPerSecond),
  ].join("  ");
}

function countImagesDone(
  { epoch, imagesDone }: TrainingState,
  { imagesPerEpoch }: TrainingProgressOptions,
): number {
  return (epoch - 1) * imagesPerEpoch + imagesDone;
}

function formatEpoch(epoch: number, epochs: number): string {
  return `epoch ${`${epoch}`.padStart(`${epochs}`.length)}/${epochs}`;
}

function formatPercent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}

function formatSpeed(imagesPerSecond: number): string {
  return `${Math.round(imagesPerSecond).toLocaleString("en-US")} images/s`;
}

/** Minutes and seconds such as "1:05", hours too where needed, "?" while the speed is not known. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const whole = Math.ceil(seconds);
  const pad = (value: number) => `${value}`.padStart(2, "0");
  const hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
  const clock = `${pad(whole % 60)}`;
  return hours > 0 ? `${hours}:${pad(minutes)}:${clock}` : `${minutes}:${clock}`;
}
