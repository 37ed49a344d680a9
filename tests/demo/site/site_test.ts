import assert from "node:assert/strict";
import { join } from "@std/path";
import { DIGIT_CLASSES } from "../../../lib/dataset/labeled_images.ts";
import { createSite, type Site } from "../../../lib/demo/site/site.ts";
import { InputError } from "../../../lib/errors.ts";
import { createLenet5 } from "../../../lib/model/zoo/lenet5.ts";
import { saveCommittee } from "../../../lib/model/committee.ts";
import type { Model } from "../../../lib/model/model.ts";
import { saveModel } from "../../../lib/model/store.ts";
import { fromLayersModel } from "../../../lib/tfjs/layers_model.ts";
import { tf } from "../../tfjs/tf.ts";

async function withFolder(use: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir({ prefix: "site_" });
  try {
    await use(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function save(dir: string, model: Model): Promise<void> {
  await saveModel(dir, model, { parameters: 7 });
}

async function createForeignModel(): Promise<Model> {
  const input = tf.input({ shape: [28, 28, 1] });
  const flat = tf.layers.flatten().apply(input) as tf.SymbolicTensor;
  const sums = tf.layers.dense({ units: 10, activation: "elu", name: "odd" }).apply(flat);
  const layersModel = tf.model({ inputs: input, outputs: sums as tf.SymbolicTensor });
  try {
    return await fromLayersModel(layersModel, { classes: DIGIT_CLASSES });
  } finally {
    layersModel.dispose();
  }
}

const decode = (site: Site, path: string) => new TextDecoder().decode(site.get(path)!.body);

Deno.test("createSite() holds all that the page asks for, lenet5 first, and leaves no tensor behind", async () => {
  await withFolder(async (dir) => {
    const before = tf.memory().numTensors;
    for (const name of ["a b", "lenet5"]) await save(join(dir, name), createLenet5());
    const site = await createSite(dir, { onSkip: (reason) => assert.fail(reason) });
    assert.equal(tf.memory().numTensors, before);
    const html = decode(site, "index.html");
    const names = html.matchAll(/<option value="([^"]+)"/g).map(([, name]) => name);
    assert.deepEqual([...names], ["lenet5", "a b"]);
    const named = ["index.html", "style.css"].flatMap((path) =>
      [...decode(site, path).matchAll(/(?:href=|src=|url\()"?\.\/([^")]+)/g)].map(([, file]) =>
        file
      )
    );
    assert.ok(named.length >= 6);
    const fetched = ["reader_worker.js"];
    const trained = ["train_worker.js", "engine_worker.js", "digits/test.bin"];
    const models = [
      "models/lenet5.outline.json",
      "models/lenet5.json",
      "models/lenet5.bin",
      "models/a b.json",
      "models/a b.bin",
    ];
    for (const path of [...named, ...fetched, ...trained, ...models]) {
      assert.ok(site.get(path)?.type, `${path} is missing`);
    }
  });
});

Deno.test("createSite() tells of models that it cannot show and goes on with the others", async () => {
  await withFolder(async (dir) => {
    await save(join(dir, "good"), createLenet5());
    await save(join(dir, "foreign"), await createForeignModel());
    await Deno.mkdir(join(dir, "empty"));
    const reasons: string[] = [];
    const site = await createSite(dir, { onSkip: (reason) => reasons.push(reason) });
    assert.ok(site.has("models/good.json") && !site.has("models/foreign.json"));
    assert.match(reasons[0], /empty: expected a model there: found no model.json/);
    assert.match(reasons[1], /^foreign: layer odd \(Dense\) has the activation elu/);
  });
});

Deno.test("createSite() passes over committees, which the page does not read", async () => {
  await withFolder(async (dir) => {
    const members = ["lenet5", "other"].map((name, seed) => {
      return { path: join(dir, name), model: createLenet5({ seed }), run: {} };
    });
    for (const { path, model } of members) await save(path, model);
    await saveCommittee(join(dir, "both"), members);
    const site = await createSite(dir, { onSkip: (reason) => assert.fail(reason) });
    const models = [...site.keys()].filter((path) => /^models\/\w+\.json$/.test(path));
    assert.deepEqual(models, ["models/lenet5.json", "models/other.json"]);
  });
});

Deno.test("createSite() wants at least one model", async () => {
  await withFolder(async (dir) => {
    for (const folder of [dir, join(dir, "nowhere")]) {
      const created = createSite(folder, { onSkip: (reason) => assert.fail(reason) });
      await assert.rejects(created, (error) => {
        assert.ok(error instanceof InputError);
        return /expected at least one model there; deno task train makes one/.test(error.message);
      });
    }
  });
});
