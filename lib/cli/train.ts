/**
 * `deno task train`: LeNet-5 from the MNIST digits to a saved model and its test result.
 *
 * @module
 */
import { dirname, resolve } from "@std/path";
import { loadMnist, type Mnist } from "../dataset/mnist.ts";
import { classify } from "../inference/classify.ts";
import { InputError, isRefusal } from "../errors.ts";
import { evaluatePredictions } from "../evaluation/report.ts";
import type { tf } from "../tfjs/backend.ts";
import { createLenet5 } from "../model/lenet5.ts";
import { saveModel } from "../model/store.ts";
import { type Checkpoint, saveCheckpoint } from "../training/checkpoint.ts";
import type { TrainingEvent } from "../training/events.ts";
import { countExtraImages } from "../augmentation/extra_images.ts";
import { countImagesPerEpoch, countStepsPerEpoch } from "../training/plan.ts";
import type { EpochRecord } from "../training/records.ts";
import { trainModel } from "../training/train.ts";
import { TrainingError } from "../training/run.ts";
import { runCommand } from "./command.ts";
import { createDownloadProgress } from "./download_progress.ts";
import { INTERRUPTED, watchInterrupts } from "./interrupt.ts";
import { createTrainingProgress } from "./progress.ts";
import { countErrors, createRunRecord, type RunResult } from "./run_record.ts";
import {
  checkpointPath,
  formatResumeCommand,
  parseTrainFlags,
  type PlannedRun,
  planRun,
  type TrainFlags,
} from "./train_options.ts";

/** Trains as the arguments say. */
async function main(args: string[]): Promise<number> {
  const startMs = performance.now();
  const { flags, chosen } = parseTrainFlags(args);
  const run = await planRun(flags, chosen);
  await checkOutput(flags.out);
  const mnist = await loadMnist({
    dataDir: flags.dataDir,
    onProgress: createDownloadProgress(),
  });
  const model = createLenet5(run.architecture);
  const events = announce(startTraining(model, mnist, run), describeRun(mnist, run));
  const history = await follow(events, { run, flags, mnist });
  if (!history) return INTERRUPTED;
  const result = await finish(model, mnist, { run, flags, history, startMs });
  report(result, flags);
  return 0;
}

/** Better before the training than after it. */
async function checkOutput(out: string): Promise<void> {
  const info = await Deno.stat(out).catch(() => null);
  if (info && !info.isDirectory) {
    throw new InputError(`--out ${out}: expected a folder, got a file`);
  }
  const parent = dirname(resolve(out));
  try {
    await Deno.mkdir(parent, { recursive: true });
    await Deno.remove(await Deno.makeTempDir({ dir: parent }));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`--out ${out}: expected a folder that can be written: ${error.message}`);
  }
}

interface Context {
  run: PlannedRun;
  flags: TrainFlags;
}

type Events = AsyncGenerator<TrainingEvent, void>;

function startTraining(model: tf.LayersModel, data: Mnist, run: PlannedRun): Events {
  const { architecture, ...options } = run;
  return trainModel(model, data, {
    ...options,
    modelOptions: architecture,
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

/** Such as "training on 55,000 digits; epochs: 40, batches an epoch: 430, workers: 2". */
function describeRun(mnist: Mnist, { recipe, workers, backend, resumeFrom }: PlannedRun): string {
  const batches = countStepsPerEpoch(recipe, mnist.train);
  const extra = countExtraImages(mnist.train, recipe);
  const added = extra > 0 ? ` and ${formatCount(extra)} made from them` : "";
  const how = backend === "compiled" ? `workers: ${workers}` : `backend: ${backend}`;
  const start = resumeFrom ? `, going on after step ${resumeFrom.stepsDone}` : "";
  return `training on ${
    formatCount(mnist.train.count)
  } digits${added}; epochs: ${recipe.epochs}, ` +
    `batches an epoch: ${batches}, ${how}${start}`;
}

/** Shows events until the run ends; the history, or nothing if it was stopped. */
async function follow(
  events: Events,
  { run, flags, mnist }: Context & { mnist: Mnist },
): Promise<EpochRecord[] | undefined> {
  const progress = createTrainingProgress({
    epochs: run.recipe.epochs,
    imagesPerEpoch: countImagesPerEpoch(run.recipe, mnist.train),
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
  const path = checkpointPath(flags.out);
  await saveCheckpoint(path, checkpoint);
  const { epochsDone, stepsDone } = checkpoint;
  console.error(
    `saved ${path} after ${epochsDone} epochs and ${stepsDone} steps; go on with:\n` +
      `  ${formatResumeCommand(flags)}`,
  );
}

async function finish(
  model: tf.LayersModel,
  mnist: Mnist,
  { run, flags, history, startMs }: Context & { history: EpochRecord[]; startMs: number },
): Promise<RunResult> {
  const probabilities = await classify(model, mnist.test.images);
  const imagesPerEpoch = countImagesPerEpoch(run.recipe, mnist.train);
  const trainSeconds = history.reduce(
    (sum, { imagesPerSecond }) => sum + imagesPerEpoch / imagesPerSecond,
    0,
  );
  const result = {
    backend: run.backend,
    history,
    test: evaluatePredictions(mnist.test.labels, probabilities),
    wallSeconds: (run.resumeFrom?.wallSeconds ?? 0) + (performance.now() - startMs) / 1000,
    imagesPerSecond: history.length * imagesPerEpoch / trainSeconds,
  };
  await saveModel(flags.out, model, createRunRecord(model, mnist, { run, result }));
  model.dispose();
  return result;
}

function report(result: RunResult, flags: TrainFlags): void {
  const { test, history, wallSeconds, imagesPerSecond } = result;
  const errors = countErrors(test);
  if (flags.json) {
    const { accuracy, accuracyInterval } = test;
    const summary = { epochs: history.length, wallSeconds, imagesPerSecond };
    const line = { model: flags.out, ...summary, test: { accuracy, accuracyInterval, errors } };
    console.log(JSON.stringify({ type: "done", ...line }));
    return;
  }
  const percent = (share: number) => `${(100 * share).toFixed(2)}%`;
  const [low, high] = test.accuracyInterval.map(percent);
  console.log(
    `\ntest accuracy ${percent(test.accuracy)} (95% interval ${low} to ${high}; ` +
      `${errors} of ${formatCount(test.n)} misread)\n` +
      `${history.length} epochs in ${wallSeconds.toFixed(1)} s, ` +
      `${formatCount(imagesPerSecond)} images/s\nsaved to ${flags.out}`,
  );
}

const formatCount = (value: number) => Math.round(value).toLocaleString("en-US");

if (import.meta.main) await runCommand("train", () => main(Deno.args));
