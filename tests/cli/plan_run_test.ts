import assert from "node:assert/strict";
import { join } from "@std/path";
import { PNG } from "pngjs";
import { planRun } from "../../lib/cli/plan_run.ts";
import { parseTrainFlags } from "../../lib/cli/train_options.ts";
import { imageAt } from "../../lib/dataset/labeled_images.ts";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { saveModel } from "../../lib/model/store.ts";
import { createLenet1 } from "../../lib/model/zoo/lenet1.ts";
import type { Checkpoint } from "../../lib/training/checkpoint.ts";
import { saveCheckpoint } from "../../lib/training/checkpoint_files.ts";
import { BEST_RECIPE, DEFAULT_RECIPE } from "../../lib/training/recipe.ts";
import { assertIdentical } from "../assert_identical.ts";

const plan = (...args: string[]) => {
  const { flags, chosen } = parseTrainFlags(args);
  return planRun(flags, chosen);
};

/** Runs `check` with a folder that is removed afterwards. */
async function withFolder(check: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await check(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Writes some validation digits as pictures by class, under other names if need be. */
async function writePictures(
  dir: string,
  { count, nameOf = String }: { count: number; nameOf?: (digit: number) => string },
): Promise<void> {
  const digits = await loadSplit("validation");
  for (let i = 0; i < count; i++) {
    const png = new PNG({ width: 28, height: 28 });
    imageAt(digits, i).forEach((ink, p) => png.data.set([ink, ink, ink, 255], 4 * p));
    const folder = join(dir, nameOf(digits.labels[i]));
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeFile(join(folder, `${i}.png`), PNG.sync.write(png));
  }
}

Deno.test("planRun() without flags gives the default recipe and LeNet-5 on MNIST", async () => {
  const { recipe, model, workers, backend, resumeFrom, sets, train } = await plan();
  assert.deepEqual(recipe, DEFAULT_RECIPE);
  assert.deepEqual([model.name, model.options, model.classes.length], ["lenet5", { seed: 0 }, 10]);
  assert.deepEqual([workers, backend], [Math.min(16, navigator.hardwareConcurrency), "compiled"]);
  assert.deepEqual(
    [sets.train, sets.validation, sets.test].map(({ count }) => count),
    [55_000, 5_000, 10_000],
  );
  assert.equal(train, sets.train);
  assert.equal(resumeFrom, undefined);
});

Deno.test("planRun() takes a recipe by name, or the settings that a file changes", async () => {
  const { recipe: best } = await plan("--recipe", "best", "--seed", "3");
  assert.deepEqual(best, { ...BEST_RECIPE, seed: 3 });
  await withFolder(async (dir) => {
    const file = join(dir, "mine.json");
    const read = async (text: string, ...more: string[]) => {
      await Deno.writeTextFile(file, text);
      return (await plan("--recipe", file, ...more)).recipe;
    };
    const warps = { ...DEFAULT_RECIPE.augmentation!, shear: 0 };
    assert.deepEqual(
      await read('{ "weightDecay": 0.05, "epochs": 7, "augmentation": { "shear": 0 } }'),
      { ...DEFAULT_RECIPE, weightDecay: 0.05, epochs: 7, augmentation: warps },
    );
    assert.equal((await read('{ "epochs": 7 }', "--epochs", "2")).epochs, 2);
    assert.equal((await read('{ "augmentation": null }')).augmentation, null);
    const message = (text: string) => ({ name: "InputError", message: `${file}: ${text}` });
    await assert.rejects(
      read('{ "epochs": -1 }'),
      message("recipe.epochs: expected a whole number from 1 to 10000, got -1"),
    );
    await assert.rejects(
      read('{ "augmentation": { "sheer": 1 } }'),
      {
        name: "InputError",
        message: /mine\.json: recipe\.augmentation: expected .*, got "sheer"$/,
      },
    );
    await assert.rejects(read("[1]"), message("expected an object, got a list"));
    await assert.rejects(read("{"), {
      name: "InputError",
      message: /mine\.json: expected JSON: [A-Z]/,
    });
  });
  await assert.rejects(plan("--recipe", "bets"), {
    name: "InputError",
    message: /^--recipe bets: expected default, best or a file of settings: /,
  });
});

Deno.test("planRun() takes over what the flags say, and nothing else", async () => {
  const { recipe, model, workers, backend, train } = await plan(
    ...["--model", "lenet5-1998", "--epochs", "3", "--batch-size", "1", "--learning-rate", "1e-3"],
    ...["--seed", "7", "--workers", "64", "--backend", "compiled", "--no-augment", "--all"],
  );
  assert.deepEqual(recipe, {
    ...DEFAULT_RECIPE,
    epochs: 3,
    batchSize: 1,
    peakLearningRate: 1e-3,
    seed: 7,
    augmentation: null,
    variants: {},
    degraded: 0,
  });
  assert.deepEqual([model.name, model.options], ["lenet5-1998", { seed: 7 }]);
  assert.deepEqual([workers, backend, train.count], [64, "compiled", 60_000]);
  assert.equal((await plan("--backend", "wasm")).workers, 1);
});

Deno.test("planRun() fits epochs and batches to a small set, and takes its classes", () =>
  withFolder(async (dir) => {
    await writePictures(dir, { count: 200, nameOf: (digit) => "ABCDEFGHIJ"[digit] });
    const { recipe, model, sets } = await plan("--data", dir, "--raw");
    assert.deepEqual(model.classes, [..."ABCDEFGHIJ"]);
    assert.ok(sets.train.count + sets.validation.count + sets.test.count === 200);
    assert.ok(recipe.batchSize < 32 && recipe.epochs > 40, JSON.stringify(recipe));
  }));

Deno.test("planRun() --from rehearses digits with digits, and gives other classes an output of their own", () =>
  withFolder(async (dir) => {
    await writePictures(join(dir, "digits"), { count: 100 });
    await writePictures(join(dir, "letters"), { count: 100, nameOf: (d) => "ABCDEFGHIJ"[d] });
    const start = createLenet1({ seed: 9 });
    await saveModel(join(dir, "start"), start, {});
    const from = ["--raw", "--from", join(dir, "start"), "--data"];
    const digits = await plan(...from, join(dir, "digits"));
    assert.equal(digits.fineTuning?.mnist?.count, 10_000);
    assert.ok(digits.train.count > 15_000 && digits.train.count < 25_000, `${digits.train.count}`);
    digits.model.weights.forEach(({ values }, i) =>
      assertIdentical(values, start.weights[i].values)
    );
    const alone = await plan(...from, join(dir, "digits"), "--no-rehearse");
    assert.equal(alone.fineTuning?.mnist, undefined);
    const letters = await plan(...from, join(dir, "letters"));
    assert.deepEqual(letters.model.classes, [..."ABCDEFGHIJ"]);
    assertIdentical(letters.model.weights[0].values, start.weights[0].values);
    await assert.rejects(plan(...from, join(dir, "letters"), "--rehearse"), {
      name: "InputError",
      message: /^--rehearse: expected a model and images of the ten digits/,
    });
  }));

const CHECKPOINT: Checkpoint = {
  recipe: { ...DEFAULT_RECIPE, epochs: 9 },
  workers: 3,
  backend: "compiled",
  build: "relaxed SIMD",
  network: { name: "lenet1", options: { seed: 2 } },
  classes: Array.from("0123456789"),
  caller: { model: "lenet1", seed: 2, backend: "compiled", augment: true, data: "mnist" },
  epochsDone: 1,
  stepsDone: 430,
  position: 0,
  totals: { lossSum: 0, correct: 0 },
  history: [],
  wallSeconds: 60,
  state: {
    weights: new Float32Array(4),
    average: new Float32Array(4),
    firstMoment: new Float32Array(4),
    secondMoment: new Float32Array(4),
    movingStatistics: new Float32Array(),
    averageStatistics: new Float32Array(),
  },
};

Deno.test("planRun() --resume takes the run from the checkpoint, and refuses to change it", () =>
  withFolder(async (out) => {
    await assert.rejects(plan("--resume", "--out", out), {
      name: "InputError",
      message: `${join(out, "checkpoint.bin")}: ` +
        "expected the checkpoint of an interrupted run: found no file",
    });
    await saveCheckpoint(join(out, "checkpoint.bin"), CHECKPOINT);
    const resumed = await plan("--resume", "--out", out, "--json", "--workers", "5");
    assert.deepEqual(resumed.recipe, CHECKPOINT.recipe);
    assert.deepEqual([resumed.model.name, resumed.model.options], ["lenet1", { seed: 2 }]);
    assert.deepEqual([resumed.workers, resumed.backend], [5, "compiled"]);
    for (
      const change of [
        ["--model", "lenet5"],
        ["--epochs", "9"],
        ["--batch-size", "128"],
        ["--seed", "0"],
        ["--learning-rate", "1"],
        ["--backend", "compiled"],
        ["--no-augment"],
        ["--data", "mnist"],
      ]
    ) {
      await assert.rejects(plan("--resume", "--out", out, ...change), {
        name: "InputError",
        message: `--resume continues the run as it was started; leave out ${change[0]}`,
      });
    }
  }));

Deno.test("planRun() --resume refuses other images than the run began with", () =>
  withFolder(async (out) => {
    const caller = { ...CHECKPOINT.caller, sha256: "0123" };
    await saveCheckpoint(join(out, "checkpoint.bin"), { ...CHECKPOINT, caller });
    await assert.rejects(plan("--resume", "--out", out), {
      name: "InputError",
      message:
        /^mnist: expected the images that the run began with \(SHA-256 0123\), got [0-9a-f]+$/,
    });
  }));
