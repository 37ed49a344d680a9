/**
 * `deno task zoo`: every network of the registry, trained with the default recipe on several seeds, as a
 * table.
 *
 * @module
 */
import { join } from "@std/path";
import { writeAtomically } from "../atomic_write.ts";
import { InputError } from "../errors.ts";
import { evaluatePredictions } from "../evaluation/report.ts";
import { classify } from "../inference/classify.ts";
import { NETWORKS } from "../model/registry.ts";
import { saveModel } from "../model/store.ts";
import { countParameters } from "../model/summarize.ts";
import { MODELS_DIR } from "../paths.ts";
import { countImagesPerEpoch } from "../training/plan.ts";
import { DEFAULT_RECIPE } from "../training/recipe.ts";
import { trainModel } from "../training/train.ts";
import { createCommand, runCommand, wholeNumber } from "./command.ts";
import { fromHere, toHere } from "./here.ts";
import { INTERRUPTED, watchInterrupts } from "./interrupt.ts";
import { type PlannedRun, planRun } from "./plan_run.ts";
import { createTrainingProgress } from "./progress.ts";
import { countErrors, createRunRecord, meanThroughput, type RunResult } from "./run_record.ts";
import { parseTrainFlags } from "./train_options.ts";
import { formatZoo, readZoo, type ZooRun } from "./zoo_table.ts";

interface ZooFlags {
  networks?: string;
  seeds: number;
  epochs?: number;
  out: string;
  json?: boolean;
}

/** Trains what is missing and writes the table. */
async function main(args: string[]): Promise<number> {
  const flags = parseFlags(args);
  const names = chooseNetworks(flags);
  const file = join(fromHere(flags.out), "zoo.json");
  const runs = await readZoo(file);
  const signal = watchInterrupts(() => console.error("\nstopping after this batch …"));
  const epochs = flags.epochs ?? DEFAULT_RECIPE.epochs;
  const isWanted = (run: ZooRun) =>
    names.includes(run.network) && run.seed < flags.seeds && run.epochs === epochs;
  const known = runs.filter(isWanted).length;
  if (known > 0) console.error(`${known} of ${names.length * flags.seeds} runs are in ${file}`);
  // All networks once before any of them a second time: a table that is cut short is whole.
  for (let seed = 0; seed < flags.seeds; seed++) {
    for (const network of names) {
      const same = (run: ZooRun) => run.network === network && run.seed === seed;
      if (runs.some((run) => same(run) && isWanted(run))) continue;
      const run = await trainOne(network, seed, { flags, signal });
      if (!run) return INTERRUPTED;
      runs.push(run);
      await writeAtomically(file, new TextEncoder().encode(JSON.stringify(runs, null, 1) + "\n"));
    }
  }
  const chosen = runs.filter(isWanted);
  console.log(flags.json ? JSON.stringify(chosen) : formatZoo(chosen));
  return 0;
}

function chooseNetworks({ networks }: ZooFlags): string[] {
  const all = Object.keys(NETWORKS);
  const names = networks?.split(",").map((name) => name.trim()) ?? all;
  const unknown = names.find((name) => !all.includes(name));
  if (unknown === undefined) return names;
  throw new InputError(`--networks: expected names of ${all.join(", ")}, got ${unknown}`);
}

/** One run; the model of seed 0 is kept. Nothing if it was stopped. */
async function trainOne(
  network: string,
  seed: number,
  { flags, signal }: { flags: ZooFlags; signal: AbortSignal },
): Promise<ZooRun | undefined> {
  const startMs = performance.now();
  const epochs = flags.epochs === undefined ? [] : ["--epochs", `${flags.epochs}`];
  const { flags: trainFlags, chosen } = parseTrainFlags([
    "--model",
    network,
    "--seed",
    `${seed}`,
    ...epochs,
  ]);
  const run = await planRun(trainFlags, chosen);
  console.error(`${network}, seed ${seed}`);
  const history = await follow(run, signal);
  if (!history) return undefined;
  const { labels, images, classes } = run.sets.test;
  const test = evaluatePredictions(labels, await classify(run.model, images), classes);
  const perEpoch = countImagesPerEpoch(run.recipe, run.train);
  const result: RunResult = {
    backend: run.backend,
    history,
    test,
    wallSeconds: (performance.now() - startMs) / 1000,
    imagesPerSecond: meanThroughput(history, perEpoch),
  };
  if (seed === 0 && network !== "lenet5") {
    await saveModel(join(fromHere(flags.out), network), run.model, createRunRecord(run, result));
  }
  return {
    network,
    seed,
    epochs: history.length,
    parameters: countParameters(run.model).all,
    seconds: Math.round(result.wallSeconds * 10) / 10,
    imagesPerSecond: Math.round(result.imagesPerSecond),
    n: test.n,
    errors: countErrors(test),
  };
}

async function follow({ model, train, sets, recipe, workers }: PlannedRun, signal: AbortSignal) {
  const progress = createTrainingProgress({
    epochs: recipe.epochs,
    imagesPerEpoch: countImagesPerEpoch(recipe, train),
  });
  try {
    const data = { train, validation: sets.validation };
    for await (const event of trainModel(model, data, { recipe, workers, signal })) {
      if (event.type === "progress") progress.update(event.progress);
      if (event.type === "done") return event.history;
    }
  } finally {
    progress.stop();
  }
}

function parseFlags(args: string[]): ZooFlags {
  return createCommand("zoo", "Train every network of the registry, and set them side by side.")
    .option("--networks <names>", `some of them: a,b (default: ${Object.keys(NETWORKS).join(",")})`)
    .option("--seeds <n>", "runs of each network", wholeNumber(1, 100), 3)
    .option(
      "--epochs <n>",
      "passes over the digits (default: the recipe's)",
      wholeNumber(1, 10_000),
    )
    .option("--out <dir>", "where models and zoo.json are kept", toHere(MODELS_DIR))
    .option("--json", "print the runs as one JSON list instead of a table")
    .parse(args, { from: "user" })
    .opts();
}

if (import.meta.main) await runCommand("zoo", () => main(Deno.args));
