import assert from "node:assert/strict";
import { join } from "@std/path";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { sliceImages } from "../../lib/dataset/labeled_images.ts";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { classify } from "../../lib/inference/classify.ts";
import { decodePredictions } from "../../lib/evaluation/predictions.ts";
import { evaluatePredictions } from "../../lib/evaluation/report.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { saveModel } from "../../lib/model/store.ts";
import { saveMisclassified } from "../../lib/cli/misclassified_files.ts";
import { savePredictionsPicture, spread } from "../../lib/cli/predictions_picture.ts";
import { describeReport } from "../../lib/cli/report_json.ts";
import { spawnDeno } from "./spawn.ts";
import { commandOf } from "../project_config.ts";

const evaluate = (...args: string[]) => spawnDeno([...commandOf("evaluate"), ...args]);

/** Runs `check` with the folder of a model that has learned nothing yet. */
async function withUntrainedModel(check: (dir: string) => Promise<void>): Promise<void> {
  const parent = await Deno.makeTempDir();
  const model = createLenet5({ seed: 5 });
  try {
    await saveModel(join(parent, "untrained"), model, {});
    await check(join(parent, "untrained"));
  } finally {
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
    assert.deepEqual(Object.keys(printed).slice(0, 3), ["split", "data", "skipped"]);
    assert.equal(printed.n, 5000);
    const digits = await loadSplit("validation");
    const model = createLenet5({ seed: 5 });
    const report = evaluatePredictions(
      digits.labels,
      await classify(model, digits.images),
      digits.classes,
    );
    assert.deepEqual(printed, {
      ...{ split: "validation", data: "mnist", skipped: 0 },
      ...describeReport(report),
    });
  });
});

Deno.test("evaluate --picture says in one line that the picture cannot be written", async () => {
  await withUntrainedModel(async (dir) => {
    // A folder stands where the picture would go.
    await Deno.mkdir(join(dir, "predictions.png"));
    const { code, stderr } = await evaluate("--split=validation", "--picture", "--model", dir);
    assert.equal(code, 2);
    assert.match(stderr, /^evaluate: .*predictions\.png: expected a file that can be written: /);
    assert.equal(stderr.trimEnd().split("\n").length, 1);
  });
});

Deno.test("spread() takes from everywhere, and all where there are no more", () => {
  assert.deepEqual(spread([..."aabbccddee"], 5), [..."abcde"]);
  assert.deepEqual(spread([..."abcdefg"], 3), [..."ace"]);
  assert.deepEqual(spread([..."ab"], 14), [..."ab"]);
  assert.deepEqual(spread([], 14), []);
});

