import assert from "node:assert/strict";
import { copySeeded } from "../tfjs/copy_seeded.ts";
import { tf, useBackend } from "../tfjs/tf.ts";
import type { Model } from "../../lib/model/model.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { trainModel } from "../../lib/training/train.ts";
import { createBars, follow, type FollowOptions, PLAIN_RECIPE } from "./runs.ts";

/** A network with a layer that the compiled engine does not know. */
function createUnknown(): Promise<Model> {
  const { layers } = tf;
  return copySeeded(tf.sequential({
    layers: [
      layers.conv2d({ inputShape: [28, 28, 1], filters: 6, kernelSize: 5, strides: 2, name: "C1" }),
      layers.activation({ activation: "elu" }),
      layers.maxPooling2d({ poolSize: 3, strides: 2 }),
      layers.flatten(),
      layers.dense({ units: 10, activation: "softmax" }),
    ],
  }));
}

const OPTIONS: FollowOptions = {
  recipe: { ...PLAIN_RECIPE, epochs: 8 },
  data: { train: createBars(60), validation: createBars(20) },
  workers: 1,
};

/** Trains by `trainModel` and collects its notices. */
async function train(
  options: Partial<FollowOptions> & { backend?: "compiled" | "wasm" | "webgpu" },
) {
  const notices: string[] = [], backend = options.backend;
  const outcome = await follow(
    (model, data, given) =>
      trainModel(model, data, { ...given, backend, onNotice: (line) => notices.push(line) }),
    { ...OPTIONS, ...options },
  );
  return { ...outcome, notices };
}

Deno.test("trainModel() trains LeNet-5 on the compiled engine, without a word", async () => {
  await useBackend("cpu");
  const { records, notices } = await train({ recipe: { ...PLAIN_RECIPE, epochs: 1 } });
  assert.equal(records.length, 1);
  assert.deepEqual(notices, []);
  assert.equal(tf.getBackend(), "cpu");
});

Deno.test("trainModel() trains an unknown layer through tfjs, and says so in one line", async () => {
  const { records, notices } = await train({ createModel: createUnknown });
  assert.deepEqual(notices, [
    "layer C1 (Conv2D) has a stride other than 1: training through tfjs op by op, which is slower",
  ]);
  assert.ok(records.at(-1)!.trainLoss < records[0].trainLoss / 2);
  assert.equal(tf.getBackend(), "wasm");
});

Deno.test("trainModel() takes the backend that it is told, on one curve with the engine to 0.5%", async () => {
  const recipe = { ...PLAIN_RECIPE, epochs: 2 };
  const createModel = () => createLenet5({ dropout: 0 });
  const compiled = await train({ recipe, createModel, backend: "compiled" });
  const wasm = await train({ recipe, createModel, backend: "wasm" });
  assert.deepEqual(wasm.notices, []);
  wasm.records.forEach(({ trainLoss }, i) =>
    assert.ok(Math.abs(trainLoss / compiled.records[i].trainLoss - 1) < 5e-3)
  );
});
