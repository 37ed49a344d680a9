/**
 * `deno task train`: from labelled images to a saved model and its test result.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import process from "node:process";
import { join } from "@std/path";
import { countExtraImages } from "../augmentation/extra_images.ts";
import { InputError } from "../errors.ts";
import { lockFolder } from "../folder_lock.ts";
import { saveModel } from "../model/store.ts";
import type { Checkpoint } from "../training/checkpoint.ts";
import { hasCheckpoint } from "../training/checkpoint_files.ts";
import { CheckpointKeeper } from "../training/checkpoint_keeper.ts";
import type { TrainingEvent } from "../training/events.ts";
import { countImagesPerEpoch, countStepsPerEpoch } from "../training/plan.ts";
import type { EpochRecord } from "../training/records.ts";
import { TrainingError } from "../training/run.ts";
import { trainModel } from "../training/train.ts";
import { runCommand } from "./command.ts";
import { escapeControls } from "./escape.ts";
import { calibrateTrained, reportTraining, testRun } from "./finish_training.ts";
import { fromHere } from "./here.ts";
import { INTERRUPTED, watchInterrupts } from "./interrupt.ts";
import { openTrainingLog } from "./open_training_log.ts";
import { keepFlags, type PlannedRun, planRun } from "./plan_run.ts";
import { createTrainingProgress } from "./progress.ts";
import { createRunRecord, type RunResult } from "./run_record.ts";
import {
  checkpointPath,
  formatResumeCommand,
  parseTrainFlags,
  type TrainFlags,
} from "./train_options.ts";

/** Trains as the arguments say. */
async function main(args: string[]): Promise<number> {
  const startMs = performance.now();
  const { flags, chosen } = parseTrainFlags(args);
  surviveClosedOutput();
  await checkFolder(flags.out);
  const lock = await lockFolder(fromHere(flags.out), { work: "training", shown: flags.out });
  try {
    await checkCheckpoint(flags);
    const run = await planRun(flags, chosen);
    const keeper = new CheckpointKeeper(checkpointPlaces(flags), (line) => console.error(line));
    if (flags.overwrite) await keeper.discard();
    const signal = watchInterrupts(() => console.error("\nstopping after this batch …"));
    const log = await openTrainingLog(run);
    try {
      const events = announce(startTraining(run, signal), describeRun(run));
      const history = await follow(log ? log.follow(events) : events, run, keeper);
      if (typeof history === "number") return history;
      const result = await finish(run, { history, startMs, signal }, keeper);
      await log?.addTest(result.test);
      reportTraining(result, run);
      return 0;
    } finally {
      await log?.close();
    }
  } finally {
    await lock.release();
  }
}

/** Whoever read along may leave (`| head`): the run goes on without. */
function surviveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}

/** Beside the model or, if nothing can be written there, in the system's folder for temporary files. */
function checkpointPlaces({ out }: TrainFlags): string[] {
  const path = fromHere(out), id = createHash("sha256").update(path).digest("hex").slice(0, 8);
  return [checkpointPath(path), checkpointPath(join(tmpdir(), `lenet5-checkpoint-${id}`))];
}

/** Better before the training than after it; whether it can be written, locking it tells. */
async function checkFolder(out: string): Promise<void> {
  if (out === "") throw new InputError("--out: expected a folder, got nothing");
  const info = await Deno.stat(fromHere(out)).catch(() => null);
  if (!info || info.isDirectory) return;
  throw new InputError(`--out ${out}: expected a folder, got a file`);
}

/** An interrupted run is not begun anew by accident. */
async function checkCheckpoint({ out, resume, overwrite }: TrainFlags): Promise<void> {
  if (resume || overwrite || !await hasCheckpoint(checkpointPath(fromHere(out)))) return;
  throw new InputError(
    `--out ${out}: expected no interrupted run, got its ${checkpointPath(out)}; ` +
      "continue it with --resume, or give it up with --overwrite",
  );
}

/** Exit code of a run that broke. */
const FAILED = 1;

/** How much work may be lost, whatever happens. */
const CHECKPOINT_MS = 20_000;

type Events = AsyncGenerator<TrainingEvent, void>;

