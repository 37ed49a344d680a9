import assert from "node:assert/strict";
import { join } from "@std/path";
import { MODELS_DIR, PROJECT_DIR } from "../../lib/paths.ts";
import { loadCheckpoint } from "../../lib/training/checkpoint_files.ts";
import { assertIdentical } from "../assert_identical.ts";
import { readEventLogs } from "../interchange/read_event_log.ts";
import { spawnDeno, startDeno } from "./spawn.ts";
import { commandOf } from "../project_config.ts";

const TRAIN = commandOf("train");

const train = (...args: string[]) => spawnDeno([...TRAIN, ...args]);

/** Runs `check` with the path of a folder under models/, where the command may write. */
async function withModels(check: (path: string) => Promise<void>): Promise<void> {
  await Deno.mkdir(MODELS_DIR, { recursive: true });
  const dir = await Deno.makeTempDir({ dir: MODELS_DIR, prefix: "test-" });
  try {
    await check(dir.slice(PROJECT_DIR.length + 1));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const FILES = ["model.json", "reader.json", "run.json", "weights.bin"];

const listFiles = async (dir: string) =>
  (await Array.fromAsync(Deno.readDir(join(PROJECT_DIR, dir)))).map(({ name }) => name).sort();

const readText = (...path: string[]) => Deno.readTextFile(join(PROJECT_DIR, ...path));

Deno.test("train on MNIST: JSON lines, a saved model; interrupted and resumed, the same weights bit for bit", async () => {
  await withModels(async (dir) => {
    const [whole, halves, logs] = ["whole", "halves", "logs"].map((name) => join(dir, name));
    const flags = ["--epochs", "1", "--workers", "2", "--seed", "3", "--json"];

    const { code, stdout, stderr } = await train(...flags, "--out", whole);
    assert.equal(code, 0, stderr);
    checkLines(stdout, whole);
    assert.match(
      stderr,
      /^mnist: 55,000 train, [^\n]+\ntraining on 55,000 images and 20,684 made from them; epochs: 1, batches per epoch: 592, workers: 2\n/,
    );
    assert.deepEqual(await listFiles(whole), FILES);
    const record = JSON.parse(await readText(whole, "run.json"));
    assert.deepEqual([record.recipe.seed, record.recipe.epochs, record.workers], [3, 1, 2]);
    assert.equal(record.test.n, 10_000);

    await interruptTraining(...flags, "--out", halves, "--log-dir", logs);
    assert.deepEqual(await listFiles(halves), ["checkpoint.bin"]);
    const resume = ["--resume", "--out", halves, "--log-dir", logs];
    const resumed = await train(...resume, "--json", "--workers", "3");
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.match(resumed.stderr, /workers: 3, resumed after step \d+\n/);
    checkLines(resumed.stdout, halves);
    assert.deepEqual(await listFiles(halves), FILES);
    const weights = (model: string) => Deno.readFile(join(PROJECT_DIR, model, "weights.bin"));
    assertIdentical(await weights(halves), await weights(whole));
    await checkLogs(join(PROJECT_DIR, logs), record.test.accuracy);
  });
});

/** An epoch's line and the last one, as the contract has them; what one epoch must reach. */
function checkLines(stdout: string, out: string): void {
  const [epoch, done, ...rest] = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual([epoch.type, epoch.epoch, done.type, rest.length], ["epoch", 1, "done", 0]);
  for (const name of ["trainLoss", "validationAccuracy", "imagesPerSecond"]) {
    assert.ok(epoch[name] > 0, name);
  }
  assert.deepEqual([done.model, done.epochs], [out, 1]);
  assert.ok(done.wallSeconds > 0 && done.imagesPerSecond > 0);
  assert.ok(done.test.accuracy >= 0.975, `${done.test.accuracy}`);
  assert.equal(done.test.errors, Math.round(10_000 * (1 - done.test.accuracy)));
}

/** The event logs of a run of one epoch that was resumed: a file for each part, all figures over its steps. */
async function checkLogs(dir: string, testAccuracy: number): Promise<void> {
  const [train, validation, test] = await Promise.all(
    ["train", "validation", "test"].map((run) => readEventLogs(join(dir, run))),
  );
  const starts = train.filter(({ sessionStatus }) => sessionStatus === 1).map(({ step }) => step);
  assert.ok(starts.length === 2 && starts[0] === 0 && starts[1] > 1, `${starts}`);
  assert.ok(train.some(({ step, values }) => step > starts[1] && values.loss > 0));
  for (const [events, name] of [[train, "train"], [validation, "validation"]] as const) {
    const { step, values } = events.at(-1)!;
    assert.deepEqual([step, Object.keys(values)], [592, ["epoch_loss", "epoch_accuracy"]], name);
  }
  assert.equal(test.at(-1)!.step, 592);
  assert.equal(test.at(-1)!.values.epoch_accuracy, Math.fround(testAccuracy));
}

/** Ctrl-C within the epoch. */
async function interruptTraining(...args: string[]): Promise<void> {
  const command = startDeno([...TRAIN, ...args]);
  await command.waitFor("stderr", /training on/);
  // Well within the epoch, which takes a second and more.
  await new Promise((resolve) => setTimeout(resolve, 300));
  command.kill("SIGINT");
  const { code, stdout, stderr } = await command.finish();
  assert.equal(code, 130, stderr);
  assert.equal(stdout, "");
  assert.match(
    stderr,
    /\nstopping after this batch …\nsaved \S+checkpoint\.bin after 0 epochs and/,
  );
  assert.match(
    stderr,
    /; resume with:\n {2}deno task train --resume --out \S+halves --log-dir \S+logs\n$/,
  );
}

Deno.test("train whose Worker dies says so in one line, leaves a checkpoint and exits with 1", async () => {
  await withModels(async (dir) => {
    const out = join(dir, "died");
    const preload = "--preload=tests/cli/train_dying_worker_fixture.ts";
    const { code, stdout, stderr } = await spawnDeno([
      ...[...TRAIN.slice(0, -1), preload, TRAIN.at(-1)!],
      ...["--epochs", "1", "--workers", "2", "--json", "--out", out],
    ]);
    assert.equal(code, 1, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /\nsaved \S+checkpoint\.bin after 0 epochs and 0 steps; resume with:\n/);
    assert.match(stderr, /\ntrain failed: a Worker died: [^\n]*out of bounds[^\n]*\n$/);
    assert.deepEqual(await listFiles(out), ["checkpoint.bin"]);
    const { recipe, stepsDone } = await loadCheckpoint(join(PROJECT_DIR, out, "checkpoint.bin"));
    assert.deepEqual([recipe.epochs, stepsDone], [1, 0]);
  });
});

Deno.test("train answers wrong use and unusable input by one line and exit code 2, and writes nothing", async () => {
  await withModels(async (dir) => {
    const file = join(dir, "file"), broken = join(dir, "broken");
    await Deno.writeTextFile(join(PROJECT_DIR, file), "no folder");
    await Deno.mkdir(join(PROJECT_DIR, broken));
    await Deno.writeTextFile(join(PROJECT_DIR, broken, "checkpoint.bin"), "LENET5CK, or not");
    await Deno.writeTextFile(join(PROJECT_DIR, broken, "t10k-labels-idx1-ubyte"), "no labels");
    const none = join(dir, "none");
    const cases: [string[], RegExp][] = [
      [["--epochs", "none"], /'--epochs <n>' argument 'none' is invalid\. Expected a whole number/],
      [["--resume", "--out", none], /none\/checkpoint\.bin: expected the checkpoint of an interru/],
      [["--resume", "--out", broken], /broken\/checkpoint\.bin: expected at least \d+ bytes, got/],
      [["--resume", "--out", broken, "--seed", "1"], /--resume continues .*; leave out --seed/],
      [["--out", file], /--out \S+file: expected a folder, got a file/],
      [["--out", join(file, "below")], /below: expected a folder that can be written: /],
      [["--out", ""], /--out: expected a folder, got nothing/],
      [["--log-dir", ""], /--log-dir: expected a folder, got nothing/],
      [["--out", none, "--log-dir", file], /file\/train: expected a folder that can be written: /],
      [["--out", none, "--data-dir", broken], /t10k-labels-idx1-ubyte: expected 10,?008 bytes/],
      [["--out", none, "--batch-size", "55000"], /a batch of 55000 digits: expected 2 GB at most/],
      [
        ["--out", none, "--batch-size", "55000", "--backend", "wasm"],
        /a batch of 55000 digits: expected 2 GB at most, got 33\.\d GB/,
      ],
      [["--out", none, "--backend", "wasm", "--workers", "2"], /--workers: expected the compiled/],
    ];
    for (const [args, message] of cases) {
      const { code, stdout, stderr } = await train(...args);
      assert.equal(code, 2, `${args.join(" ")}: ${stderr}`);
      assert.equal(stdout, "");
      assert.match(stderr, /^train: [^\n]+\n$/);
      assert.match(stderr, message);
    }
    assert.deepEqual(await listFiles(dir), ["broken", "file"]);
  });
});

Deno.test("train --help lists the flags with their defaults", async () => {
  const { code, stdout } = await train("--help");
  assert.equal(code, 0);
  assert.match(stdout, /^Usage: deno task train/);
  const flags = ["--model", "--epochs", "--batch-size", "--learning-rate", "--seed", "--workers"];
  for (const flag of [...flags, "--backend", "--out", "--data-dir", "--no-augment", "--log-dir"]) {
    assert.ok(stdout.includes(`${flag} `), flag);
  }
  const text = stdout.replace(/\s+/g, " ");
  assert.match(text, /--epochs <n> passes over the images \(default: \d+, more for small sets\)/);
});
