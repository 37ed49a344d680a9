/**
 * Files that people and other programs write and the commands read: how a sound one looks, how it is damaged,
 * and how it is read.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { gunzipSync, gzipSync } from "node:zlib";
import { join } from "@std/path";
import { formatZoo } from "../../lib/cli/format_zoo.ts";
import { readRecipe } from "../../lib/cli/read_recipe.ts";
import { recognizeWith } from "../../lib/cli/open_recognizer.ts";
import { encodeIdx } from "../../lib/dataset/idx.ts";
import { DIGIT_CLASSES, IMAGE_PIXELS, IMAGE_SIZE } from "../../lib/dataset/labeled_images.ts";
import { loadSource } from "../../lib/dataset/load_source.ts";
import { compareNetworks } from "../../lib/evaluation/network_comparison.ts";
import { type CommitteeMember, loadCommittee, saveCommittee } from "../../lib/model/committee.ts";
import { createNetwork } from "../../lib/model/registry.ts";
import { loadModel, saveModel } from "../../lib/model/store.ts";
import { createLenet1 } from "../../lib/model/zoo/lenet1.ts";
import { encodeCalibration } from "../../lib/reader/calibration.ts";
import { checkJob } from "../../lib/queue/job.ts";
import { createRandom, type Random } from "../../lib/random.ts";
import { expandPlan } from "../../lib/sweep/expand.ts";
import { parsePlan } from "../../lib/sweep/plan.ts";
import { planLearningRates } from "../../lib/training/plan.ts";
import { DEFAULT_RECIPE } from "../../lib/training/recipe.ts";
import { trainCompiled } from "../../lib/training/train.ts";
import { readZoo } from "../../lib/training/zoo_runs.ts";
import { DATA } from "../training/runs.ts";
import { damageBytes } from "./damage.ts";
import { damageIdx, damageJson, damageTable } from "./damage_text.ts";

/** Files by name, in a folder of their own. */
type Files = Record<string, Uint8Array>;

/** A kind of input. */
export interface InputKind {
  /** What the drill's table calls it. */
  title: string;
  /** How often it is damaged in the short form and in the long one. */
  counts: [number, number];
  /** Makes sound files; `folder` holds the folders of all cases. */
  create(folder: string): Files | Promise<Files>;
  /** Damages one of them, for the case of that number. */
  damage(bytes: Uint8Array, random: Random, index: number): Uint8Array;
  /** Reads them as the commands do, and does what is cheap of that for which they are read. */
  read(dir: string): Promise<unknown>;
  /** What refusals begin with; by default some file of the case's folder. */
  refusal?: RegExp;
}

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const COUNT = 20;

function createPixels(): Uint8Array {
  const random = createRandom(1);
  return Uint8Array.from({ length: COUNT * IMAGE_PIXELS }, () => random.nextInt(256));
}

const LABELS = Uint8Array.from({ length: COUNT }, (_, i) => i % 10);

function createTable(): Files {
  const pixels = createPixels();
  const header = ["label", ...Array.from({ length: IMAGE_PIXELS }, (_, i) => `pixel${i}`)];
  const rows = Array.from(LABELS, (label, i) => {
    return [label, ...pixels.subarray(i * IMAGE_PIXELS, (i + 1) * IMAGE_PIXELS)].join();
  });
  return { "train.csv": new TextEncoder().encode([header.join(), ...rows, ""].join("\n")) };
}

const IMAGES_FILE = "images-idx3-ubyte", LABELS_FILE = "labels-idx1-ubyte";

function createIdx(): Files {
  const images = { shape: [COUNT, IMAGE_SIZE, IMAGE_SIZE], data: createPixels() };
  const labels = { shape: [COUNT], data: LABELS };
  return { [IMAGES_FILE]: encodeIdx(images), [LABELS_FILE]: encodeIdx(labels) };
}

const zip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));

/** Damages what is compressed, or what comes of it. */
function damageZipped(
  bytes: Uint8Array,
  random: Random,
  damage: (bytes: Uint8Array, random: Random) => Uint8Array,
): Uint8Array {
  if (random.nextInt(2) === 0) return damageBytes(bytes, random);
  return zip(damage(gunzipSync(bytes), random));
}

