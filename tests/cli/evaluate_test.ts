import assert from "node:assert/strict";
import { join } from "@std/path";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { classify } from "../../lib/inference/classify.ts";
import { evaluatePredictions } from "../../lib/evaluation/report.ts";
import { createLenet5 } from "../../lib/model/lenet5.ts";
import { saveModel } from "../../lib/model/store.ts";
import { savePredictionsPicture } from "../../lib/cli/predictions_picture.ts";
import { spawnDeno } from "./spawn.ts";

const evaluate = (...args: string[]) =>
  spawnDeno(["run", "--quiet", "-P=evaluate", "lib/cli/evaluate.ts", ...args]);

/** Runs `check` with the folder of a model that has learned nothing yet. */
async function withUntrainedModel(check: (dir: string) => Promise<void>): Promise<void> {
  const parent = await Deno.makeTempDir();
  const model = createLenet5({ seed: 5 });
  try {
    await saveModel(join(parent, "untrained"), model, {});
    await check(join(parent, "untrained"));
  } finally {
    model.dispose();
    await Deno.remove(parent, { recursive: true });
  }
}

Deno.test("evaluate --json prints one object of the contract, with the library's figures", async () => {
  await withUntrainedModel(async (dir) => {
    const { code, stdout, stderr } = await evaluate(
      ...["--json", "--split", "validation", "--model", dir],
    );
    assert.equal(code, 0, stderr);
    assert.equal(stdout.trimEnd().split("\n").length, 1);
    const printed = JSON.parse(stdout);
    assert.deepEqual(Object.keys(printed).slice(0, 3), ["split", "n", "accuracy"]);
    assert.equal(printed.n, 5000);
    const digits = await loadSplit("validation");
    const model = createLenet5({ seed: 5 });
    const report = evaluatePredictions(digits.labels, await classify(model, digits.images));
    model.dispose();
    assert.deepEqual(printed, { split: "validation", ...report });
  });
});

Deno.test("evaluate --picture says in one line that the folder cannot be written", async () => {
  await withUntrainedModel(async (dir) => {
    const { code, stderr } = await evaluate("--split=validation", "--picture", "--model", dir);
    assert.equal(code, 2);
    assert.match(stderr, /^evaluate: .*predictions\.png: expected a file that can be written: /);
    assert.equal(stderr.trimEnd().split("\n").length, 1);
  });
});

Deno.test("savePredictionsPicture() leaves a PNG in the model's folder, and no other file", async () => {
  const digits = await loadSplit("validation"), dir = await Deno.makeTempDir();
  try {
    const probabilities = new Float32Array(digits.count * 10).fill(0.1);
    const path = await savePredictionsPicture(dir, digits, probabilities);
    assert.deepEqual(
      [...(await Deno.readFile(path)).subarray(1, 4)],
      [..."PNG"].map((c) => c.charCodeAt(0)),
    );
    assert.deepEqual([...Deno.readDirSync(dir)].map(({ name }) => name), ["predictions.png"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("evaluate prints model, split and tables, without escape codes in a pipe", async () => {
  await withUntrainedModel(async (dir) => {
    const { code, stdout, stderr } = await evaluate("--split=validation", "--model", `${dir}/`);
    assert.equal(code, 0, stderr);
    assert.ok(stdout.startsWith(`${dir}/ on the 5,000 validation digits of MNIST\n\n  accuracy `));
    assert.match(stdout, /\n {2}digit +precision +recall +F1 +images\n/);
    assert.match(stdout, /\n {2}true +0 +1 /);
    assert.ok(!stdout.includes("\x1b"));
    assert.equal(stderr, "");
  });
});

Deno.test("evaluate --help lists the flags with their defaults", async () => {
  const { code, stdout } = await evaluate("--help");
  assert.equal(code, 0);
  assert.match(stdout, /^Usage: deno task evaluate/);
  assert.match(stdout, /--model <dir> .*\(default: "models\/lenet5"\)/);
  for (const flag of ["--split", "--data-dir", "--json"]) assert.ok(stdout.includes(flag));
});

Deno.test("evaluate answers wrong use and unusable input by one line and exit code 2", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.writeTextFile(join(dir, "t10k-images-idx3-ubyte"), "not MNIST");
  await Deno.writeTextFile(join(dir, "file"), "not a folder");
  await withUntrainedModel(async (modelDir) => {
    const cases: [string[], RegExp][] = [
      [
        ["--split", "tset"],
        /'--split <name>' argument 'tset' is invalid.* train, validation, test/,
      ],
      [["--modle", dir], /unknown option '--modle' \(Did you mean --model\?\)/],
      [["models/lenet5"], /too many arguments/],
      [["--model", join(dir, "none")], /none: expected a model there: found no model.json/],
      [["--model", join(dir, "file")], /file: expected a model there: ENOTDIR/],
      [["--model", ""], /expected a model there/],
      [
        ["--model", modelDir, "--data-dir", dir],
        /t10k-images-idx3-ubyte: expected 7,?840,?016 bytes/,
      ],
    ];
    const answers = await Promise.all(cases.map(([args]) => evaluate(...args)));
    answers.forEach(({ code, stdout, stderr }, i) => {
      const [args, message] = cases[i];
      assert.equal(code, 2, `${args.join(" ")}: ${stderr}`);
      assert.equal(stdout, "");
      assert.match(stderr, /^evaluate: [^\n]+\n$/);
      assert.match(stderr, message);
    });
  });
  await Deno.remove(dir, { recursive: true });
});
