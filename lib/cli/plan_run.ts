/**
 * From flags to a run that is ready to start: data, network, recipe.
 *
 * @module
 */
import type { LabeledImages } from "../dataset/labeled_images.ts";
import { DIGIT_CLASSES } from "../dataset/labeled_images.ts";
import { loadSplit } from "../dataset/mnist.ts";
import { mergeSets, remapClasses, type SplitSets, splitSource } from "../dataset/split_source.ts";
import type { Source, SourceImages } from "../dataset/source.ts";
import { DEFAULT_SET } from "../dataset/source_reference.ts";
import { InputError } from "../errors.ts";
import { createClassifier } from "../inference/classify.ts";
import { cloneModel, type Model } from "../model/model.ts";
import { createNetwork, NETWORKS } from "../model/registry.ts";
import type { Checkpoint } from "../training/checkpoint.ts";
import { loadCheckpoint } from "../training/checkpoint_files.ts";
import { fitRecipe } from "../training/fit_recipe.ts";
import { FINE_TUNING_RECIPE, mixRehearsal } from "../training/fine_tuning.ts";
import { DEFAULT_RECIPE, type Recipe } from "../training/recipe.ts";
import { readData } from "./data_options.ts";
import { fromHere } from "./here.ts";
import { loadModelFor } from "./load_model_for.ts";
import { readRecipe } from "./read_recipe.ts";
import { checkpointPath, RUN_FLAGS, type TrainFlags } from "./train_options.ts";

/** A run, ready to start. */
export interface PlannedRun {
  flags: TrainFlags;
  source: Source;
  sets: SplitSets;
  /** What is trained on: the training set, or new and rehearsed images mixed. */
  train: LabeledImages;
  model: Model;
  recipe: Recipe;
  /** 1 where tfjs computes, which shares no batch. */
  workers: number;
  backend: TrainFlags["backend"];
  resumeFrom?: Checkpoint;
  /** What is compared before and after fine-tuning. */
  fineTuning?: { before: Model; mnist?: LabeledImages };
}

/** The flags that a checkpoint keeps, so that `--resume` takes up the same run. */
type KeptFlags = Partial<Pick<TrainFlags, typeof RUN_FLAGS[number]>>;

/**
 * Turns flags into a run, or takes up an interrupted one.
 *
 * @throws {InputError} If data, model or checkpoint cannot be used, or `--resume` is asked to change the run.
 */
export async function planRun(given: TrainFlags, chosen: string[]): Promise<PlannedRun> {
  const resumeFrom = given.resume ? await takeUp(given, chosen) : undefined;
  const flags = { ...given, ...resumeFrom?.caller as KeptFlags };
  const start = flags.from === undefined ? undefined : await loadModelFor(flags.from, flags);
  const source = await readData("train", flags, {
    classify: start && await createClassifier(start.model),
  });
  checkSource(source, resumeFrom);
  const sets = chooseSets(source, start?.model);
  const { train, fineTuning, model } = start ? await planFineTuning(start.model, sets, flags) : {
    train: trainingImages(sets, flags),
    model: createModel(sets, flags),
    fineTuning: undefined,
  };
  const recipe = resumeFrom?.recipe ?? await planRecipe(flags, train, fineTuning !== undefined);
  const workers = flags.backend === "compiled" ? flags.workers : 1;
  const { backend } = flags;
  return { flags, source, sets, train, model, recipe, workers, backend, resumeFrom, fineTuning };
}

/** What a run's checkpoint must keep of the flags. */
export function keepFlags(flags: TrainFlags, source: Source): Record<string, unknown> {
  const kept = RUN_FLAGS.map((name) => [name, flags[name]] as const);
  return {
    ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)),
    sha256: source.sha256,
  };
}

async function takeUp(flags: TrainFlags, chosen: string[]): Promise<Checkpoint> {
  const conflict = chosen.find((name) => (RUN_FLAGS as readonly string[]).includes(name));
  if (conflict) {
    const flag = conflict === "augment"
      ? "no-augment"
      : conflict.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
    throw new InputError(`--resume continues the run as it was started; leave out --${flag}`);
  }
  const path = checkpointPath(fromHere(flags.out));
  return await loadCheckpoint(path, (line) => console.error(line));
}

