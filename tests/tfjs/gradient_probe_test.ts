import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { tf } from "./tf.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { createRandom } from "../../lib/random.ts";
import { probeGradient, spaceEvenly } from "../../lib/tfjs/gradient_probe.ts";

const random = createRandom(5);
const DIGITS = {
  count: 6,
  images: Uint8Array.from({ length: 6 * 784 }, () => random.nextInt(256)),
  labels: Uint8Array.of(0, 3, 3, 7, 9, 1),
  classes: DIGIT_CLASSES,
};

/** What a network holds in trained weights: a kernel and a bias for each of five layers. */
const TRAINED_WEIGHTS = 10;

const createModel = () => createLenet5({ batchNorm: false, dropout: 0, seed: 3 });

Deno.test("probeGradient() promises what a small step keeps, to 1%", async () => {
  const model = createModel();
  const { loss, gradientNorm, steps: [step] } = await probeGradient(model, DIGITS, [1e-4]);
  assert.ok(loss > 1 && gradientNorm > 0.1);
  const [promised, kept] = [loss - step.predictedLoss, loss - step.loss];
  assert.ok(Math.abs(kept / promised - 1) < 0.01, `${kept} of ${promised}`);
});

Deno.test("probeGradient() splits the gradient by weights", async () => {
  const model = createModel();
  const { parts, gradientNorm } = await probeGradient(model, DIGITS, []);
  assert.deepEqual(parts.map(({ name }) => name).slice(0, 3), [
    "C1/kernel",
    "C1/bias",
    "C3/kernel",
  ]);
  assert.equal(parts.length, TRAINED_WEIGHTS);
  assert.ok(Math.abs(Math.hypot(...parts.map(({ norm }) => norm)) - gradientNorm) < 1e-6);
});

Deno.test("probeGradient() leaves the weights as they were, and no tensor", async () => {
  const model = createModel();
  const before = model.weights.map(({ values }) => Array.from(values));
  await probeGradient(model, DIGITS, [0.1]);
  const tensors = tf.memory().numTensors;
  await probeGradient(model, DIGITS, [0.1, 0.5]);
  assert.equal(tf.memory().numTensors, tensors);
  assert.deepEqual(model.weights.map(({ values }) => Array.from(values)), before);
});

Deno.test("spaceEvenly() ends at the last number and leaves out zero", () => {
  assert.deepEqual(spaceEvenly(4, 2), [0.5, 1, 1.5, 2]);
});