Deno.test("saveMisclassified() leaves no contact sheet of an earlier evaluation", async () => {
  const digits = await loadSplit("validation"), dir = await Deno.makeTempDir();
  const some = sliceImages(digits, 0, 3),
    list = () => [...Deno.readDirSync(dir)].map((e) => e.name);
  const answers = (digit: (i: number) => number) =>
    decodePredictions(
      some.labels,
      Float32Array.from(
        { length: 30 },
        (_, j) => j % 10 === digit(Math.floor(j / 10)) ? 0.91 : 0.01,
      ),
    );
  try {
    const wrong = answers((i) => i === 1 ? (some.labels[i] + 1) % 10 : some.labels[i]);
    assert.equal((await saveMisclassified(dir, some, wrong)).length, 2);
    assert.deepEqual(list().sort(), ["misread.csv", "misread.png"]);
    const right = answers((i) => some.labels[i]);
    assert.deepEqual(await saveMisclassified(dir, some, right), [join(dir, "misread.csv")]);
    assert.deepEqual(list(), ["misread.csv"]);
    const text = await Deno.readTextFile(join(dir, "misread.csv"));
    assert.equal(text, "index,label,predicted,confidence\n");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("savePredictionsPicture() leaves a PNG in the model's folder, and no other file", async () => {
  const digits = await loadSplit("validation"), dir = await Deno.makeTempDir();
  try {
    const probabilities = new Float32Array(digits.count * 10).fill(0.1);
    const path = await savePredictionsPicture(
      dir,
      digits,
      decodePredictions(digits.labels, probabilities),
    );
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
    assert.ok(stdout.startsWith(`${dir}/ on 5,000 validation images of mnist\n\n  accuracy `));
    assert.match(stdout, /\n {2}class +precision +recall +F1 +images\n/);
    assert.match(stdout, /\n {2}true +0 +1 /);
    assert.ok(!stdout.includes("\x1b"));
    assert.equal(stderr, "");
  });
});

Deno.test("evaluate --compare sets two models side by side on the same images", async () => {
  await withUntrainedModel(async (dir) => {
    const args = ["--split=validation", "--compare", "models/lenet5", dir];
    const { code, stdout, stderr } = await evaluate(...args);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^models\/lenet5 and \S+ on 5,000 validation images of mnist\n/);
    assert.match(stdout, /McNemar's exact test +p = \S+: the first is better, by more than chance/);
    const json = JSON.parse((await evaluate(...args, "--json")).stdout);
    const [first, second] = json.models, { onlyFirst, onlySecond, difference } = json.comparison;
    assert.ok(Math.abs(first.accuracy - second.accuracy - difference) < 1e-12);
    assert.ok(Math.abs(difference - (onlyFirst - onlySecond) / 5000) < 1e-12);
  });
});

Deno.test("evaluate reads a folder of pictures by class, and saves what it misread", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const { images, labels } = await loadSplit("validation");
    for (let i = 0; i < 40; i++) {
      // The first two lie under the wrong name.
      const name = `${i < 2 ? (labels[i] + 1) % 10 : labels[i]}`;
      await Deno.mkdir(join(dir, "own", name), { recursive: true });
      const png = encodeGrey(images.subarray(i * 784, (i + 1) * 784));
      await Deno.writeFile(join(dir, "own", name, `${i}.png`), png);
    }
    await Deno.writeTextFile(join(dir, "own", "3", "notes.png"), "no picture");
    const { code, stdout, stderr } = await evaluate(
      ...["--data", join(dir, "own"), "--raw", "--misread", join(dir, "misread"), "--json"],
    );
    assert.equal(code, 0, stderr);
    const { n, confusion, skipped, split } = JSON.parse(stdout);
    assert.deepEqual([n, skipped, split], [40, 1, "all"]);
    const errors = n - confusion.reduce((sum: number, row: number[], i: number) => sum + row[i], 0);
    assert.ok(errors >= 2 && errors < 5, `${errors}`);
    assert.match(stderr, /evaluate: left out \S+notes\.png: /);
    const list = (await Deno.readTextFile(join(dir, "misread", "misread.csv"))).trim().split("\n");
    assert.equal(list[0], "index,file,label,predicted,confidence");
    assert.equal(list.length, 1 + errors);
    assert.ok((await Deno.stat(join(dir, "misread", "misread.png"))).size > 1000);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

/** A grey PNG of 28×28. */
function encodeGrey(pixels: Uint8Array): Uint8Array {
  const png = new PNG({ width: 28, height: 28 });
  pixels.forEach((ink, i) => png.data.set([ink, ink, ink, 255], 4 * i));
  return PNG.sync.write(png);
}

Deno.test("evaluate --help lists the flags with their defaults", async () => {
  const { code, stdout } = await evaluate("--help");
  assert.equal(code, 0);
  assert.match(stdout, /^Usage: deno task evaluate/);
  assert.match(stdout.replace(/\s+/g, " "), /--model <dir> [^-]*\(default: "models\/lenet5"\)/);
  for (const flag of ["--split", "--data ", "--data-dir", "--compare", "--misread", "--json"]) {
    assert.ok(stdout.includes(flag));
  }
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
      [["--model", join(dir, "file")], /file: expected a model there: (ENOTDIR|Not a directory)/],
      [["--model", ""], /expected a model there/],
      [
        ["--data", "mnits"],
        /mnits: expected a folder, a file or the name of a set, found none; .*mnist/,
      ],
      [["--data", dir, "--model", modelDir], /expected/],
      [["--data-dir", join(dir, "none")], /--data-dir \S+none: expected a folder, found none/],
      [["--data-dir", modelDir], /--data-dir \S+: expected MNIST's files or an empty folder/],
      [["--compare", modelDir], /--compare: expected two models, got 1/],
      [["--compare", modelDir, dir, "--misread", dir], /--misread: expected none with --compare/],
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
