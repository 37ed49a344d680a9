import assert from "node:assert/strict";
import process from "node:process";
import { join } from "@std/path";
import { CommanderError } from "commander";
import { formatResumeCommand, parseTrainFlags, planRun } from "../../lib/cli/train_options.ts";
import type { Checkpoint } from "../../lib/training/checkpoint.ts";
import { saveCheckpoint } from "../../lib/training/checkpoint_files.ts";
import { DEFAULT_RECIPE } from "../../lib/training/recipe.ts";

const plan = (...args: string[]) => {
  const { flags, chosen } = parseTrainFlags(args);
  return planRun(flags, chosen);
};

Deno.test("planRun() without flags gives the default recipe and LeNet-5", async () => {
  const { recipe, network, workers, backend, resumeFrom } = await plan();
  assert.deepEqual(recipe, DEFAULT_RECIPE);
  assert.deepEqual(network, { name: "lenet5", options: { seed: 0 } });
  assert.deepEqual([workers, backend], [Math.min(16, navigator.hardwareConcurrency), "compiled"]);
  assert.equal(resumeFrom, undefined);
  assert.equal(parseTrainFlags([]).flags.out, join("models", "lenet5"));
});

Deno.test("planRun() takes over what the flags say, and nothing else", async () => {
  const { recipe, network, workers, backend } = await plan(
    ...["--model", "lenet5-1998", "--epochs", "3", "--batch-size", "1", "--learning-rate", "1e-3"],
    ...["--seed", "7", "--workers", "64", "--backend", "compiled", "--no-augment"],
  );
  assert.deepEqual(recipe, {
    ...{ ...DEFAULT_RECIPE, epochs: 3, batchSize: 1, peakLearningRate: 1e-3, seed: 7 },
    ...{ augmentation: null, flaggedOnes: 0 },
  });
  assert.deepEqual(network, { name: "lenet5-1998", options: { seed: 7 } });
  assert.deepEqual([workers, backend], [64, "compiled"]);
  const { flags } = parseTrainFlags(["--model", "lenet5-1998"]);
  assert.equal(flags.out, join("models", "lenet5-1998"));
});

Deno.test("planRun() has no Workers where tfjs computes, and refuses to be told a number", async () => {
  for (const name of ["wasm", "webgpu"]) {
    const { workers, backend } = await plan("--backend", name);
    assert.deepEqual([workers, backend], [1, name]);
    await assert.rejects(plan("--backend", name, "--workers", "2"), {
      name: "InputError",
      message: `--workers: expected the compiled backend, got ${name}, which has none`,
    });
  }
});

Deno.test("formatResumeCommand() names the folders that are not the default ones", () => {
  const format = (...args: string[]) => formatResumeCommand(parseTrainFlags(args).flags);
  const command = "deno task train --resume";
  assert.equal(format("--epochs", "3"), command);
  assert.equal(format("--model", "lenet5-1998"), `${command} --out models/lenet5-1998`);
  assert.equal(
    format("--out", "models/lenet5", "--data-dir", "mnist"),
    `${command} --data-dir mnist`,
  );
  assert.equal(
    format("--out", "models/Ann's own", "--data-dir", "/data"),
    `${command} --out 'models/Ann'\\''s own' --data-dir /data`,
  );
});

const WRONG: [string[], RegExp][] = [
  [["--epochs", "0"], /'--epochs <n>' argument '0' is invalid. Expected a whole number from 1 to/],
  [["--epochs", "2.5"], /'2.5' is invalid/],
  [["--epochs"], /argument missing/],
  [["--batch-size", "-3"], /'-3' is invalid/],
  [["--batch-size", "60000"], /Expected a whole number from 1 to 55000/],
  [["--learning-rate", "0"], /Expected a number above 0/],
  [["--learning-rate", "fast"], /'fast' is invalid/],
  [["--learning-rate", "1e999"], /'1e999' is invalid/],
  [["--seed", "1e3"], /'1e3' is invalid/],
  [["--seed", "99999999999"], /'99999999999' is invalid/],
  [["--workers", "0"], /Expected a whole number from 1 to 64/],
  [["--model", "lenet6"], /choices are lenet1, lenet4, lenet5, lenet5-1998, vgg-small, vgg-large/],
  [["--backend", "cuda"], /Allowed choices are compiled, wasm, webgpu/],
  [["--epoch", "3"], /unknown option '--epoch'/],
  [["lenet5"], /too many arguments/],
];

/** What `work` writes to stderr. */
function catchStderr(work: () => void): string {
  const { write } = process.stderr;
  let text = "";
  process.stderr.write = (chunk: Uint8Array | string) => {
    text += chunk;
    return true;
  };
  try {
    work();
  } finally {
    process.stderr.write = write;
  }
  return text;
}

for (const [args, message] of WRONG) {
  Deno.test(`parseTrainFlags() refuses ${args.join(" ")} in one line`, () => {
    const text = catchStderr(() => assert.throws(() => parseTrainFlags(args), CommanderError));
    assert.match(text, message);
    assert.match(text, /^train: [^\n]+\n$/);
  });
}

const CHECKPOINT: Checkpoint = {
  ...{
    recipe: { ...DEFAULT_RECIPE, epochs: 9 },
    workers: 3,
    backend: "wasm",
    build: "tfjs 4.22.0",
  },
  ...{ network: { name: "vgg-small", options: { dropout: 0.5, seed: 2 } }, classes: ["a", "b"] },
  ...{ epochsDone: 1, stepsDone: 430, position: 0 },
  ...{ totals: { lossSum: 0, correct: 0 }, history: [], wallSeconds: 60 },
  state: {
    ...{ weights: new Float32Array(4), average: new Float32Array(4) },
    ...{ firstMoment: new Float32Array(4), secondMoment: new Float32Array(4) },
    ...{ movingStatistics: new Float32Array(), averageStatistics: new Float32Array() },
  },
};

Deno.test("planRun() --resume takes everything from the checkpoint, and refuses to change it", async () => {
  const out = await Deno.makeTempDir();
  try {
    await assert.rejects(plan("--resume", "--out", out), {
      name: "InputError",
      message: `${join(out, "checkpoint.bin")}: ` +
        "expected the checkpoint of an interrupted run: found no file",
    });
    await saveCheckpoint(join(out, "checkpoint.bin"), CHECKPOINT);
    const { recipe, network, workers, backend, resumeFrom } = await plan(
      ...["--resume", "--out", out, "--json", "--data-dir", "elsewhere"],
    );
    assert.deepEqual(recipe, CHECKPOINT.recipe);
    assert.deepEqual(network, CHECKPOINT.network);
    assert.deepEqual([workers, backend], [3, "wasm"]);
    assert.deepEqual(resumeFrom, CHECKPOINT);
    const changes = [
      ...[["--model", "lenet5"], ["--epochs", "9"], ["--batch-size", "128"], ["--seed", "0"]],
      ...[["--learning-rate", "1"], ["--workers", "3"], ["--backend", "wasm"], ["--no-augment"]],
    ];
    for (const change of changes) {
      await assert.rejects(plan("--resume", "--out", out, ...change), {
        name: "InputError",
        message: `--resume continues the run as it was started; leave out ${change[0]}`,
      });
    }
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});
