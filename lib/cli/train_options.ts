/**
 * The flags of `deno task train`.
 *
 * @module
 */
import { join } from "@std/path";
import { type Command, Option } from "commander";
import { DEFAULT_SET } from "../dataset/source_reference.ts";
import { InputError } from "../errors.ts";
import { LANES } from "../kernels/module.ts";
import { NETWORKS } from "../model/registry.ts";
import { MODELS_DIR } from "../paths.ts";
import { DEFAULT_RECIPE, RECIPES } from "../training/recipe.ts";
import { createCommand, positiveNumber, wholeNumber } from "./command.ts";
import { addDataOptions, type DataFlags } from "./data_options.ts";
import { toHere } from "./here.ts";

/** What computes: the compiled engine, or tfjs op by op on one of its backends. */
export const BACKENDS = ["compiled", "wasm", "webgpu"] as const;

/** The flags as given. */
export interface TrainFlags extends DataFlags {
  model: string;
  from?: string;
  rehearse?: boolean;
  all?: boolean;
  recipe?: string;
  epochs?: number;
  batchSize?: number;
  learningRate?: number;
  seed: number;
  workers: number;
  backend: typeof BACKENDS[number];
  out: string;
  augment: boolean;
  resume?: boolean;
  overwrite?: boolean;
  logDir?: string;
  json?: boolean;
}

/** One a core; of a batch's blocks of eight images, each Worker gets at least one. */
const DEFAULT_WORKERS = Math.min(
  navigator.hardwareConcurrency,
  Math.ceil(DEFAULT_RECIPE.batchSize / LANES),
);

const DESCRIPTION =
  "Train a network on labelled images (MNIST by default), save it and report its accuracy on the test images.";

/** Flags that a checkpoint has already decided; the number of Workers is free. */
export const RUN_FLAGS = [
  "model",
  "from",
  "rehearse",
  "all",
  "recipe",
  "epochs",
  "batchSize",
  "learningRate",
  "seed",
  "backend",
  "augment",
  "data",
  "classes",
  "raw",
  "invert",
] as const satisfies readonly (keyof TrainFlags)[];

/** Parses the arguments; `chosen` tells which flags the person gave. */
export function parseTrainFlags(args: string[]): { flags: TrainFlags; chosen: string[] } {
  const command = addDataOptions(createCommand("train", DESCRIPTION));
  addNetworkOptions(command);
  addRecipeOptions(command);
  command
    .option(
      "--workers <n>",
      "threads that share each batch on the compiled engine",
      wholeNumber(1, 64),
      DEFAULT_WORKERS,
    )
    .addOption(
      new Option("--backend <name>", "what computes: the compiled engine, or tfjs op by op")
        .choices(BACKENDS).default("compiled"),
    )
    .option("--out <dir>", "where to save (default: models/, named after network and data)")
    .option("--resume", "continue the run that was interrupted in --out")
    .option("--overwrite", "give up the run that was interrupted in --out and begin anew")
    .option(
      "--log-dir <dir>",
      "write event logs there, which TensorBoard shows while the run goes on",
    )
    .option("--json", "print one JSON object a line: every epoch, then the result")
    .parse(args, { from: "user" });
  const flags = command.opts<TrainFlags>();
  const chosen = Object.keys(flags).filter((name) => command.getOptionValueSource(name) === "cli");
  flags.out ??= toHere(join(MODELS_DIR, nameRun(flags)));
  checkFlags(flags, chosen);
  return { flags, chosen };
}

function addNetworkOptions(command: Command): void {
  const names = Object.entries(NETWORKS).map(([name, { summary }]) => `${name} (${summary})`);
  command
    .addOption(
      new Option("--model <name>", `which network: ${names.join("; ")}`)
        .choices(Object.keys(NETWORKS)).default("lenet5"),
    )
    .option("--from <dir>", "start from a trained model: fine-tune it on --data")
    .option("--rehearse", "with --from: mix MNIST's digits in (default where classes are digits)")
    .option("--no-rehearse", "with --from: train on the new images alone");
}

function addRecipeOptions(command: Command): void {
  const { epochs, batchSize, peakLearningRate } = DEFAULT_RECIPE;
  command
    .option(
      "--recipe <what>",
      `${
        Object.keys(RECIPES).join(", ")
      } (the long one), or a JSON file that changes some of its settings, ` +
        "as run.json names them",
    )
    .option(
      "--epochs <n>",
      `passes over the images (default: ${epochs}, more for small sets)`,
      wholeNumber(1, 10_000),
    )
    .option(
      "--batch-size <n>",
      `images a step (default: ${batchSize}, fewer for small sets)`,
      wholeNumber(1, 55_000),
    )
    .option(
      "--learning-rate <x>",
      `highest rate of the schedule (default: ${peakLearningRate})`,
      positiveNumber,
    )
    .option("--seed <n>", "seed of everything random", wholeNumber(0, 2 ** 31 - 1), 0)
    .option("--all", "train on the validation images, too: for a last run, when all is chosen")
    .option(
      "--no-augment",
      "train on the images as they are: no warps, variants or degraded copies",
    );
}

/** Such as "lenet5", "lenet5-my_digits", "lenet5-tuned". */
function nameRun({ model, data, from }: TrainFlags): string {
  const stem = data.split(/[/\\,]/).findLast((part) => part !== "") ?? "data";
  const suffix = data === DEFAULT_SET ? "" : `-${stem.replace(/\.[^.]*$/, "")}`;
  if (from === undefined) return `${model}${suffix}`;
  const base = from.split(/[/\\]/).findLast((part) => part !== "") ?? model;
  return `${base}${suffix || "-tuned"}`;
}

function checkFlags(flags: TrainFlags, chosen: string[]): void {
  const { backend, from, resume, overwrite, logDir } = flags;
  if (logDir === "") throw new InputError("--log-dir: expected a folder, got nothing");
  if (resume && overwrite) {
    throw new InputError("--overwrite: expected --resume or --overwrite, got both");
  }
  if (backend !== "compiled" && chosen.includes("workers")) {
    throw new InputError(
      `--workers: expected the compiled backend, got ${backend}, which has none`,
    );
  }
  if (from !== undefined && chosen.includes("model")) {
    throw new InputError("--model: expected none with --from, which names the network already");
  }
  if (from === undefined && chosen.includes("rehearse")) {
    throw new InputError("--rehearse: expected --from DIR with it, the model to fine-tune");
  }
}

/** Where an interrupted run leaves its checkpoint. */
export function checkpointPath(out: string): string {
  return join(out, "checkpoint.bin");
}

/** The command that continues a run, such as "deno task train --resume --out models/mine". */
export function formatResumeCommand({ out, dataDir, logDir }: TrainFlags): string {
  const { flags: defaults } = parseTrainFlags([]);
  const quote = (path: string) =>
    /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
  return [
    "deno task train --resume",
    ...(out === defaults.out ? [] : [`--out ${quote(out)}`]),
    ...(dataDir === defaults.dataDir ? [] : [`--data-dir ${quote(dataDir)}`]),
    ...(logDir === undefined ? [] : [`--log-dir ${quote(logDir)}`]),
  ].join(" ");
}
