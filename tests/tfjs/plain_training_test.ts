import assert from "node:assert/strict";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { tf, useBackend } from "../../lib/tfjs/backend.ts";
import { createOptimizer } from "../../lib/tfjs/optimizers.ts";
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
