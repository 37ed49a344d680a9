import assert from "node:assert/strict";
import fs from "node:fs/promises";
import { join } from "@std/path";
import { InputError } from "../../lib/errors.ts";
import { tf } from "../../lib/tfjs/backend.ts";
import { createLenet5 } from "../../lib/model/lenet5.ts";
import { loadModel, saveModel } from "../../lib/model/store.ts";

/** Runs `check` with a saved model in a folder that is removed afterwards. */
async function withSavedModel(
  check: (dir: string, model: tf.Sequential, parent: string) => Promise<void>,
): Promise<void> {
  const parent = await Deno.makeTempDir();
  const model = createLenet5({ seed: 1 });
  try {
    await saveModel(join(parent, "digits"), model, { seed: 1, history: [{ epoch: 1 }] });
    await check(join(parent, "digits"), model, parent);
  } finally {
    model.dispose();
    await Deno.remove(parent, { recursive: true });
  }
}

/** Loads a model, returns what `read` makes of it, and disposes it. */
async function load<T>(dir: string, read: (loaded: Awaited<ReturnType<typeof loadModel>>) => T) {
  const loaded = await loadModel(dir);
  try {
    return read(loaded);
  } finally {
    loaded.model.dispose();
  }
}

const weightsOf = (model: tf.LayersModel) =>
  model.getWeights().map((weight) => [...weight.dataSync()]);

const listNames = (dir: string) => [...Deno.readDirSync(dir)].map(({ name }) => name).sort();

Deno.test("saveModel() and loadModel() bring back layers, weights and the run record", async () => {
  await withSavedModel(async (dir, model) => {
    await load(dir, ({ model: loaded, run }) => {
      assert.deepEqual(loaded.layers.map((l) => l.name), model.layers.map((l) => l.name));
      assert.deepEqual(weightsOf(loaded), weightsOf(model));
      assert.deepEqual(run, { seed: 1, history: [{ epoch: 1 }] });
    });
  });
});

Deno.test("saveModel() writes three files that tfjs's own loader reads", async () => {
  await withSavedModel(async (dir, model, parent) => {
    assert.deepEqual(listNames(parent), ["digits"]);
    assert.deepEqual(listNames(dir), ["model.json", "run.json", "weights.bin"]);
    const description = JSON.parse(await Deno.readTextFile(join(dir, "model.json")));
    assert.equal(description.format, "layers-model");
    assert.deepEqual(description.weightsManifest[0].paths, ["weights.bin"]);
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      async (request) =>
        new Response(await Deno.readFile(join(dir, new URL(request.url).pathname))),
    );
    const loaded = await tf.loadLayersModel(`http://127.0.0.1:${server.addr.port}/model.json`);
    await server.shutdown();
    assert.deepEqual(weightsOf(loaded), weightsOf(model));
    loaded.dispose();
  });
});

Deno.test("saveModel() takes a name with a slash at its end", async () => {
  await withSavedModel(async (dir, model, parent) => {
    await saveModel(`${dir}/`, model, { again: true });
    assert.deepEqual(listNames(parent), ["digits"]);
    assert.deepEqual(await load(`${dir}/`, ({ run }) => run), { again: true });
  });
});

Deno.test("saveModel() removes an old checkpoint and keeps everything else in the folder", async () => {
  await withSavedModel(async (dir, model) => {
    await Deno.writeTextFile(join(dir, "checkpoint.bin"), "half-way");
    await Deno.writeTextFile(join(dir, "notes.txt"), "mine");
    await Deno.mkdir(join(dir, "other_model"));
    await saveModel(dir, model, { again: true });
    const kept = ["model.json", "notes.txt", "other_model", "run.json", "weights.bin"];
    assert.deepEqual(listNames(dir), kept);
    assert.equal(await Deno.readTextFile(join(dir, "notes.txt")), "mine");
  });
});

Deno.test("saveModel() and loadModel() leave no tensor behind", async () => {
  const before = tf.memory().numTensors;
  await withSavedModel(async (dir) => await load(dir, () => {}));
  assert.equal(tf.memory().numTensors, before);
});

/** What open files have in common. */
const FILE_HANDLE: object = await fs.open(new URL(import.meta.url)).then(async (file) => {
  await file.close();
  return Object.getPrototypeOf(file);
});

/** Steps of saving at which a crash is simulated; a write that crashes leaves half of its bytes. */
const STEPS = ["mkdir", "writeFile", "open", "rename", "remove"] as const;

/** Makes the `countdown`th file operation from now fail, and all later ones: the process has died. */
function crashAfter(countdown: number): { restore(): void; crashed(): boolean } {
  const originals = Object.fromEntries(STEPS.map((name) => [name, Deno[name]]));
  const { writeFile } = Deno;
  for (const name of STEPS) {
    const original = Deno[name] as (...args: unknown[]) => unknown;
    Object.assign(Deno, {
      [name]: async (...args: unknown[]) => {
        if (countdown-- > 0) return original(...args);
        const [path, bytes] = args;
        if (bytes instanceof Uint8Array && countdown === -1) {
          await writeFile(path as string, bytes.subarray(0, bytes.length / 2));
        }
        throw new Error("power cut");
      },
    });
  }
  return { restore: () => Object.assign(Deno, originals), crashed: () => countdown < 0 };
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
      await load(dir, ({ model, run }) => {
        outcomes.push(run.seed);
        const saved = createLenet5({ seed: run.seed as number });
        assert.deepEqual(weightsOf(model), weightsOf(saved), `step ${step}`);
        saved.dispose();
      });
      await saveModel(dir, next, { seed: 3 });
      assert.equal(await load(dir, ({ run }) => run.seed), 3, `saving again after step ${step}`);
      assert.deepEqual(listNames(dir), ["model.json", "run.json", "weights.bin"]);
      next.dispose();
    });
  }
  assert.ok(step >= 10, `only ${step} steps were tried`);
  assert.deepEqual(outcomes, outcomes.toSorted(), "once the new model is in place, it stays");
  assert.equal(outcomes[0], 1);
  assert.equal(outcomes.at(-1), 2);
});

