import assert from "node:assert/strict";
import { listAdditions } from "../../lib/model/model_frames.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { tf, useBackend } from "../../lib/tfjs/backend.ts";
import { createOptimizer } from "../../lib/tfjs/optimizers.ts";
import { recordModels } from "../../lib/tfjs/optimizer_study.ts";
import { trainPlainly } from "../../lib/tfjs/plain_training.ts";

const DIGITS = {
  count: 16,
  images: Uint8Array.from({ length: 16 * 784 }, (_, p) => (p * 37) % 256),
  labels: Uint8Array.from({ length: 16 }, (_, i) => i % 10),
  classes: createLenet5().classes,
};

/** Where two steps with gradients 1 and 2 at a rate of 0.1 lead from 1. */
async function takeTwoSteps(name: "sgd" | "momentum" | "adamw", shape: number[]): Promise<number> {
  await useBackend("wasm");
  const variable = tf.variable(tf.ones(shape));
  const optimizer = createOptimizer(name, [variable]);
  for (const gradient of [1, 2]) {
    const tensor = tf.fill(shape, gradient);
    optimizer.update({ [variable.name]: tensor }, 0.1);
    tensor.dispose();
  }
  const [value] = variable.dataSync();
  optimizer.dispose();
  variable.dispose();
  return value;
}

Deno.test("createOptimizer() steps as the papers' formulas say, to 1e-6", async () => {
  const near = (value: number, expected: number) =>
    assert.ok(Math.abs(value - expected) < 1e-6, `${value} ${expected}`);
  near(await takeTwoSteps("sgd", [1]), 1 - 0.1 - 0.2);
  near(await takeTwoSteps("momentum", [1]), 1 - 0.1 - 0.1 * (0.9 + 2));
  // m̂ = 0.29 / 0.19, ŝ = 0.004999 / 0.001999
  const second = (0.29 / 0.19) / Math.sqrt(0.004999 / 0.001999);
  near(await takeTwoSteps("adamw", [1]), 1 - 0.1 - 0.1 * second);
  const first = 1 - 0.1 * 1.01;
  near(await takeTwoSteps("adamw", [1, 1]), first - 0.1 * (second + 0.01 * first));
});

Deno.test("trainPlainly() lowers the loss, leaves the model alone and no tensor behind", async () => {
  const model = createLenet5({ batchNorm: false, dropout: 0 });
  const before = model.weights[0].values.slice();
  await useBackend("wasm");
  const tensors = tf.memory().numTensors;
  const options = {
    optimizer: "adamw",
    learningRate: () => 0.003,
    steps: 8,
    batchSize: 16,
  } as const;
  const losses: number[] = [];
  let kernel: Float32Array = before;
  for await (const { loss, readWeight } of trainPlainly(model, DIGITS, options)) {
    losses.push(loss);
    kernel = readWeight("C1/kernel");
  }
  assert.equal(losses.length, 8);
  assert.ok(losses.at(-1)! < losses[0]);
  assert.deepEqual(model.weights[0].values, before);
  assert.notDeepEqual(kernel, before);
  assert.equal(tf.memory().numTensors, tensors);
});

Deno.test("recordModels() copies the whole model before the first step and after the others", async () => {
  const model = createLenet5({ batchNorm: false, dropout: 0 });
  const options = { at: [0, 1, 3], learningRate: 0.003, batchSize: 16 };
  const states = await Array.fromAsync(recordModels(model, DIGITS, options));
  assert.deepEqual(states.map((frames) => frames.map(({ step }) => step)), [[0], [0, 1], [
    0,
    1,
    3,
  ]]);
  const [first, , last] = states[2];
  assert.deepEqual(first.model.weights, model.weights);
  for (const [i, { name, values, shape }] of last.model.weights.entries()) {
    assert.equal(name, model.weights[i].name);
    assert.deepEqual(shape, model.weights[i].shape);
    assert.notDeepEqual(values, model.weights[i].values, name);
  }
  // AdamW's first step is the rate for every weight, give or take the decay.
  const additions = listAdditions(states[2], "C1/kernel");
  assert.deepEqual(additions.map(({ step }) => step), [1, 3]);
  const sizes = additions[0].values.map(Math.abs);
  assert.ok(sizes.every((size) => size < 0.0032), `${Math.max(...sizes)}`);
  assert.ok(sizes.some((size) => size > 0.0028));
});
