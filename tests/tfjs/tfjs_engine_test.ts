import assert from "node:assert/strict";
import type { EngineOptions } from "../../lib/engine/types.ts";
import { tf, useBackend } from "../../lib/tfjs/backend.ts";
import { TfjsEngine } from "../../lib/tfjs/tfjs_engine.ts";
import { createImages, PLAIN_STEP, referenceGradients } from "../engine/in_process.ts";
import { seedWeights } from "../engine/models.ts";

await useBackend("cpu");

const DIGITS = createImages(4);

/** One dense layer, with what a layer may ask for besides. */
const createDense = (args: object = {}) =>
  seedWeights(tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28, 1] }),
      tf.layers.dense({ units: 10, activation: "softmax", name: "output", ...args }),
    ],
  }));

const weightsOf = (model: tf.LayersModel) => model.getWeights().map((w) => w.dataSync().slice());

/** One step of plain gradient descent, nearly: AdamW's β are 0 and its ε large. */
async function takeStep(model: tf.LayersModel, step: Partial<EngineOptions["step"]> = {}) {
  const engine = await TfjsEngine.create(model, {
    ...{ images: [DIGITS], batchSize: 4, workers: 1, learningRates: Float32Array.of(1e4) },
    step: { ...PLAIN_STEP, beta1: 0, beta2: 0, epsilon: 1e4, ...step },
  });
  const order = Uint32Array.of(0, 1, 2, 3);
  assert.equal(await engine.train({ epoch: 0, step: 0, order, position: 0 }), 4);
  const { totals } = engine;
  engine.close();
  return totals;
}

/** Weights after the step less those before, turned round: what was taken for the gradient. */
async function measureGradient(model: tf.LayersModel, step: Partial<EngineOptions["step"]> = {}) {
  const before = weightsOf(model);
  await takeStep(model, step);
  return weightsOf(model).map((after, i) => after.map((value, at) => before[i][at] - value));
}

function assertNear(got: ArrayLike<number>, wanted: ArrayLike<number>): void {
  for (let i = 0; i < wanted.length; i++) {
    assert.ok(Math.abs(got[i] - wanted[i]) < 1e-4, `[${i}]: got ${got[i]}, wanted ${wanted[i]}`);
  }
}

Deno.test("TfjsEngine follows the gradient of the smoothed labels, and reports the plain loss", async () => {
  for (const labelSmoothing of [0, 0.2]) {
    const model = createDense(), before = weightsOf(model);
    const { loss, gradients } = referenceGradients(model, DIGITS, labelSmoothing);
    const { lossSum, correct } = await takeStep(model, { labelSmoothing });
    assert.ok(Math.abs(lossSum / 4 - loss) < 1e-5);
    assert.ok(Number.isInteger(correct));
    [...gradients.values()].forEach((gradient, i) =>
      assertNear(weightsOf(model)[i], before[i].map((w, at) => w - gradient[at]))
    );
    model.dispose();
  }
});

Deno.test("TfjsEngine minimises a layer's regularizer, too", async () => {
  const plain = createDense();
  const penalized = createDense({ kernelRegularizer: tf.regularizers.l2({ l2: 0.5 }) });
  const [kernel] = weightsOf(plain);
  const [[without], [withPenalty]] = [
    await measureGradient(plain),
    await measureGradient(penalized),
  ];
  assertNear(withPenalty, without.map((gradient, i) => gradient + kernel[i]));
  plain.dispose();
  penalized.dispose();
});

Deno.test("TfjsEngine keeps a layer's constraint", async () => {
  const model = createDense({ kernelConstraint: tf.constraints.nonNeg() });
  await takeStep(model);
  assert.ok(weightsOf(model)[0].every((weight) => weight >= 0));
  model.dispose();
});

Deno.test("TfjsEngine leaves frozen weights alone, and decays kernels only", async () => {
  const model = createDense({ name: "kernels" });
  const before = weightsOf(model), other = createDense();
  const [plain, decayed] = [
    await measureGradient(other),
    await measureGradient(model, {
      weightDecay: 1e-5,
    }),
  ];
  // 10 % of the kernel; nothing of the bias, whatever the layer is called.
  assertNear(decayed[0], plain[0].map((gradient, i) => gradient + 0.1 * before[0][i]));
  assertNear(decayed[1], plain[1]);
  model.getLayer("kernels").trainable = false;
  const frozen = weightsOf(model);
  await assert.rejects(takeStep(model), /no variables|trainable/i);
  assert.deepEqual(weightsOf(model), frozen);
  model.dispose();
  other.dispose();
});

Deno.test("TfjsEngine trains its own model while another lies beside it", async () => {
  const [model, other] = [createDense(), createDense()], before = weightsOf(other);
  await takeStep(model);
  assert.deepEqual(weightsOf(other), before);
  model.dispose();
  other.dispose();
});