const BOMB_BYTES = 200_000_000;

/** What small files unzip to: something, and a part again and again. */
const BOMBS: [start: string | Uint8Array, part: string][] = [
  ["", "\n"],
  ["", "0"],
  ["", "0,"],
  ["", '"\n'],
  ...["\n", "1,2\n", '"', '"\n', "0,"].map((part): [string, string] => [createRows(1), part]),
  [createIdx()[IMAGES_FILE], "\0"],
  [announceImages(2 ** 32 - 1), "\0"],
  [announceImages(BOMB_BYTES), "\0"],
];

function createRows(count: number): string {
  return `${"0,".repeat(IMAGE_PIXELS)}0\n`.repeat(count);
}

/** The header of an IDX file of so many images. */
function announceImages(count: number): Uint8Array {
  const header = createIdx()[IMAGES_FILE].slice(0, 16);
  new DataView(header.buffer).setUint32(4, count);
  return header;
}

function makeBomb(index: number): Uint8Array {
  const [start, part] = BOMBS[index % BOMBS.length];
  return zip(Buffer.concat([Buffer.from(start as string), Buffer.alloc(BOMB_BYTES, part)]));
}

const PLAN = {
  name: "decay",
  network: "lenet5",
  networkOptions: { dropout: 0.2, units: [120, 84], pooling: "max" },
  recipe: { epochs: 3, augmentation: { shear: 0.1 }, variants: { "slashed zero": 0.1 } },
  vary: {
    list: [{ name: "a" }, { name: "b", network: "lenet1", recipe: { weightDecay: 0.1 } }],
    grid: { "recipe.augmentation.scale": [0, 0.1], "recipe.beta1": [0.9, 0.8] },
    seeds: [0, 7],
  },
  folds: { count: 5, only: [0, 1], seed: 3 },
  metric: "loss",
};

const SWEEP_DATA = {
  ...{ source: "mnist", sha256: "0".repeat(64), classes: DIGIT_CLASSES, count: 55_000 },
};

const SHA256 = "0".repeat(64);

const PREDICT_JOB = {
  ...{ kind: "predict", model: "/models/lenet5", weightsSha256: SHA256, multi: false },
  ...{ threshold: 0.5, pictures: [{ name: "a.png", path: "/a.png" }, { name: "b", path: "/b" }] },
};

const createJobs = (): Files => ({
  "run.json": text({
    kind: "run",
    spec: expandPlan({ ...PLAN, name: "x" } as object, SWEEP_DATA)[0].spec,
  }),
  "predict.json": text(PREDICT_JOB),
});

/** What a worker does with a job before it reads any image. */
async function readJob(dir: string): Promise<void> {
  for (const name of ["run.json", "predict.json"]) {
    const job = checkJob(parseJson(await Deno.readTextFile(join(dir, name))));
    if (job.kind !== "run") continue;
    const { network, networkOptions, recipe } = job.spec;
    createNetwork(network, { ...networkOptions, seed: recipe.seed });
    planLearningRates(recipe, DATA.train);
  }
}

/** What is no JSON never gets into a queue. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Members lie beside the folders of the cases. */
async function createCommitteeFiles(folder: string, isSealed: boolean): Promise<Files> {
  const members: CommitteeMember[] = [], dir = join(folder, "committee");
  for (const seed of [1, 2]) {
    const path = join(folder, `member${seed}`);
    await saveModel(path, createLenet1({ seed }), { seed });
    members.push({ path, ...await loadModel(path) });
  }
  const calibration = encodeCalibration(CALIBRATION);
  const record = { command: "deno task committee", test: { n: 10_000, errors: 40 } };
  await saveCommittee(dir, members, { record, calibration });
  const files: Files = {};
  for (const name of ["committee.json", "reader.json"]) {
    files[name] = await Deno.readFile(join(dir, name));
  }
  if (isSealed) return files;
  const list = JSON.parse(new TextDecoder().decode(files["committee.json"]));
  const { recordSha256: _, readerSha256: __, ...rest } = list;
  return { ...files, "committee.json": text(rest) };
}