Deno.test("loadModel() reads NAME.old where a crash struck between the renames", async () => {
  await withSavedModel(async (dir, _, parent) => {
    await Deno.rename(dir, `${dir}.old`);
    await Deno.mkdir(`${dir}.new`);
    assert.equal(await load(dir, ({ run }) => run.seed), 1);
    assert.deepEqual(listNames(parent), ["digits.new", "digits.old"], "reading changes nothing");
  });
});

Deno.test("loadModel() prefers the new model where the old one was not yet removed", async () => {
  await withSavedModel(async (dir, model, parent) => {
    await saveModel(join(parent, "digits.old"), model, { seed: "outdated" });
    assert.equal(await load(dir, ({ run }) => run.seed), 1);
  });
});

Deno.test("saveModel() keeps a person's files through a crash before the old folder was cleared", async () => {
  await withSavedModel(async (dir, model, parent) => {
    await saveModel(join(parent, "digits.old"), model, {});
    await Deno.writeTextFile(join(parent, "digits.old", "notes.txt"), "mine");
    await saveModel(dir, model, { seed: 2 });
    assert.deepEqual(listNames(parent), ["digits"]);
    assert.deepEqual(listNames(dir), ["model.json", "notes.txt", "run.json", "weights.bin"]);
  });
});

/** Changes one file of a saved model. */
async function editJson(
  dir: string,
  edit: (description: Record<string, unknown>) => unknown,
): Promise<void> {
  const path = join(dir, "model.json");
  const description = JSON.parse(await Deno.readTextFile(path));
  await Deno.writeTextFile(path, JSON.stringify(edit(description)));
}

const resizeWeights = (length: number) => async (dir: string) => {
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
    ["no run.json", (dir) => Deno.remove(join(dir, "run.json")), /found no run.json/],
    [
      "a folder in place of weights.bin",
      async (dir) => {
        await Deno.remove(join(dir, "weights.bin"));
        await Deno.mkdir(join(dir, "weights.bin"));
      },
      /directory/,
    ],
    ["an empty model.json", (dir) => Deno.truncate(join(dir, "model.json")), /JSON object: Unexp/],
    [
      "a truncated model.json",
      (dir) => Deno.truncate(join(dir, "model.json"), 500),
      /position 500/,
    ],
    ["a model.json of null", (dir) => editJson(dir, () => null), /JSON object: got null/],
    [
      "a model.json without topology",
      (dir) => editJson(dir, ({ weightsManifest }) => ({ weightsManifest })),
      /no modelTopology/,
    ],
    [
      "a model.json without manifest",
      (dir) => editJson(dir, ({ modelTopology }) => ({ modelTopology })),
      /no weightsManifest/,
    ],
    [
      "an unknown layer",
      async (dir) => {
        const path = join(dir, "model.json");
        const text = await Deno.readTextFile(path);
        await Deno.writeTextFile(path, text.replaceAll("Conv2D", "Conv9D"));
      },
      /Unknown layer: Conv9D$/,
    ],
    ["an empty weights.bin", resizeWeights(0), /hold 62384 float32 numbers, got 0 bytes/],
    ["a truncated weights.bin", resizeWeights(249_533), /numbers, got 249533 bytes/],
    ["an oversized weights.bin", resizeWeights(249_540), /numbers, got 249540 bytes/],
    [
      "weights that are not finite",
      (dir) => Deno.writeFile(join(dir, "weights.bin"), new Uint8Array(249_536).fill(255)),
      /weights.bin holds numbers that are not finite/,
    ],
    ["a broken run.json", (dir) => Deno.writeTextFile(join(dir, "run.json"), "{"), /run.json: exp/],
  ] as [string, (dir: string) => Promise<void>, RegExp][]
) {
  Deno.test(`loadModel() refuses ${what} in one line`, async () => {
    await withSavedModel(async (dir) => {
      await damage(dir);
      const before = tf.memory().numTensors;
      await assert.rejects(() => loadModel(dir), (error: Error) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, message);
        assert.ok(error.message.startsWith(dir), error.message);
        assert.ok(!error.message.includes("\n"), error.message);
        return true;
      });
      assert.equal(tf.memory().numTensors, before, "tensors left behind");
    });
  });
}

Deno.test("loadModel() refuses a model that does not read digits", async () => {
  await withSavedModel(async (dir) => {
    const other = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
    await saveModel(dir, other, {});
    other.dispose();
    const before = tf.memory().numTensors;
    await assert.rejects(() => loadModel(dir), {
      name: "InputError",
      message: /should map 28×28×1 to 10 numbers, got 3 to 2$/,
    });
    assert.equal(tf.memory().numTensors, before, "tensors left behind");
  });
});

Deno.test("saveModel() refuses a place below a file, in one line", async () => {
  await withSavedModel(async (dir, model) => {
    await assert.rejects(() => saveModel(join(dir, "run.json", "digits"), model, {}), {
      name: "InputError",
      message: /cannot write a model there: ENOTDIR: not a directory/,
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
      message: /^models\/forbidden: cannot write a model there: Requires write access/,
    });
    model.dispose();
  },
});
