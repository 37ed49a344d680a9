import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "@std/path";
import { InputError } from "../../lib/errors.ts";
import { tf } from "../tfjs/tf.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { loadModel, saveCalibration, saveModel } from "../../lib/model/store.ts";
import { classify, compileModel } from "../../lib/inference/classify.ts";
import type { Model } from "../../lib/model/model.ts";
import { createNetwork, NETWORKS } from "../../lib/model/registry.ts";
import { fromLayersModel, toLayersModel } from "../../lib/tfjs/layers_model.ts";
import { createImages, toTensor } from "../engine/in_process.ts";
import { copySeeded } from "../tfjs/copy_seeded.ts";

/** Runs `check` with a saved model in a folder that is removed afterwards. */
async function withSavedModel(
  check: (dir: string, model: Model, parent: string) => Promise<void>,
): Promise<void> {
  const parent = await Deno.makeTempDir();
  const model = createLenet5({ seed: 1 });
  try {
    await saveModel(join(parent, "digits"), model, { seed: 1, history: [{ epoch: 1 }] });
    await check(join(parent, "digits"), model, parent);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

/** Serves a folder's files while `use` runs. */
async function withServer(dir: string, use: (url: string) => Promise<void>): Promise<void> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => new Response(await Deno.readFile(join(dir, new URL(request.url).pathname))),
  );
  try {
    await use(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}

const readJson = async (path: string) => JSON.parse(await Deno.readTextFile(path));

const listNames = (dir: string) => [...Deno.readDirSync(dir)].map(({ name }) => name).sort();

Deno.test("saveModel() and loadModel() bring back the model and the run record", async () => {
  await withSavedModel(async (dir, model) => {
    const { model: loaded, run } = await loadModel(dir);
    assert.deepEqual(loaded, model);
    const weights = await Deno.readFile(join(dir, "weights.bin"));
    const { modelSha256, recordSha256, ...rest } = run;
    assert.deepEqual(rest, {
      network: { name: "lenet5", options: { seed: 1 } },
      classes: model.classes,
      weightsSha256: createHash("sha256").update(weights).digest("hex"),
      ...{ seed: 1, history: [{ epoch: 1 }] },
    });
    for (const sum of [modelSha256, recordSha256]) assert.match(`${sum}`, /^[0-9a-f]{64}$/);
  });
});

Deno.test("saveModel() writes three files, and model.json as tfjs writes it", async () => {
  await withSavedModel(async (dir, { weights }, parent) => {
    assert.deepEqual(listNames(parent), ["digits"]);
    assert.deepEqual(listNames(dir), ["model.json", "run.json", "weights.bin"]);
    const description = await readJson(join(dir, "model.json"));
    assert.equal(description.format, "layers-model");
    const [{ paths, weights: specs }, ...rest] = description.weightsManifest;
    assert.deepEqual([paths, rest], [["weights.bin"], []]);
    assert.deepEqual(
      specs,
      weights.map(({ name, shape }) => ({ name, shape, dtype: "float32" })),
    );
  });
});

for (const [name, { create }] of Object.entries(NETWORKS)) {
  Deno.test(`what saveModel() writes, tf.loadLayersModel() reads and computes as the engine does, to 1e-5: ${name}`, async () => {
    const classes = [..."abcdefghijklmnopqrstuvwxyz"];
    const made = create({ classes, seed: 3 });
    // Norms with statistics of their own, which an untrained model does not have.
    const { weights } = await copySeeded(await toLayersModel(made));
    const model = { ...made, weights }, digits = createImages(9);
    const dir = await Deno.makeTempDir(), before = tf.memory().numTensors;
    try {
      await saveModel(dir, model, {});
      await withServer(dir, async (url) => {
        const loaded = await tf.loadLayersModel(`${url}/model.json`);
        const wanted = tf.tidy(() => (loaded.predict(toTensor(digits)) as tf.Tensor).dataSync());
        loaded.dispose();
        const own = await loadModel(dir);
        assert.deepEqual(own.model, model);
        const got = (await compileModel(own.model)).classify(digits.images);
        assert.equal(got.length, 9 * 26);
        got.forEach((probability, i) =>
          assert.ok(Math.abs(probability - wanted[i]) < 1e-5, `${i}: ${probability}, ${wanted[i]}`)
        );
      });
      assert.equal(tf.memory().numTensors, before);
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  });
}

Deno.test("saveModel() takes a name with a slash at its end", async () => {
  await withSavedModel(async (dir, model, parent) => {
    await saveModel(`${dir}/`, model, { again: true });
    assert.deepEqual(listNames(parent), ["digits"]);
    assert.equal((await loadModel(`${dir}/`)).run.again, true);
  });
});

Deno.test("saveModel() keeps everything else in the folder, and beside it what is called like it", async () => {
  await withSavedModel(async (dir, model, parent) => {
    const own = [`${dir}.old`, `${dir}.new`, join(dir, "other_model"), join(dir, ".saving-mine")];
    for (const folder of own) {
      await Deno.mkdir(folder);
      await Deno.writeTextFile(join(folder, "notes.txt"), "mine");
    }
    for (const name of ["checkpoint.bin", "notes.txt"]) {
      await Deno.writeTextFile(join(dir, name), "mine");
    }
    await saveModel(dir, model, { again: true });
    for (const folder of own) {
      assert.equal(await Deno.readTextFile(join(folder, "notes.txt")), "mine");
    }
    const kept = [".saving-mine", "checkpoint.bin", "model.json", "notes.txt", "other_model"];
    assert.deepEqual(listNames(dir), [...kept, "run.json", "weights.bin"]);
    assert.deepEqual(listNames(parent), ["digits", "digits.new", "digits.old"]);
  });
});

Deno.test("saveModel() writes through a link", async () => {
  await withSavedModel(async (dir, model, parent) => {
    await Deno.symlink("digits", join(parent, "link"));
    await saveModel(join(parent, "link"), model, { again: true });
    assert.ok((await Deno.lstat(join(parent, "link"))).isSymlink);
    assert.equal((await loadModel(dir)).run.again, true);
    assert.deepEqual(listNames(parent), ["digits", "link"]);
  });
});

Deno.test("loadModel() beside saves sees one version, never a mixture", async () => {
  await withSavedModel(async (dir) => {
    const models = [1, 2].map((seed) => createLenet5({ seed }));
    const digest = ({ weights }: Model) => weights.flatMap(({ values }) => values[0]).join();
    const digests = models.map(digest);
    let isSaving = true;
    const saveOften = async () => {
      for (let save = 0; save < 30; save++) await saveModel(dir, models[save % 2], { save });
    };
    await saveModel(dir, models[0], { save: 0 });
    const saving = saveOften().finally(() => isSaving = false);
    let loads = 0;
    for (; isSaving; loads++) {
      const { model, run } = await loadModel(dir);
      assert.equal(digest(model), digests[run.save as number % 2]);
    }
    await saving;
    assert.ok(loads >= 5, `${loads} loads`);
  });
});

Deno.test("saveModel() twice at once in one process saves one after the other", async () => {
  await withSavedModel(async (dir, model) => {
    await Promise.all([3, 4, 5].map((seed) => saveModel(dir, model, { seed })));
    assert.equal((await loadModel(dir)).run.seed, 5);
    assert.deepEqual(listNames(dir), ["model.json", "run.json", "weights.bin"]);
  });
});

/** Steps of saving at which a crash is simulated; a write that crashes leaves half of its bytes. */
const STEPS: [object: object, name: string][] = [
  ...["mkdir", "open", "rename", "remove"].map((name): [object, string] => [Deno, name]),
  ...["write", "sync"].map((name): [object, string] => [Deno.FsFile.prototype, name]),
];

type Operation = (this: unknown, ...args: unknown[]) => Promise<unknown>;

/** Makes the `countdown`th file operation from now fail, and all later ones: the process has died. */
function crashAfter(countdown: number): { restore(): void; crashed(): boolean } {
  const restores = STEPS.map(([object, name]) => {
    const operations = object as Record<string, Operation>, original = operations[name];
    operations[name] = async function (...args) {
      if (countdown-- > 0) return await original.apply(this, args);
      const [bytes] = args;
      if (name === "write" && bytes instanceof Uint8Array && countdown === -1) {
        await original.call(this, bytes.subarray(0, bytes.length / 2));
      }
      throw new Error("power cut");
    };
    return () => operations[name] = original;
  });
  return {
    restore: () => restores.forEach((restore) => restore()),
    crashed: () => countdown < 0,
  };
}

Deno.test("saveModel() that crashes at any step leaves the old model or the new one whole", async () => {
  const outcomes: unknown[] = [];
  let step = 0;
  for (let crashed = true; crashed; step++) {
    await withSavedModel(async (dir) => {
      const next = createLenet5({ seed: 2 });
      const crash = crashAfter(step);
      await saveModel(dir, next, { seed: 2 }).catch((error) =>
        assert.equal(error.message, "power cut")
      );
      crash.restore();
      crashed = crash.crashed();
      const { model, run } = await loadModel(dir);
      outcomes.push(run.seed);
      assert.deepEqual(model, createLenet5({ seed: run.seed as number }), `step ${step}`);
      await saveModel(dir, next, { seed: 3 });
      assert.equal((await loadModel(dir)).run.seed, 3, `saving again after step ${step}`);
      assert.deepEqual(listNames(dir), ["model.json", "run.json", "weights.bin"]);
    });
  }
  assert.ok(step >= 13, `only ${step} steps were tried`);
  assert.deepEqual(outcomes, outcomes.toSorted(), "once the new model is in place, it stays");
  assert.equal(outcomes[0], 1);
  assert.equal(outcomes.at(-1), 2);
});

Deno.test("saveModel() keeps a calibration with its weights, and removes that of others, also across a crash", async () => {
  for (let step = 0, crashed = true; crashed; step++) {
    await withSavedModel(async (dir, model) => {
      await saveModel(dir, model, { seed: 1 }, { of: 1 });
      assert.deepEqual((await loadModel(dir)).calibration, { of: 1 });
      const crash = crashAfter(step);
      await saveModel(dir, createLenet5({ seed: 2 }), { seed: 2 }).catch((error) =>
        assert.equal(error.message, "power cut")
      );
      crash.restore();
      crashed = crash.crashed();
      const { run, calibration } = await loadModel(dir);
      assert.ok(calibration === undefined || run.seed === 1, `step ${step}`);
      await saveModel(dir, createLenet5({ seed: 2 }), { seed: 3 });
      assert.deepEqual(listNames(dir), ["model.json", "run.json", "weights.bin"]);
    });
  }
});

Deno.test("saveCalibration() writes it beside a model, and its sum into the record", async () => {
  await withSavedModel(async (dir) => {
    const { readerSha256: _, recordSha256: __, ...record } = (await loadModel(dir)).run;
    const before = await Deno.readFile(join(dir, "weights.bin"));
    const { mtime } = await Deno.stat(join(dir, "weights.bin"));
    await saveCalibration(dir, { of: 1 });
    assert.deepEqual((await loadModel(dir)).calibration, { of: 1 });
    assert.deepEqual(await Deno.readFile(join(dir, "weights.bin")), before);
    assert.deepEqual((await Deno.stat(join(dir, "weights.bin"))).mtime, mtime);
    const { readerSha256, recordSha256, ...rest } = (await loadModel(dir)).run;
    assert.deepEqual(rest, record);
    for (const sum of [readerSha256, recordSha256]) assert.match(`${sum}`, /^[0-9a-f]{64}$/);
    await forgetSums(dir);
    const old = await Deno.readTextFile(join(dir, "run.json"));
    await saveCalibration(dir, { of: 2 });
    assert.equal(JSON.stringify(await readJson(join(dir, "run.json"))), old);
    assert.deepEqual((await loadModel(dir)).calibration, { of: 2 });
  });
});

type Edit = (description: Record<string, unknown>) => unknown;

/** Changes a JSON file of a saved model, as damage does. */
async function damageJson(dir: string, edit: Edit, name = "model.json"): Promise<void> {
  const path = join(dir, name);
  await Deno.writeTextFile(path, JSON.stringify(edit(await readJson(path))));
}

/** Changes a JSON file of a model whose record is older than the SHA-256 sums in it. */
async function editJson(dir: string, edit: Edit, name?: string): Promise<void> {
  await forgetSums(dir);
  await damageJson(dir, edit, name);
}

/** Says that the weights lie in other files. */
const editManifest = (dir: string, paths: string[]) =>
  editJson(dir, ({ weightsManifest, ...rest }) => {
    const [{ weights }] = weightsManifest as { weights: unknown }[];
    return { ...rest, weightsManifest: [{ paths, weights }] };
  });

/** As if the record were older than SHA-256 sums in it. */
const forgetSums = (dir: string) =>
  damageJson(
    dir,
    ({ weightsSha256: _, modelSha256: __, readerSha256: ___, recordSha256: ____, ...rest }) => rest,
    "run.json",
  );

const resizeWeights = (length: number) => async (dir: string) => {
  await forgetSums(dir);
  const path = join(dir, "weights.bin");
  const bytes = await Deno.readFile(path);
  const resized = new Uint8Array(length);
  resized.set(bytes.subarray(0, length));
  await Deno.writeFile(path, resized);
};

for (
  const [what, damage, message] of [
    ["no folder", (dir) => Deno.rename(dir, `${dir}-elsewhere`), /found no model.json; deno task/],
    ["no model.json", (dir) => Deno.remove(join(dir, "model.json")), /found no model.json/],
    ["no weights.bin", (dir) => Deno.remove(join(dir, "weights.bin")), /found no weights.bin/],
    [
      "a folder in place of weights.bin",
      async (dir) => {
        await Deno.remove(join(dir, "weights.bin"));
        await Deno.mkdir(join(dir, "weights.bin"));
      },
      /directory/,
    ],
    [
      "an empty model.json",
      (dir) => Deno.truncate(join(dir, "model.json")),
      /model\.json: expected JSON: Unexp/,
    ],
    [
      "a truncated model.json",
      (dir) => Deno.truncate(join(dir, "model.json"), 500),
      /model\.json: expected JSON: [A-Z]/,
    ],
    [
      "a model.json of null",
      (dir) => editJson(dir, () => null),
      /model\.json: expected a JSON object, got nothing/,
    ],
    [
      "a model.json without topology",
      (dir) => editJson(dir, ({ weightsManifest }) => ({ weightsManifest })),
      /expected a saved model: modelTopology: expected a network's layers, got nothing$/,
    ],
    [
      "a model.json without manifest",
      (dir) => editJson(dir, ({ modelTopology }) => ({ modelTopology })),
      /expected a saved model: weightsManifest: expected a list, got nothing$/,
    ],
    [
      "a weights file outside the folder",
      (dir) => editManifest(dir, [join("..", "weights.bin")]),
      /weights in \.\.\/weights\.bin: expected a file beside model\.json$/,
    ],
    [
      "a weights file at an absolute place",
      (dir) => editManifest(dir, [join(dir, "weights.bin")]),
      /weights in \/.*weights\.bin: expected a file beside model\.json$/,
    ],
    ["a missing shard", (dir) => editManifest(dir, ["weights.bin", "b.bin"]), /found no b\.bin/],
    [
      "class names that are too few",
      (dir) => editJson(dir, ({ network }) => ({ network, classes: ["a", "b"] }), "run.json"),
      /expected a saved model: expected names of 10 classes, got 2$/,
    ],
    ["an empty weights.bin", resizeWeights(0), /hold 62384 float32 numbers, got 0 bytes/],
    ["a truncated weights.bin", resizeWeights(249_533), /numbers, got 249533 bytes/],
    ["an oversized weights.bin", resizeWeights(249_540), /numbers, got 249540 bytes/],
    [
      "weights that are not finite",
      async (dir) => {
        await forgetSums(dir);
        await Deno.writeFile(join(dir, "weights.bin"), new Uint8Array(249_536).fill(255));
      },
      /expected a saved model: the weights hold numbers that are not finite$/,
    ],
    [
      "weights of another run",
      (dir) => Deno.writeFile(join(dir, "weights.bin"), new Uint8Array(249_536)),
      /expected the weights that run\.json records \(SHA-256 [0-9a-f]{64}\), got [0-9a-f]{64}$/,
    ],
    [
      "a run.json whose classes are no names",
      (dir) => editJson(dir, ({ network }) => ({ network, classes: ["a", 2] }), "run.json"),
      /expected a saved model: run\.json: classes\[1\]: expected a text, got 2$/,
    ],
    [
      "a model.json that was changed",
      (dir) =>
        damageJson(dir, (json) => JSON.parse(JSON.stringify(json).replace("relu", "linear"))),
      /expected the model\.json that run\.json records \(SHA-256 [0-9a-f]{64}\), got [0-9a-f]{64}$/,
    ],
    [
      "class names that were exchanged",
      (dir) => {
        const exchange: Edit = ({ classes, ...rest }) => ({
          ...rest,
          classes: (classes as string[]).toReversed(),
        });
        return damageJson(dir, exchange, "run.json");
      },
      /run\.json: expected the record as it was saved \(SHA-256 [0-9a-f]{64}\), got a changed one; /,
    ],
    [
      "the reader.json of another model",
      async (dir) => {
        await saveCalibration(dir, { of: 1 });
        await Deno.writeTextFile(join(dir, "reader.json"), '{"of": 2}');
      },
      /expected the reader\.json that run\.json records \(SHA-256 [0-9a-f]{64}\), got [0-9a-f]{64}$/,
    ],
    ["a broken run.json", (dir) => Deno.writeTextFile(join(dir, "run.json"), "{"), /run.json: exp/],
  ] as [string, (dir: string) => Promise<void>, RegExp][]
) {
  Deno.test(`loadModel() refuses ${what} in one line`, async () => {
    await withSavedModel(async (dir) => {
      await damage(dir);
      await assert.rejects(() => loadModel(dir), (error: Error) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, message);
        assert.ok(error.message.startsWith(dir), error.message);
        assert.ok(!error.message.includes("\n"), error.message);
        return true;
      });
    });
  });
}

Deno.test("loadModel() refuses a model that does not read 28×28 images", async () => {
  await withSavedModel(async (dir) => {
    const other = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
    await saveModel(dir, await fromLayersModel(other, { classes: ["a", "b"] }), {});
    other.dispose();
    await assert.rejects(() => loadModel(dir), {
      name: "InputError",
      message: `${dir}: expected a saved model: expected a network that reads 28×28×1, got 3`,
    });
  });
});

/** Saves a model as another program would: other file names, three shards in two groups, no run.json. */
async function saveElsewhere(dir: string, { topology, weights }: Model): Promise<void> {
  const bytes = new Uint8Array(
    await new Blob(weights.map(({ values }) => values.slice())).arrayBuffer(),
  );
  const specs = weights.map(({ name, shape }) => ({ name, shape, dtype: "float32" }));
  const firstBytes = 4 * weights[0].values.length, cut = firstBytes + 4 * 100;
  await Deno.mkdir(join(dir, "shards"));
  await Deno.writeFile(join(dir, "first.bin"), bytes.subarray(0, firstBytes));
  // Cut in the middle of a weight.
  await Deno.writeFile(join(dir, "shards", "1of2"), bytes.subarray(firstBytes, cut));
  await Deno.writeFile(join(dir, "shards", "2of2"), bytes.subarray(cut));
  const weightsManifest = [
    { paths: ["first.bin"], weights: specs.slice(0, 1) },
    { paths: ["shards/1of2", "shards/2of2"], weights: specs.slice(1) },
  ];
  const description = { modelTopology: topology, weightsManifest };
  await Deno.writeTextFile(join(dir, "letters.json"), JSON.stringify(description));
}

Deno.test("loadModel() reads other file names, weights in several files, 26 classes and no run.json", async () => {
  const dir = await Deno.makeTempDir(), path = join(dir, "letters.json");
  try {
    const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    const model = createNetwork("lenet4", { classes: letters, seed: 2 });
    await saveElsewhere(dir, model);
    const numbers = Array.from({ length: 26 }, (_, index) => `${index}`);
    const { model: loaded, run } = await loadModel(path);
    assert.deepEqual(run, {});
    assert.deepEqual(loaded, { ...model, options: {}, classes: numbers });
    const named = await loadModel(path, { classes: letters });
    assert.deepEqual(named.model, { ...model, options: {} });
    await assert.rejects(loadModel(path, { classes: letters.slice(1) }), {
      name: "InputError",
      message: `${path}: expected a saved model: expected names of 26 classes, got 25`,
    });
    await assert.rejects(loadModel(dir), { name: "InputError", message: /found no model\.json/ });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("loadModel() takes the digits for the classes of a model with ten outputs and no run.json", async () => {
  await withSavedModel(async (dir, model) => {
    await Deno.remove(join(dir, "run.json"));
    const { model: loaded, run } = await loadModel(join(dir, "model.json"));
    assert.deepEqual(run, {});
    assert.deepEqual(loaded, { ...model, options: {} });
  });
});

Deno.test("loadModel() reads a layer that only tfjs knows, and the classifier goes through tfjs", async () => {
  await withSavedModel(async (dir) => {
    const { layers } = tf;
    const layersModel = tf.sequential({
      layers: [
        layers.conv2d({ inputShape: [28, 28, 1], filters: 2, kernelSize: 5, strides: 4 }),
        layers.flatten(),
        layers.dense({ units: 3, activation: "softmax" }),
      ],
    });
    await saveModel(dir, await copySeeded(layersModel), { again: true });
    const { model } = await loadModel(dir);
    assert.equal((await classify(model, createImages(2).images)).length, 6);
  });
});

Deno.test("saveModel() refuses a place below a file, in one line", async () => {
  await withSavedModel(async (dir, model) => {
    await assert.rejects(() => saveModel(join(dir, "run.json", "digits"), model, {}), {
      name: "InputError",
      message: /expected a folder that can be written: Not a directory/,
    });
  });
});

Deno.test({
  name: "saveModel() refuses a place that may not be written, in one line",
  permissions: { read: true, env: true, sys: true, write: false },
  fn: async () => {
    const model = createLenet5();
    await assert.rejects(() => saveModel("models/forbidden", model, {}), {
      name: "InputError",
      message: /^models\/forbidden: expected a folder that can be written: Requires write access/,
    });
  },
});

Deno.test("loadModel() does not mind how JSON is laid out", async () => {
  await withSavedModel(async (dir, model) => {
    await saveCalibration(dir, { of: 1 });
    for (const name of ["model.json", "run.json", "reader.json"]) {
      const text = JSON.stringify(await readJson(join(dir, name)), null, 4);
      await Deno.writeTextFile(join(dir, name), text.replaceAll("\n", "\r\n"));
    }
    assert.deepEqual((await loadModel(dir)).model, model);
  });
});
