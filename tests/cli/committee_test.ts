import assert from "node:assert/strict";
import { join } from "@std/path";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { decodePredictions } from "../../lib/evaluation/predictions.ts";
import { classify } from "../../lib/inference/classify.ts";
import { loadModel, saveModel } from "../../lib/model/store.ts";
import { createLenet1 } from "../../lib/model/zoo/lenet1.ts";
import { createLenet4 } from "../../lib/model/zoo/lenet4.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { commandOf } from "../project_config.ts";
import { spawnDeno } from "./spawn.ts";

const run = (task: string, ...args: string[]) => spawnDeno([...commandOf(task), ...args]);

/** Runs `check` in a folder that holds an untrained LeNet-1 of the digits, "one", and one of letters. */
async function withModels(check: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await saveModel(join(dir, "one"), createLenet1({ seed: 4 }), {});
    await saveModel(join(dir, "letters"), createLenet4({ classes: ["A", "B"] }), {});
    await check(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("committee saves members with what they read together, for evaluate and predict to take", () =>
  withModels(async (dir) => {
    const out = join(dir, "both"), models = [DEFAULT_MODEL_DIR, join(dir, "one")];
    const made = await run("committee", "--out", out, ...models, "--json");
    assert.equal(made.code, 0, made.stderr);
    const { committee, members, test, limits } = JSON.parse(made.stdout);
    const digits = await loadSplit("test");
    const tables = await Promise.all(models.map(async (path) => {
      return await classify((await loadModel(path)).model, digits.images);
    }));
    const countErrors = (table: Float32Array) =>
      decodePredictions(digits.labels, table).filter((p) => p.label !== p.predicted).length;
    const errors = countErrors(tables[0].map((p, i) => (p + tables[1][i]) / 2));
    assert.deepEqual([committee, test.n, test.errors], [out, 10_000, errors]);
    assert.deepEqual(
      members,
      models.map((model, i) => ({ model, errors: countErrors(tables[i]) })),
    );
    // Half of what each answers comes from a model that knows nothing.
    assert.ok(limits.confidence < 0.7, `${limits.confidence}`);

    const files = (await Array.fromAsync(Deno.readDir(out))).map(({ name }) => name).sort();
    assert.deepEqual(files, ["committee.json", "reader.json"]);
    const evaluated = JSON.parse((await run("evaluate", "--model", out, "--json")).stdout);
    assert.equal(Math.round(10_000 * (1 - evaluated.accuracy)), errors);
    const compared = await run("evaluate", "--compare", DEFAULT_MODEL_DIR, out, "--json");
    assert.equal(JSON.parse(compared.stdout).models[1].accuracy, evaluated.accuracy);

    const table = join(dir, "test.csv"),
      pixels = Array.from({ length: 784 }, (_, i) => `pixel${i}`);
    const rows = [0, 1, 2].map((i) => digits.images.subarray(784 * i, 784 * (i + 1)).join());
    await Deno.writeTextFile(table, [pixels.join(), ...rows].join("\n"));
    const { stdout, stderr } = await run("predict", "--model", out, table, "--json");
    const read = stdout.trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(read.map((row) => row.class), ["7", "2", "1"], stderr);
    assert.ok(read.every(({ confidence }) => confidence < 0.7), stdout);
    const judged = read.map(({ confidence }) => confidence < limits.confidence ? "unsure" : "sure");
    assert.deepEqual(read.map(({ verdict }) => verdict), judged);
  }));

Deno.test("committee and what takes one answer wrong use by one line and exit code 2", () =>
  withModels(async (dir) => {
    const one = join(dir, "one"), both = join(dir, "both");
    const made = await run("committee", "--out", both, DEFAULT_MODEL_DIR, one);
    assert.equal(made.code, 0, made.stderr);
    await Deno.writeTextFile(join(dir, "file"), "");
    const cases: [string, string[], RegExp][] = [
      ["committee", [one, DEFAULT_MODEL_DIR], /required option '--out <dir>' not specified/],
      ["committee", ["--out", join(dir, "x")], /missing required argument 'models'/],
      ["committee", ["--out", join(dir, "x"), one], /expected at least two members .*, got 1/],
      ["committee", ["--out", join(dir, "x"), one, one], /expected another model than .*one, got/],
      [
        "committee",
        ["--out", join(dir, "x"), one, join(dir, "letters")],
        /letters: expected the classes of .*one \(0, 1, .*\), got A, B/,
      ],
      [
        "committee",
        ["--out", join(dir, "x"), one, both],
        /both: expected a single model, got a com/,
      ],
      [
        "committee",
        ["--out", join(dir, "x"), one, join(dir, "none")],
        /none: expected a model there/,
      ],
      ["committee", ["--out", one, one, DEFAULT_MODEL_DIR], /--out .*got a single model's/],
      ["committee", ["--out", join(dir, "file"), one, DEFAULT_MODEL_DIR], /--out .*got a file/],
      [
        "train",
        ["--from", both, "--out", join(dir, "x")],
        /both: expected a single model, got a com/,
      ],
      ["export", ["--model", both, "--format", "onnx"], /both: expected a single model, got a com/],
      [
        "evaluate",
        ["--compare", both, one, "--model", one],
        /--model: expected none with --compare/,
      ],
    ];
    for (const [task, args, message] of cases) {
      const { code, stdout, stderr } = await run(task, ...args);
      assert.deepEqual([code, stdout], [2, ""], `${task} ${args.join(" ")}: ${stderr}`);
      assert.match(stderr, new RegExp(`^${task}: [^\\n]+\\n$`));
      assert.match(stderr, message);
    }
    await Deno.remove(one, { recursive: true });
    for (const task of ["evaluate", "predict"]) {
      const args = task === "predict" ? ["any.png"] : [];
      const { code, stderr } = await run(task, "--model", both, ...args);
      assert.equal(code, 2);
      assert.match(
        stderr,
        /^[a-z]+: [^\n]*one: expected a model there: found no model\.json[^\n]*\n$/,
      );
    }
  }));
