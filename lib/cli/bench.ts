/**
 * `deno task bench`: how fast kernels, training, inference and the preparation of pictures are here.
 *
 * @module
 */
import os from "node:os";
import { checkAgreement } from "../bench/check.ts";
import { benchEpochs } from "../bench/epochs.ts";
import { benchKernels } from "../bench/kernels.ts";
import { measurePeak } from "../bench/peak.ts";
import { benchPictures } from "../bench/pictures.ts";
import { type BenchFigures, formatBench, type ThroughputFigure } from "../bench/report.ts";
import {
  benchClassify,
  benchInference,
  benchTfjs,
  benchTraining,
  type Throughput,
} from "../bench/training.ts";
import { loadMnist, type Mnist } from "../dataset/mnist.ts";
import { createClassifier } from "../inference/classify.ts";
import { loadModel } from "../model/store.ts";
import { DEFAULT_MODEL_DIR } from "../paths.ts";
import { tf } from "../tfjs/backend.ts";
import { DEFAULT_RECIPE } from "../training/recipe.ts";
import { createCommand, runCommand, wholeNumber } from "./command.ts";
import { createDownloadProgress } from "./download_progress.ts";

interface BenchFlags {
  runs: number;
  workers: number;
  json?: boolean;
}

/** Benches as the arguments say. */
async function main(args: string[]): Promise<void> {
  const flags = createCommand(
    "bench",
    "Speed of the kernels, of training, of inference, and of the preparation of pictures.",
  )
    .option("--runs <n>", "timed runs of each figure", wholeNumber(1, 1000), 9)
    .option("--workers <n>", "threads", wholeNumber(1, 64), navigator.hardwareConcurrency)
    .option("--json", "print one JSON object instead of tables")
    .parse(args, { from: "user" })
    .opts<BenchFlags>();
  const mnist = await loadMnist({ onProgress: createDownloadProgress() });
  const figures: BenchFigures = {
    machine: describeMachine(),
    agreement: await checkAgreement(mnist, flags.workers),
    ...await benchThroughput(mnist, flags),
    peakGflops: await measurePeak(),
    kernels: await benchKernels(flags.runs),
    pictures: await benchShippedReader(flags.runs),
  };
  const { batchSize } = DEFAULT_RECIPE, { runs } = flags;
  console.log(flags.json ? JSON.stringify(figures) : formatBench(figures, { batchSize, runs }));
}

async function benchShippedReader(runs: number) {
  const { model } = await loadModel(DEFAULT_MODEL_DIR);
  return await benchPictures(await createClassifier(model), runs);
}

function describeMachine() {
  const { deno, v8 } = Deno.version;
  const [{ model }] = os.cpus();
  return { cpu: model, cores: navigator.hardwareConcurrency, deno, v8, tfjs: tf.version.tfjs };
}

/** Epochs come first: what is measured before them would count as their memory. */
async function benchThroughput(mnist: Mnist, { runs, workers }: BenchFlags) {
  const recipe = DEFAULT_RECIPE, plain = { ...recipe, augmentation: null };
  const throughput: ThroughputFigure[] = [];
  const add = (name: string, threads: number, figure: Throughput) =>
    throughput.push({ name, workers: threads, ...figure });
  const epochs = await benchEpochs(mnist, { recipe, workers, runs });
  add("whole epochs, validation included", workers, epochs.throughput);
  let augmentationCost = 0;
  for (const threads of new Set([1, workers])) {
    const options = { recipes: [recipe, plain], workers: threads, runs };
    const [augmented, without] = await benchTraining(mnist, options);
    add("training, augmented", threads, augmented);
    add("training, plain", threads, without);
    augmentationCost = 1 - augmented.median / without.median;
  }
  for (const threads of new Set([1, workers])) {
    const figure = await benchInference(mnist, { recipe, workers: threads, runs });
    add("inference, Workers standing by", threads, figure);
  }
  add("inference, classify() from a model on", 0, await benchClassify(mnist, runs));
  add("training, tfjs op by op", 0, await benchTfjs(mnist, { recipe, runs }));
  return { throughput, augmentationCost, memory: epochs.memory };
}

if (import.meta.main) await runCommand("bench", () => main(Deno.args));
