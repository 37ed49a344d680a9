import assert from "node:assert/strict";
import { imageAt } from "../../../lib/dataset/labeled_images.ts";
import { loadMnist } from "../../../lib/dataset/mnist.ts";
import { describeStep, STEP_COUNT, titleOfStep } from "../../../lib/demo/page/walk_wording.ts";
import { takeWalk } from "../../../lib/demo/explainer/walk.ts";
import { createCompiledClassifier } from "../../../lib/engine/compiled_classifier.ts";
import { compileKernelModule } from "../../../lib/kernels/module.ts";
import { createNetwork, NETWORKS } from "../../../lib/model/registry.ts";
import type { Model } from "../../../lib/model/model.ts";
import { readNetwork } from "../../../lib/model/read_network.ts";
import { loadModel } from "../../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../../lib/paths.ts";

const { test } = await loadMnist();
const pixels = imageAt(test, 3);
const module = await compileKernelModule(false);
const shipped = (await loadModel(DEFAULT_MODEL_DIR)).model;

function walkThrough({ topology, weights: list }: Model) {
  const network = readNetwork(topology);
  const weights = Object.fromEntries(list.map(({ name, values }) => [name, values]));
  const classifier = createCompiledClassifier(network, weights, module);
  const seen = classifier.inspect(pixels);
  return { walk: takeWalk({ network, weights }, pixels, seen), seen };
}

const assertNear = (a: number, b: number, what: string) =>
  assert.ok(Math.abs(a - b) < 1e-3 * Math.max(1, Math.abs(b)), `${what}: ${a} and ${b}`);

const ACTIVATIONS = {
  linear: (z: number) => z,
  relu: (z: number) => Math.max(0, z),
  tanh: Math.tanh,
  sigmoid: (z: number) => 1 / (1 + Math.exp(-z)),
};

const MODELS = {
  shipped,
  ...Object.fromEntries(Object.keys(NETWORKS).map((name) => [name, createNetwork(name)])),
};
for (const [name, model] of Object.entries(MODELS)) {
  Deno.test(`takeWalk()'s numbers are those of the network: ${name}`, () => {
    const { walk: { product, pooling, map, verdict }, seen } = walkThrough(model);
    const { patch, kernel, sum, bias, activation, value } = product;
    const products = patch.values.reduce((total, x, i) => total + x * kernel.values[i], 0);
    assertNear(products, sum, "sum");
    assertNear(ACTIVATIONS[activation](sum + bias), value, "pixel");
    assert.equal(map.values[product.row * map.width + product.column], value);
    if (pooling) {
      const { block: { values }, isMean } = pooling;
      const pooled = isMean
        ? values.reduce((total, x) => total + x) / values.length
        : Math.max(...values);
      assertNear(pooled, pooling.value, "pooled");
    }
    const largest = Math.max(...verdict.scores);
    const exponentials = verdict.scores.map((score) => Math.exp(score - largest));
    const total = exponentials.reduce((a, b) => a + b);
    for (let i = 0; i < 10; i++) {
      assertNear(exponentials[i] / total, seen.probabilities[i], `probability of ${i}`);
    }
  });
}

Deno.test("takeWalk() names the units that speak most for the answer, and those against it", () => {
  const { walk: { verdict }, seen } = walkThrough(shipped);
  assert.equal(verdict.digit, test.labels[3]);
  const amounts = [...verdict.pro, ...verdict.contra].map(({ amount }) => amount);
  assert.ok(
    verdict.pro.every(({ amount }, i, all) =>
      amount > 0 && amount <= (all[i - 1]?.amount ?? Infinity)
    ),
  );
  assert.ok(verdict.contra.every(({ amount }) => amount < 0));
  assert.ok(amounts.length > 3);
  const { unit, value } = verdict.pro[0];
  assert.equal(seen.stages.at(-2)!.pooled.values[unit], value);
});

Deno.test("every step has a title and words with its numbers", () => {
  const { walk } = walkThrough(shipped), names = { pixels, classes: shipped.classes };
  const titles = Array.from({ length: STEP_COUNT }, (_, step) => titleOfStep(step, walk));
  assert.deepEqual(titles, [
    "C1: one kernel, one patch",
    "C1: the same everywhere",
    "S2: coarser",
    "C3, C5, F6: shapes of shapes",
    "The answer",
  ]);
  const words = titles.map((_, step) => describeStep(step, walk, names));
  assert.match(words[0], /25 weights.*added up: −?\d+\.\d\d; (plus|less) \d/);
  assert.match(words[2], /2×2 neighbours S2 keeps the largest, here \d/);
  assert.match(words[4], /For 0 rather than \d speak above all unit \d+ \(\d+\.\d\d\)/);
});
