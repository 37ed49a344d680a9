/**
 * `deno task train`: from labelled images to a saved model and its test result.
 *
 * @module
 */
import { dirname } from "@std/path";
import { countExtraImages } from "../augmentation/extra_images.ts";
import type { LabeledImages } from "../dataset/labeled_images.ts";
import { InputError, isRefusal } from "../errors.ts";
import { decodePredictions } from "../evaluation/predictions.ts";
import { evaluatePredictions, meanAccuracy } from "../evaluation/report.ts";
import { classify } from "../inference/classify.ts";
import type { Model } from "../model/model.ts";
import { saveModel } from "../model/store.ts";
import { type Checkpoint, saveCheckpoint } from "../training/checkpoint.ts";
import type { TrainingEvent } from "../training/events.ts";
import { countImagesPerEpoch, countStepsPerEpoch } from "../training/plan.ts";
import type { EpochRecord } from "../training/records.ts";
import { TrainingError } from "../training/run.ts";
import { trainModel } from "../training/train.ts";
import { runCommand } from "./command.ts";
import { fromHere } from "./here.ts";
import { INTERRUPTED, watchInterrupts } from "./interrupt.ts";
import { keepFlags, type PlannedRun, planRun } from "./plan_run.ts";
import { createTrainingProgress } from "./progress.ts";
import { countErrors, createRunRecord, type RunResult } from "./run_record.ts";
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
  await checkOutput(flags.out);
  const run = await planRun(flags, chosen);
  const events = announce(startTraining(run), describeRun(run));
  const history = await follow(events, run);
  if (!history) return INTERRUPTED;
  report(await finish(run, { history, startMs }), run);
  return 0;
}

/** Better before the training than after it. */
async function checkOutput(out: string): Promise<void> {
  if (out === "") throw new InputError("--out: expected a folder, got nothing");
  const path = fromHere(out);
  const info = await Deno.stat(path).catch(() => null);
  if (info && !info.isDirectory) {
    throw new InputError(`--out ${out}: expected a folder, got a file`);
  }
  const parent = dirname(path);
  try {
    await Deno.mkdir(parent, { recursive: true });
    await Deno.remove(await Deno.makeTempDir({ dir: parent }));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`--out ${out}: expected a folder that can be written: ${error.message}`);
  }
}

type Events = AsyncGenerator<TrainingEvent, void>;

function startTraining(run: PlannedRun): Events {
  const { recipe, workers, backend, resumeFrom, flags, source, sets, train } = run;
  return trainModel(run.model, { train, validation: sets.validation }, {
    recipe,
    workers,
    backend,
    resumeFrom,
    caller: keepFlags(flags, source),
    signal: watchInterrupts(() => console.error("\nstopping after this batch …")),
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
  return `${source.description}\ntraining on ${formatCount(train.count)} images${added}; ` +
    `epochs: ${recipe.epochs}, batches per epoch: ${batches}, ${how}${start}`;
}

/** Shows events until the run ends; the history, or nothing if it was stopped. */
async function follow(
  events: Events,
  { recipe, train, flags }: PlannedRun,
): Promise<EpochRecord[] | undefined> {
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
      if (event.type === "stopped") {
        progress.stop();
        await keep(event.checkpoint, flags);
        return undefined;
      }
      if (event.type === "done") return event.history;
    }
  } catch (error) {
    progress.stop();
    if (!(error instanceof TrainingError)) throw error;
    await keep(error.checkpoint, flags);
    console.error(`train failed: ${error.message}`);
    Deno.exit(1);
  } finally {
    progress.stop();
  }
}

async function keep(checkpoint: Checkpoint, flags: TrainFlags): Promise<void> {
  await saveCheckpoint(checkpointPath(fromHere(flags.out)), checkpoint);
  const { epochsDone, stepsDone } = checkpoint;
  console.error(
    `saved ${checkpointPath(flags.out)} after ${epochsDone} epochs and ${stepsDone} steps; ` +
      `resume with:\n  ${formatResumeCommand(flags)}`,
  );
}

interface Course {
  history: EpochRecord[];
  startMs: number;
}

async function finish(run: PlannedRun, { history, startMs }: Course): Promise<RunResult> {
  const { model, sets: { test }, recipe, train, flags } = run;
  const probabilities = await classify(model, test.images);
  const imagesPerEpoch = countImagesPerEpoch(recipe, train);
  const trainSeconds = history.reduce(
    (sum, { imagesPerSecond }) => sum + imagesPerEpoch / imagesPerSecond,
    0,
  );
  const result: RunResult = {
    backend: run.backend,
    history,
    test: evaluatePredictions(test.labels, probabilities, model.classes),
    wallSeconds: (run.resumeFrom?.wallSeconds ?? 0) + (performance.now() - startMs) / 1000,
    imagesPerSecond: history.length * imagesPerEpoch / trainSeconds,
    fineTuning: await compareFineTuning(run),
  };
  await saveModel(fromHere(flags.out), model, createRunRecord(run, result));
  return result;
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

function report(result: RunResult, { flags }: PlannedRun): void {
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

if (import.meta.main) await runCommand("train", () => main(Deno.args));