/** A run goes on with the images that it began with. */
function checkSource({ name, sha256 }: Source, resumeFrom?: Checkpoint): void {
  const wanted = resumeFrom?.caller?.sha256;
  if (wanted === undefined || wanted === sha256) return;
  throw new InputError(
    `${name}: expected the images that the run began with (SHA-256 ${wanted}), got ${sha256}`,
  );
}

/**
 * The three sets, with the labels of the model's classes where it knows them all. What is drawn is the same for
 * every --seed, so that models of several seeds can be compared and read together on images new to all of them.
 */
function chooseSets(source: Source, start: Model | undefined): SplitSets {
  const sets = splitSource(source);
  if (!start || !sets.train.classes.every((name) => start.classes.includes(name))) return sets;
  const remap = (set: SourceImages) => remapClasses(set, start.classes, source.name);
  return { train: remap(sets.train), validation: remap(sets.validation), test: remap(sets.test) };
}

function trainingImages({ train, validation }: SplitSets, { all }: TrainFlags): SourceImages {
  return all ? mergeSets(train, validation) : train;
}

function createModel({ train }: SplitSets, { model, seed }: TrainFlags): Model {
  return createNetwork(model, { classes: train.classes, seed });
}

async function planFineTuning(start: Model, sets: SplitSets, flags: TrainFlags) {
  const own = trainingImages(sets, flags);
  const sameClasses = own.classes.join("\n") === start.classes.join("\n");
  const isDigits = start.classes.join() === DIGIT_CLASSES.join();
  const rehearse = flags.rehearse ?? (sameClasses && isDigits && flags.data !== DEFAULT_SET);
  if (rehearse && !(sameClasses && isDigits)) {
    throw new InputError(
      `--rehearse: expected a model and images of the ten digits, got ${start.classes.length} ` +
        `and ${own.classes.length} classes`,
    );
  }
  const digits = rehearse ? await loadSplit("train") : undefined;
  return {
    train: flags.data === DEFAULT_SET ? own : mixRehearsal(own, digits, { seed: flags.seed }),
    model: sameClasses ? cloneModel(start) : replaceOutput(start, own.classes, flags),
    fineTuning: {
      before: start,
      mnist: rehearse ? await loadSplit("test") : undefined,
    },
  };
}

/** The same network for other classes: all weights are taken over but those of the output layer. */
function replaceOutput(start: Model, classes: readonly string[], { seed }: TrainFlags): Model {
  if (!Object.hasOwn(NETWORKS, start.name)) {
    throw new InputError(
      `--from ${start.name}: expected the classes ${start.classes.join(", ")}, got ` +
        `${classes.join(", ")}; only networks of the registry take others`,
    );
  }
  const model = createNetwork(start.name, { ...start.options, classes, seed });
  for (const { name, shape, values } of model.weights) {
    const old = start.weights.find((weight) => weight.name === name);
    if (old && old.shape.join() === shape.join()) values.set(old.values);
  }
  return model;
}

async function planRecipe(
  flags: TrainFlags,
  train: LabeledImages,
  isFineTuning: boolean,
): Promise<Recipe> {
  const usual = isFineTuning ? FINE_TUNING_RECIPE : DEFAULT_RECIPE;
  const base = flags.recipe === undefined ? usual : await readRecipe(flags.recipe, usual);
  const fitted = isFineTuning ? base : fitRecipe(base, train.count);
  return {
    ...base,
    epochs: flags.epochs ?? fitted.epochs,
    batchSize: flags.batchSize ?? fitted.batchSize,
    peakLearningRate: flags.learningRate ?? base.peakLearningRate,
    augmentation: flags.augment ? base.augmentation : null,
    variants: flags.augment ? base.variants : {},
    degraded: flags.augment ? base.degraded : 0,
    seed: flags.seed,
  };
}
