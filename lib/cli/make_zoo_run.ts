/**
 * One run of the zoo: trained, tested, calibrated and kept. A run that is cut off is taken up where it was.
 *
 * @module
 */
import { join } from "@std/path";
import { InputError } from "../errors.ts";
import { evaluatePredictions } from "../evaluation/report.ts";
import { lockFolder } from "../folder_lock.ts";
import { classify } from "../inference/classify.ts";
import { saveModel } from "../model/store.ts";
import { countParameters } from "../model/summarize.ts";
import { hasCheckpoint, loadCheckpoint } from "../training/checkpoint_files.ts";
import { CheckpointKeeper } from "../training/checkpoint_keeper.ts";
import { countImagesPerEpoch } from "../training/plan.ts";
import type { EpochRecord } from "../training/records.ts";
import { trainModel } from "../training/train.ts";
import type { ZooRun } from "../training/zoo_runs.ts";
import { calibrateRun } from "./calibrate_run.ts";
import { fromHere } from "./here.ts";
import { keepFlags, type PlannedRun, planRun } from "./plan_run.ts";
import { createTrainingProgress } from "./progress.ts";
import { countErrors, createRunRecord, meanThroughput, type RunResult } from "./run_record.ts";
import { checkpointPath, parseTrainFlags } from "./train_options.ts";

/** What is to be trained. */
type Wanted = Pick<ZooRun, "network" | "seed" | "epochs">;

/** How much work may be lost, whatever happens. */
const CHECKPOINT_MS = 20_000;

/**
 * The folder in which a run's model is kept, such as "vgg-small" or "vgg-small-1"; nothing for the model that
 * `deno task train` makes.
 */
export function nameModel({ network, seed }: Pick<Wanted, "network" | "seed">): string | undefined {
  if (seed > 0) return `${network}-${seed}`;
  return network === "lenet5" ? undefined : network;
}

/**
 * Makes a run.
 *
 * @param options.out The folder of all models, as the person named it.
 * @returns Nothing if it was stopped.
 */
export async function makeZooRun(
  wanted: Wanted,
  { out, signal }: { out: string; signal: AbortSignal },
): Promise<ZooRun | undefined> {
  const name = nameModel(wanted);
  if (name === undefined) return await make(wanted, { signal });
  const dir = join(fromHere(out), name);
  const lock = await lockFolder(dir, { work: "training", shown: join(out, name) });
  try {
    return await make(wanted, { dir, signal });
  } finally {
    await lock.release();
  }
}

interface Making {
  /** Where the model is kept, and checkpoints until then. */
  dir?: string;
  signal: AbortSignal;
}

async function make(wanted: Wanted, { dir, signal }: Making): Promise<ZooRun | undefined> {
  const startMs = performance.now();
  const run = await plan(wanted, dir), { model, sets, train, recipe, resumeFrom } = run;
  const from = resumeFrom ? `, resumed after step ${resumeFrom.stepsDone}` : "";
  console.error(`${wanted.network}, seed ${wanted.seed}${from}`);
  const keeper = dir && new CheckpointKeeper([checkpointPath(dir)], (line) => console.error(line));
  const history = await follow(run, { keeper: keeper || undefined, signal });
  if (!history) return undefined;
  const { labels, images, classes } = sets.test;
  const result: RunResult = {
    backend: run.backend,
    history,
    test: evaluatePredictions(labels, await classify(model, images), classes),
    wallSeconds: (resumeFrom?.wallSeconds ?? 0) + (performance.now() - startMs) / 1000,
    imagesPerSecond: meanThroughput(history, countImagesPerEpoch(recipe, train)),
  };
  if (dir) await keepModel(dir, run, { result, signal });
  if (keeper) await keeper.discard();
  return {
    network: wanted.network,
    seed: wanted.seed,
    epochs: history.length,
    parameters: countParameters(model).all,
    seconds: Math.round(result.wallSeconds * 10) / 10,
    imagesPerSecond: Math.round(result.imagesPerSecond),
    n: result.test.n,
    errors: countErrors(result.test),
  };
}

/** The run from its start, or from the checkpoint that it left. */
async function plan({ network, seed, epochs }: Wanted, dir?: string): Promise<PlannedRun> {
  const numbers = ["--seed", `${seed}`, "--epochs", `${epochs}`];
  const { flags } = parseTrainFlags(["--model", network, ...numbers, ...dir ? ["--out", dir] : []]);
  const resume = dir !== undefined &&
    await isOwnCheckpoint(checkpointPath(dir), { network, seed, epochs });
  return await planRun({ ...flags, resume }, []);
}

/** One that cannot be used, or is of another run, is given up: the run begins anew. */
async function isOwnCheckpoint(path: string, { network, seed, epochs }: Wanted): Promise<boolean> {
  if (!await hasCheckpoint(path)) return false;
  try {
    const { caller = {}, recipe } = await loadCheckpoint(path);
    return caller.zoo === true && caller.model === network && recipe.seed === seed &&
      recipe.epochs === epochs;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(error.message);
    return false;
  }
}

/** Trains and shows it; the history, or nothing if it was stopped. */
async function follow(
  { model, train, sets, recipe, workers, flags, source, resumeFrom }: PlannedRun,
  { keeper, signal }: { keeper?: CheckpointKeeper; signal: AbortSignal },
): Promise<EpochRecord[] | undefined> {
  const progress = createTrainingProgress({
    epochs: recipe.epochs,
    imagesPerEpoch: countImagesPerEpoch(recipe, train),
  });
  const options = { recipe, workers, signal, resumeFrom, checkpointMs: keeper && CHECKPOINT_MS };
  const caller = { ...keepFlags(flags, source), zoo: true };
  try {
    const data = { train, validation: sets.validation };
    for await (const event of trainModel(model, data, { ...options, caller })) {
      if (event.type === "progress") progress.update(event.progress);
      if (event.type === "checkpoint" || event.type === "stopped") keeper?.save(event.checkpoint);
      if (event.type === "done") return event.history;
    }
  } finally {
    progress.stop();
    await keeper?.flush();
  }
}

/** Calibrates a model as `deno task train` does, and saves it; without that, if it is interrupted. */
async function keepModel(
  dir: string,
  run: PlannedRun,
  { result, signal }: { result: RunResult; signal: AbortSignal },
): Promise<void> {
  const { model, train, sets: { validation }, recipe: { epochs, seed }, workers } = run;
  console.error("calibrating");
  const calibration = await calibrateRun([model], {
    ...{ train, validation, epochs, seed, workers, signal },
  });
  await saveModel(dir, model, createRunRecord(run, result), calibration);
}
