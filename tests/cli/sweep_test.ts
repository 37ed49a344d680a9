import assert from "node:assert/strict";
import { join } from "@std/path";
import { divideCores } from "../../lib/cli/run_locally.ts";
import { encodeIdx } from "../../lib/dataset/idx.ts";
import { nameRun } from "../../lib/sweep/run_spec.ts";
import { createBars } from "../training/runs.ts";
import { spawnDeno, startDeno } from "./spawn.ts";
import { commandOf } from "../project_config.ts";

const SWEEP = commandOf("sweep");

const sweep = (...args: string[]) => spawnDeno([...SWEEP, ...args]);

/** Runs `check` with a folder that holds a small data set, and is removed afterwards. */
async function withData(check: (dir: string, data: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir(), data = join(dir, "data");
  try {
    const { count, images, labels } = createBars(400);
    await Deno.mkdir(data);
    const ink = encodeIdx({ shape: [count, 28, 28], data: images });
    await Deno.writeFile(join(data, "images-idx3-ubyte"), ink);
    const answers = encodeIdx({ shape: [count], data: labels });
    await Deno.writeFile(join(data, "labels-idx1-ubyte"), answers);
    await check(dir, data);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Seconds of work: two variants, two folds. */
const PLAN = {
  recipe: { epochs: 2, batchSize: 40, augmentation: null, variants: {}, degraded: 0 },
  vary: { grid: { "recipe.peakLearningRate": [0.006, 0.001] } },
  folds: { count: 2 },
};

async function writePlan(dir: string, plan: unknown): Promise<string> {
  const file = join(dir, "plan.json");
  await Deno.writeTextFile(file, JSON.stringify(plan));
  return file;
}

const listFiles = async (dir: string) =>
  (await Array.fromAsync(Deno.readDir(dir))).map(({ name }) => name).sort();

Deno.test("sweep makes each run once, and writes tables and a figure; again it makes none", async () => {
  await withData(async (dir, data) => {
    const plan = await writePlan(dir, { ...PLAN, data }), out = join(dir, "out");
    const { code, stdout, stderr } = await sweep(plan, "--out", out, "--jobs", "2");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^4 runs, 0 of them done\n/);
    assert.match(
      stdout,
      /\n\| peakLearningRate=0\.006 \| 2 \| \d+\.\d\d% ± \d+\.\d\d \| {2}\| {2}\|\n/,
    );
    assert.match(stdout, /\n\nsaved to \S+out\n$/);
    const files = ["figure.png", "figure.svg", "plan.json", "results.json", "runs", "runs.csv"];
    assert.deepEqual(await listFiles(out), files);
    const names = await listFiles(join(out, "runs"));
    assert.equal(names.length, 4);
    for (const name of names) {
      const dir = join(out, "runs", name);
      assert.deepEqual(await listFiles(dir), ["model.json", "run.json", "weights.bin"]);
      const { data, sweep, test } = JSON.parse(await Deno.readTextFile(join(dir, "run.json")));
      // 400 images, of which 60 are kept for a test that no sweep makes.
      assert.deepEqual(data.split, { train: 170, heldOut: 170 });
      assert.deepEqual([nameRun(sweep.spec), sweep.heldOut.n, test], [name, 170, undefined]);
    }
    const table = (await Deno.readTextFile(join(out, "runs.csv"))).trimEnd().split("\n");
    assert.deepEqual(table.length, 5);
    assert.match(table[0], /^run,variant,recipe\.peakLearningRate,seed,fold,n,errors,error,/);

    const again = await sweep(plan, "--out", out, "--json");
    assert.equal(again.stderr, "4 runs, 4 of them done\n");
    const { runs, variants, missing, metric } = JSON.parse(again.stdout);
    assert.deepEqual([runs.length, variants.length, missing, metric], [4, 2, 0, "error"]);
    assert.deepEqual(runs.map(({ id }: { id: string }) => id).sort(), names);
  });
});

Deno.test("sweep interrupted and started again ends with the weights of one that was not", async () => {
  await withData(async (dir, data) => {
    const recipe = { ...PLAN.recipe, epochs: 50 };
    const plan = await writePlan(dir, { data, recipe, vary: { seeds: [1] } });
    const [whole, halves] = [join(dir, "whole"), join(dir, "halves")];
    const command = startDeno([...SWEEP, plan, "--out", halves, "--jobs", "1"]);
    await command.waitFor("stderr", /0 of them done/);
    const folder = join(halves, "runs");
    // The first epoch's end leaves a checkpoint.
    const hasBegun = async () => {
      const [name] = await listFiles(folder).catch(() => []);
      return name && (await listFiles(join(folder, name))).includes("checkpoint.bin");
    };
    while (!await hasBegun()) await new Promise((resolve) => setTimeout(resolve, 20));
    command.kill("SIGINT");
    const stopped = await command.finish();
    assert.equal(stopped.code, 130, stopped.stderr);
    assert.match(
      stopped.stderr,
      /\nstopping after this batch …\n1 of 1 runs left; the same command/,
    );
    const [name] = await listFiles(folder);
    assert.ok((await listFiles(join(folder, name))).includes("checkpoint.bin"));
    const results = await Promise.all([halves, whole].map((out) => sweep(plan, "--out", out)));
    assert.deepEqual(results.map(({ code }) => code), [0, 0], results[0].stderr);
    const weights = (out: string) => Deno.readFile(join(out, "runs", name, "weights.bin"));
    assert.deepEqual(await weights(halves), await weights(whole));
  });
});

Deno.test("sweep answers wrong use, plans and data by one line and exit code 2", async () => {
  await withData(async (dir, data) => {
    const plan = await writePlan(dir, { data, recipe: { epochs: -1 } });
    const cases: [string[], RegExp][] = [
      [[], /^sweep: missing required argument 'plan'\n$/],
      [[join(dir, "none.json")], /none\.json: expected a plan: [^\n]+\n$/],
      [[plan, "--jobs", "0"], /Expected a whole number from 1 to 256/],
      [[plan], /variant base: recipe\.epochs: expected a whole number from 1 to 10000, got -1\n$/],
    ];
    for (const [args, message] of cases) {
      const { code, stdout, stderr } = await sweep(...args, ...["--out", join(dir, "out")]);
      assert.equal(code, 2, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      assert.match(stderr, /^sweep: [^\n]+\n$/);
    }
    assert.deepEqual(await listFiles(dir), ["data", "plan.json"]);
  });
});

Deno.test("sweep --help lists the flags", async () => {
  const { code, stdout } = await sweep("--help");
  assert.equal(code, 0);
  for (const flag of ["--jobs", "--out", "--data-dir", "--json"]) {
    assert.ok(stdout.includes(`${flag} `) || stdout.includes(`${flag}\n`), flag);
  }
});

Deno.test("divideCores() gives each process its share, and one at least", () => {
  assert.deepEqual(divideCores(8, 3), [3, 3, 2]);
  assert.deepEqual(divideCores(2, 2), [1, 1]);
  assert.deepEqual(divideCores(2, 5), [1, 1, 1, 1, 1]);
  assert.deepEqual(divideCores(4, 1), [4]);
});