const CALIBRATION = { limits: { confidence: 0.9, unusual: 0.5, foreign: 0.7 } };

/** Loads it, and reads what its answers are judged by. */
async function openCommittee(dir: string): Promise<void> {
  const { members: [{ model }, ...others], calibration } = await loadCommittee(dir);
  await recognizeWith({ models: [model, ...others.map(({ model }) => model)], calibration }, dir);
}

const RUN = {
  ...{ network: "lenet5", seed: 0, epochs: 40, parameters: 62_384, seconds: 60.5 },
  ...{ imagesPerSecond: 39_000, n: 10_000, errors: 47 },
};

/** Trains two batches with a recipe. */
async function tryRecipe(path: string): Promise<void> {
  const recipe = await readRecipe(path, DEFAULT_RECIPE), stop = new AbortController();
  const options = { recipe, workers: 1, signal: stop.signal, progressMs: 0 };
  for await (const event of trainCompiled(createLenet1(), DATA, options)) {
    if (event.type === "progress") stop.abort();
  }
}

const loadCsv = (dir: string) => loadSource(join(dir, "train.csv"));

const committeeKind = (title: string, isSealed: boolean): InputKind => ({
  title,
  counts: [20, 500],
  create: (folder) => createCommitteeFiles(folder, isSealed),
  damage: damageJson,
  read: openCommittee,
});

/** All kinds, by the name that the fixture is given. */
export const INPUT_KINDS: Record<string, InputKind> = {
  csv: {
    title: "a CSV as Kaggle's, damaged in any way",
    counts: [60, 1000],
    create: createTable,
    damage: damageTable,
    read: loadCsv,
  },
  idx: {
    title: "IDX files, damaged in any way",
    counts: [60, 1000],
    create: createIdx,
    damage: damageIdx,
    read: (dir) => loadSource(dir),
  },
  zipped: {
    title: "IDX files, gzipped, damaged in any way",
    counts: [60, 1000],
    create: () =>
      Object.fromEntries(
        Object.entries(createIdx()).map(([name, bytes]) => [`${name}.gz`, zip(bytes)]),
      ),
    damage: (bytes, random) => damageZipped(bytes, random, damageIdx),
    read: (dir) => loadSource(dir),
  },
  bomb: {
    title: `small files that unzip to ${BOMB_BYTES / 1e6} MB`,
    counts: [5, BOMBS.length + 1],
    create: () => ({ "train.csv": createTable()["train.csv"] }),
    damage: (_, __, index) => makeBomb(index),
    read: loadCsv,
  },
  plan: {
    title: "a sweep's plan, damaged in any way",
    counts: [60, 1000],
    create: () => ({ "plan.json": text(PLAN) }),
    damage: damageJson,
    read: async (dir) => {
      const path = join(dir, "plan.json"), plan = parsePlan(await Deno.readTextFile(path), path);
      return expandPlan(plan, SWEEP_DATA, path);
    },
  },
  job: {
    title: "a queue's jobs, damaged in any way",
    counts: [60, 1000],
    create: createJobs,
    damage: damageJson,
    read: readJob,
    refusal: /^job\b/,
  },
  committee: committeeKind("a committee's files, damaged in any way", true),
  unsealed: committeeKind("a committee's files without sums, damaged in any way", false),
  zoo: {
    title: "zoo.json, damaged in any way",
    counts: [60, 1000],
    create: () => ({
      "zoo.json": text([RUN, { ...RUN, seed: 1, errors: 50 }, { ...RUN, network: "lenet1" }]),
    }),
    damage: damageJson,
    read: async (dir) => {
      const runs = await readZoo(join(dir, "zoo.json"));
      return [formatZoo(runs), compareNetworks(runs)];
    },
  },
  recipe: {
    title: "a recipe (train --recipe FILE) damaged in any way, two batches trained with it",
    counts: [40, 1000],
    create: () => ({ "recipe.json": text(DEFAULT_RECIPE) }),
    damage: damageJson,
    read: (dir) => tryRecipe(join(dir, "recipe.json")),
  },
};