function startTraining(run: PlannedRun, signal: AbortSignal): Events {
  const { recipe, workers, backend, resumeFrom, flags, source, sets, train } = run;
  return trainModel(run.model, { train, validation: sets.validation }, {
    recipe,
    workers,
    backend,
    resumeFrom,
    caller: keepFlags(flags, source),
    checkpointMs: CHECKPOINT_MS,
    signal,
    onNotice: (line) => console.error(line),
  });
}

/** Says `line` once the training has begun: until then it may turn out to be impossible. */
async function* announce(events: Events, line: string): Events {
  let isFirst = true;
  for await (const event of events) {
    if (isFirst) console.error(line);
    isFirst = false;
    yield event;
  }
}

/** Such as "training on 55,000 images; epochs: 40, batches per epoch: 430, workers: 2". */
function describeRun({ recipe, workers, backend, resumeFrom, train, source }: PlannedRun): string {
  const batches = countStepsPerEpoch(recipe, train);
  const extra = countExtraImages(train, recipe);
  const added = extra > 0 ? ` and ${formatCount(extra)} made from them` : "";
  const how = backend === "compiled" ? `workers: ${workers}` : `backend: ${backend}`;
  const start = resumeFrom ? `, resumed after step ${resumeFrom.stepsDone}` : "";
  return `${escapeControls(source.description)}\ntraining on ${
    formatCount(train.count)
  } images${added}; ` +
    `epochs: ${recipe.epochs}, batches per epoch: ${batches}, ${how}${start}`;
}

/** Shows events until the run ends; the history, or an exit code if it was stopped or broke. */
async function follow(
  events: Events,
  { recipe, train, flags }: PlannedRun,
  keeper: CheckpointKeeper,
): Promise<EpochRecord[] | number> {
  const progress = createTrainingProgress({
    epochs: recipe.epochs,
    imagesPerEpoch: countImagesPerEpoch(recipe, train),
  });
  try {
    for await (const event of events) {
      if (event.type === "progress") progress.update(event.progress);
      if (event.type === "epoch") {
        progress.epochDone(event.record);
        if (flags.json) console.log(JSON.stringify({ type: "epoch", ...event.record }));
      }
      if (event.type === "checkpoint") keeper.save(event.checkpoint);
      if (event.type === "stopped") {
        progress.stop();
        await keep(event.checkpoint, { flags, keeper });
        return INTERRUPTED;
      }
      if (event.type === "done") return event.history;
    }
  } catch (error) {
    progress.stop();
    if (!(error instanceof TrainingError)) throw error;
    await keep(error.checkpoint, { flags, keeper });
    console.error(`train failed: ${error.message}`);
  } finally {
    progress.stop();
    await keeper.flush();
  }
  return FAILED;
}

interface Kept {
  flags: TrainFlags;
  keeper: CheckpointKeeper;
}

async function keep(checkpoint: Checkpoint, { flags, keeper }: Kept): Promise<void> {
  keeper.save(checkpoint);
  const { epochsDone, stepsDone } = checkpoint;
  await tell(keeper, flags, `after ${epochsDone} epochs and ${stepsDone} steps`);
}

/** Says where the last checkpoint lies, and how to go on with it. */
async function tell(keeper: CheckpointKeeper, flags: TrainFlags, when: string): Promise<void> {
  const place = await keeper.flush(), wanted = checkpointPath(flags.out);
  if (place === undefined) throw new InputError("no checkpoint could be saved anywhere");
  const isThere = place === checkpointPath(fromHere(flags.out));
  const shown = isThere ? wanted : place;
  const move = isThere ? "" : `move it to ${wanted} and `;
  console.error(`saved ${shown} ${when}; ${move}resume with:\n  ${formatResumeCommand(flags)}`);
}

interface Course {
  history: EpochRecord[];
  startMs: number;
  signal: AbortSignal;
}

async function finish(
  run: PlannedRun,
  { history, startMs, signal }: Course,
  keeper: CheckpointKeeper,
): Promise<RunResult> {
  const { model, flags } = run, result = await testRun(run, { history, startMs });
  const calibration = await calibrateTrained(run, signal);
  try {
    await saveModel(fromHere(flags.out), model, createRunRecord(run, result), calibration);
  } catch (error) {
    await tell(keeper, flags, "at the run's end");
    throw error;
  }
  await keeper.discard();
  return result;
}

const formatCount = (value: number) => value.toLocaleString("en-US");

if (import.meta.main) await runCommand("train", () => main(Deno.args));
