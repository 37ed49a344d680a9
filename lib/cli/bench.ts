/**
 * `deno task bench`: how fast kernels, training and inference are here.
 *
 * @module
 */
import os from "node:os";
import { checkAgreement } from "../bench/check.ts";
import { benchKernels, type KernelFigure } from "../bench/kernels.ts";
import { benchInference, benchTensors, benchTraining, type Throughput } from "../bench/training.ts";
import { loadMnist, type Mnist } from "../dataset/mnist.ts";
import { tf } from "../model/backend.ts";
import { DEFAULT_RECIPE } from "../training/recipe.ts";
import { createCommand, runCommand, wholeNumber } from "./command.ts";
import { createDownloadProgress } from "./download_progress.ts";

interface BenchFlags {
  runs: number;
  workers: number;
  json?: boolean;
}

/** One line of the throughput table. */
interface ThroughputFigure extends Throughput {
  name: string;
  workers: number;
}

/** Benches as the arguments say. */
async function main(args: string[]): Promise<void> {
  const flags = createCommand("bench", "Speed of the kernels, of training and of inference.")
    .option("--runs <n>", "timed runs of each figure", wholeNumber(1, 1000), 9)
    .option("--workers <n>", "threads", wholeNumber(1, 64), navigator.hardwareConcurrency)
    .option("--json", "print one JSON object instead of tables")
    .parse(args, { from: "user" })
    .opts<BenchFlags>();
  const mnist = await loadMnist({ onProgress: createDownloadProgress() });
  const lossDifference = await checkAgreement(mnist, flags.workers);
  const machine = describeMachine();
  const kernels = await benchKernels(flags.runs);
  const throughput = await benchThroughput(mnist, flags);
  if (flags.json) {
    console.log(JSON.stringify({ machine, lossDifference, kernels, throughput }));
    return;
  }
  console.log(
    `${machine.cpu}, ${machine.cores} cores; Deno ${machine.deno}, V8 ${machine.v8}, tfjs ${machine.tfjs}`,
  );
  console.log(`loss agrees with tfjs's cpu backend to ${lossDifference.toExponential(1)}\n`);
  console.log(formatKernels(kernels));
  console.log(formatThroughput(throughput, flags.runs));
}

function describeMachine() {
  const { deno, v8 } = Deno.version;
  const [{ model }] = os.cpus();
  return { cpu: model, cores: navigator.hardwareConcurrency, deno, v8, tfjs: tf.version.tfjs };
}

async function benchThroughput(
  mnist: Mnist,
  { runs, workers }: BenchFlags,
): Promise<ThroughputFigure[]> {
  const recipe = DEFAULT_RECIPE, plain = { ...recipe, augmentation: null };
  const figures: ThroughputFigure[] = [];
  const add = (name: string, threads: number, throughput: Throughput) =>
    figures.push({ name, workers: threads, ...throughput });
  for (const threads of new Set([1, workers])) {
    add(
      "training, augmented",
      threads,
      await benchTraining(mnist, { recipe, workers: threads, runs }),
    );
  }
  add("training, plain", workers, await benchTraining(mnist, { recipe: plain, workers, runs }));
  for (const threads of new Set([1, workers])) {
    add("inference", threads, await benchInference(mnist, { recipe, workers: threads, runs }));
  }
  add("training, tfjs op by op", 1, await benchTensors(mnist, recipe));
  return figures;
}

function formatKernels(figures: KernelFigure[]): string {
  const rows = figures.map(({ name, microseconds, gflops }) =>
    [
      name.padEnd(40),
      microseconds.median.toFixed(1).padStart(9),
      gflops.median.toFixed(1).padStart(9),
      gflops.best.toFixed(1).padStart(9),
    ].join("")
  );
  const head = [
    "kernel, eight images, one core".padEnd(40),
    "µs".padStart(9),
    "GFLOP/s".padStart(9),
    "best".padStart(9),
  ].join("");
  return [head, ...rows, ""].join("\n");
}

function formatThroughput(figures: ThroughputFigure[], runs: number): string {
  const count = (value: number) => Math.round(value).toLocaleString("en-US").padStart(10);
  const rows = figures.map(({ name, workers, median, best }) =>
    [name.padEnd(32), `${workers}`.padStart(8), count(median), count(best)].join("")
  );
  const head = [
    `images/s, batch ${DEFAULT_RECIPE.batchSize}, ${runs} runs`.padEnd(32),
    "workers".padStart(8),
    "median".padStart(10),
    "best".padStart(10),
  ].join("");
  return [head, ...rows].join("\n");
}

if (import.meta.main) await runCommand("bench", () => main(Deno.args));
