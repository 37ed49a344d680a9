/**
 * One run of a sweep, from its specification to a model in a folder of its own: what local processes and the
 * workers of a queue do.
 *
 * @module
 */
import { join } from "@std/path";
import type { Source } from "../dataset/source.ts";
import { InputError } from "../errors.ts";
import { decodePredictions } from "../evaluation/predictions.ts";
import { meanCrossEntropy } from "../evaluation/report.ts";
import { lockFolder } from "../folder_lock.ts";
import { classify } from "../inference/classify.ts";
import type { Model } from "../model/model.ts";
import { createNetwork } from "../model/registry.ts";
import { saveModel } from "../model/store.ts";
import { type HeldOutSplit, holdOut } from "../sweep/folds.ts";
import type { FinishedRun, HeldOutResult } from "../sweep/results.ts";
import { checkRunRecord } from "../sweep/run_record.ts";
import { hashJson, nameRun, type RunSpec } from "../sweep/run_spec.ts";
import type { Checkpoint } from "../training/checkpoint.ts";
import { hasCheckpoint, loadCheckpoint } from "../training/checkpoint_files.ts";
import { CheckpointKeeper } from "../training/checkpoint_keeper.ts";
import { countImagesPerEpoch } from "../training/plan.ts";
import type { EpochRecord } from "../training/records.ts";
import { trainModel } from "../training/train.ts";
import { describeCourse, meanThroughput } from "./run_record.ts";
import { checkpointPath } from "./train_options.ts";

/** Where and how a run is made. */
export interface MakeRunOptions {
  /** The run's own folder: model, run.json, and its checkpoint while it is under way. */
  dir: string;
  /** The images; read once for many runs. */
  source: Source;
  /** Threads. */
  workers: number;
  /** Aborting it stops the run after the batch under way; its checkpoint stays. */
  signal?: AbortSignal;
  /** Told how much of the run is done, 0 to 1. */
  onProgress?: (share: number) => void;
}

/** How much work may be lost, whatever happens. */
const CHECKPOINT_MS = 20_000;

/** How long a run waits for a process that still holds its folder, such as one that is being stopped. */
const WAIT_MS = 30_000;

/**
 * Makes a run, or what is left of it: nothing if it is done, from its checkpoint if it was cut off.
 *
 * @returns Whether it is done; false if it was stopped.
 * @throws {InputError} If the images are others than the run's, or nothing can be written.
 */
export async function makeRun(spec: RunSpec, options: MakeRunOptions): Promise<boolean> {
  const { dir, source } = options;
  checkSource(spec, source);
  const lock = await lockFolder(dir, { work: "training", waitMs: WAIT_MS });
  try {
    return await readFinishedRun(dir, nameRun(spec)) !== undefined || await train(spec, options);
  } finally {
    await lock.release();
  }
}

function checkSource({ data, dataSha256 }: RunSpec, { sha256 }: Source): void {
  if (sha256 === dataSha256) return;
  throw new InputError(
    `${data}: expected the images that the sweep began with (SHA-256 ${dataSha256}), got ${sha256}`,
  );
}

async function train(spec: RunSpec, options: MakeRunOptions): Promise<boolean> {
  const { dir, source, workers } = options, { recipe } = spec;
  const startMs = performance.now();
  const split = holdOut(source, spec.fold);
  const model = createNetwork(spec.network, {
    ...{ ...spec.networkOptions, classes: split.train.classes, seed: recipe.seed },
  });
  const path = checkpointPath(dir), keeper = new CheckpointKeeper([path], console.error);
  const resumeFrom = await takeUp(spec, path);
  const done = await follow({ spec, model, split, resumeFrom, keeper }, options);
  if (!done) return false;
  const { history, build } = done;
  const heldOut = await judge(model, split);
  const course = describeCourse({ model, recipe, workers, backend: "compiled" }, {
    backend: "compiled",
    history,
    wallSeconds: (resumeFrom?.wallSeconds ?? 0) + (performance.now() - startMs) / 1000,
    imagesPerSecond: meanThroughput(history, countImagesPerEpoch(recipe, split.train)),
  });
  const data = {
    ...{ name: source.name, source: source.description, sha256: source.contentSha256 },
    split: { train: split.train.count, heldOut: split.heldOut.count },
  };
  const sweep = { spec, build, heldOut };
  await saveModel(dir, model, { command: "deno task sweep", ...course, data, sweep });
  await keeper.discard();
  return true;
}

/** A checkpoint of this very run; one that cannot be used is given up: the run begins anew. */
async function takeUp(spec: RunSpec, path: string): Promise<Checkpoint | undefined> {
  if (!await hasCheckpoint(path)) return undefined;
  try {
    const checkpoint = await loadCheckpoint(path, console.error);
    if (checkpoint.caller?.spec === hashJson(spec)) return checkpoint;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(error.message);
  }
}

interface Training {
  spec: RunSpec;
  model: Model;
  split: HeldOutSplit;
  resumeFrom?: Checkpoint;
  keeper: CheckpointKeeper;
}

/** The history, and which build of the kernels it is of; nothing if the run was stopped. */
async function follow(
  { spec, model, split: { train, heldOut }, resumeFrom, keeper }: Training,
  { workers, signal, onProgress = () => {} }: MakeRunOptions,
): Promise<{ history: EpochRecord[]; build: string } | undefined> {
  const { recipe } = spec;
  const events = trainModel(model, { train, validation: heldOut }, {
    ...{ recipe, workers, signal, resumeFrom, checkpointMs: CHECKPOINT_MS, progressMs: 500 },
    caller: { spec: hashJson(spec) },
  });
  let build = "";
  try {
    for await (const event of events) {
      if (event.type === "checkpoint" || event.type === "stopped") {
        build = event.checkpoint.build;
        keeper.save(event.checkpoint);
      }
      if (event.type === "epoch") onProgress(event.record.epoch / recipe.epochs);
      if (event.type === "progress") {
        const { epoch, imagesDone, imagesPerEpoch } = event.progress;
        onProgress((epoch - 1 + imagesDone / imagesPerEpoch) / recipe.epochs);
      }
      if (event.type === "done") return { history: event.history, build };
    }
  } finally {
    await keeper.flush();
  }
}

async function judge(model: Model, { heldOut, positions }: HeldOutSplit): Promise<HeldOutResult> {
  const predictions = decodePredictions(heldOut.labels, await classify(model, heldOut.images));
  const misclassified = predictions
    .filter(({ label, predicted }) => label !== predicted)
    .map(({ index }) => positions[index]);
  return {
    n: predictions.length,
    errors: misclassified.length,
    loss: meanCrossEntropy(predictions),
    misclassified,
  };
}

/** What a run's folder says of it, if it is done; what cannot be read is not done. */
export async function readFinishedRun(
  dir: string,
  id: string,
): Promise<Omit<FinishedRun, "variant"> | undefined> {
  try {
    return checkRunRecord(JSON.parse(await Deno.readTextFile(join(dir, "run.json"))), id);
  } catch {
    return undefined;
  }
}
