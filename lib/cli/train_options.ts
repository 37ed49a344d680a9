/**
 * The flags of `deno task train`, and the run that they describe.
 *
 * @module
 */
import { join, relative } from "@std/path";
import { type Command, Option } from "commander";
import { InputError } from "../errors.ts";
import { LANES } from "../kernels/module.ts";
import type { LeNet5Options } from "../model/lenet5.ts";
import { DATA_DIR, MODELS_DIR } from "../paths.ts";
import { type Checkpoint, loadCheckpoint } from "../training/checkpoint.ts";
import { DEFAULT_RECIPE, type Recipe } from "../training/recipe.ts";
import { createCommand, positiveNumber, wholeNumber } from "./command.ts";

/** The networks that can be trained by name. */
export const ARCHITECTURES = {
  "lenet5": {},
  "lenet5-1998": { batchNorm: false, dropout: 0, pooling: "average", activation: "tanh" },
} satisfies Record<string, LeNet5Options>;

/** What computes: the compiled engine, or tfjs op by op on one of its backends. */
export const BACKENDS = ["compiled", "wasm", "webgpu"] as const;

/** The flags as given. */
export interface TrainFlags {
  model: keyof typeof ARCHITECTURES;
  epochs?: number;
  batchSize?: number;
  learningRate?: number;
  seed: number;
  workers: number;
  backend: typeof BACKENDS[number];
  out: string;
  dataDir: string;
  augment: boolean;
  resume?: boolean;
  json?: boolean;
}

/** A run, ready to start. */
export interface PlannedRun {
  recipe: Recipe;
  architecture: LeNet5Options;
  /** 1 where tfjs computes, which shares no batch. */
  workers: number;
  backend: TrainFlags["backend"];
  resumeFrom?: Checkpoint;
}

/** One a core; of a batch's blocks of eight digits, each Worker gets at least one. */
const DEFAULT_WORKERS = Math.min(
  navigator.hardwareConcurrency,
  Math.ceil(DEFAULT_RECIPE.batchSize / LANES),
);

const DESCRIPTION =
  "Train LeNet-5 on MNIST, save it under models/ and report its accuracy on the test digits.";

/** Flags that a checkpoint has already decided. */
const RUN_FLAGS = [
  ...["model", "epochs", "batchSize", "learningRate", "seed", "workers", "backend", "augment"],
];

/** Parses the arguments; `chosen` tells which flags the person gave. */
export function parseTrainFlags(args: string[]): { flags: TrainFlags; chosen: string[] } {
  const here = (path: string) => relative(Deno.cwd(), path);
  const command: Command = createCommand("train", DESCRIPTION)
    .addOption(
      new Option("--model <name>", "which network").choices(Object.keys(ARCHITECTURES))
        .default("lenet5"),
    )
    .option(
      "--epochs <n>",
      `passes over the digits (default: ${DEFAULT_RECIPE.epochs})`,
      wholeNumber(1, 10_000),
    )
    .option(
      "--batch-size <n>",
      `digits a step (default: ${DEFAULT_RECIPE.batchSize})`,
      wholeNumber(1, 55_000),
    )
    .option(
      "--learning-rate <x>",
      `highest rate of the schedule (default: ${DEFAULT_RECIPE.peakLearningRate})`,
      positiveNumber,
    )
    .option("--seed <n>", "seed of everything random", wholeNumber(0, 2 ** 31 - 1), 0)
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
    .option("--out <dir>", "where to save (default: models/ and the network's name)")
    .option("--data-dir <dir>", "folder of the MNIST files", here(DATA_DIR))
    .option(
      "--no-augment",
      "train on the digits as they are: no warps, variants or degraded copies",
    )
    .option("--resume", "go on with the run that was interrupted in --out")
    .option("--json", "print one JSON object a line: every epoch, then the result")
    .parse(args, { from: "user" });
  const flags = command.opts<TrainFlags>();
  flags.out ??= join(here(MODELS_DIR), flags.model);
  const chosen = Object.keys(flags).filter((name) => command.getOptionValueSource(name) === "cli");
  return { flags, chosen };
}

/** Where an interrupted run leaves its checkpoint. */
export function checkpointPath(out: string): string {
  return join(out, "checkpoint.bin");
}

/** The command that goes on with a run, such as "deno task train --resume --out models/mine". */
export function formatResumeCommand({ out, dataDir }: TrainFlags): string {
  const { flags: defaults } = parseTrainFlags([]);
  const quote = (path: string) =>
    /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
  return [
    "deno task train --resume",
    ...(out === defaults.out ? [] : [`--out ${quote(out)}`]),
    ...(dataDir === defaults.dataDir ? [] : [`--data-dir ${quote(dataDir)}`]),
  ].join(" ");
}

/**
 * Turns flags into a run, or takes up an interrupted one.
 *
 * @throws {InputError} If `--resume` finds no checkpoint or is asked to change the run, or if Workers are
 *   asked of a backend that has none.
 */
export async function planRun(flags: TrainFlags, chosen: string[]): Promise<PlannedRun> {
  if (flags.resume) return await resumeRun(flags, chosen);
  const { backend } = flags;
  if (backend !== "compiled" && chosen.includes("workers")) {
    throw new InputError(
      `--workers: expected the compiled backend, got ${backend}, which has none`,
    );
  }
  return {
    recipe: {
      ...DEFAULT_RECIPE,
      epochs: flags.epochs ?? DEFAULT_RECIPE.epochs,
      batchSize: flags.batchSize ?? DEFAULT_RECIPE.batchSize,
      peakLearningRate: flags.learningRate ?? DEFAULT_RECIPE.peakLearningRate,
      augmentation: flags.augment ? DEFAULT_RECIPE.augmentation : null,
      variants: flags.augment ? DEFAULT_RECIPE.variants : {},
      degraded: flags.augment ? DEFAULT_RECIPE.degraded : 0,
      seed: flags.seed,
    },
    architecture: { ...ARCHITECTURES[flags.model], seed: flags.seed },
    workers: backend === "compiled" ? flags.workers : 1,
    backend,
  };
}

async function resumeRun(flags: TrainFlags, chosen: string[]): Promise<PlannedRun> {
  const conflict = chosen.find((name) => RUN_FLAGS.includes(name));
  if (conflict) {
    const flag = conflict === "augment"
      ? "no-augment"
      : conflict.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
    throw new InputError(`--resume goes on with the run as it was started; leave out --${flag}`);
  }
  const resumeFrom = await loadCheckpoint(checkpointPath(flags.out));
  const { recipe, workers, model } = resumeFrom;
  const backend = resumeFrom.backend as TrainFlags["backend"];
  return { recipe, workers, backend, architecture: model as LeNet5Options, resumeFrom };
}
