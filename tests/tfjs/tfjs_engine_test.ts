import assert from "node:assert/strict";
import type { EngineOptions } from "../../lib/engine/types.ts";
import { tf, useBackend } from "./tf.ts";
import type { Model } from "../../lib/model/model.ts";
import { toLayersModel } from "../../lib/tfjs/layers_model.ts";
import { TfjsEngine } from "../../lib/tfjs/tfjs_engine.ts";
import { createImages, PLAIN_STEP, referenceGradients } from "../engine/in_process.ts";
import { copySeeded } from "./copy_seeded.ts";

await useBackend("cpu");

const DIGITS = createImages(4);

/** One dense layer, with what a layer may ask for besides. */
const createDense = (args: object = {}) =>
  copySeeded(tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [28, 28, 1] }),
      tf.layers.dense({ units: 10, activation: "softmax", name: "output", ...args }),
    ],
  }));

const weightsOf = (model: Model) => model.weights.map(({ values }) => values.slice());

/**
 * One step of plain gradient descent, nearly: AdamW's β are 0 and its ε large. The average keeps nothing
 * of the weights before.
 */
async function takeStep(model: Model, step: Partial<EngineOptions["step"]> = {}) {
  const engine = await TfjsEngine.create(model, {
    ...{ images: [DIGITS], batchSize: 4, workers: 1, learningRates: Float32Array.of(1e4) },
    step: { ...PLAIN_STEP, beta1: 0, beta2: 0, epsilon: 1e4, emaDecay: 0, ...step },
  });
  const order = Uint32Array.of(0, 1, 2, 3);
  try {
    assert.equal(await engine.train({ epoch: 0, step: 0, order, position: 0 }), 4);
    await engine.writeTo(model);
    return engine.totals;
  } finally {
    engine.close();
  }
}

/** Weights after the step less those before, turned round: what was taken for the gradient. */
async function measureGradient(model: Model, step: Partial<EngineOptions["step"]> = {}) {
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
    const model = await createDense(), before = weightsOf(model);
    const layersModel = await toLayersModel(model);
    const { loss, gradients } = referenceGradients(layersModel, DIGITS, labelSmoothing);
    layersModel.dispose();
    const { lossSum, correct } = await takeStep(model, { labelSmoothing });
    assert.ok(Math.abs(lossSum / 4 - loss) < 1e-5);
    assert.ok(Number.isInteger(correct));
    [...gradients.values()].forEach((gradient, i) =>
      assertNear(weightsOf(model)[i], before[i].map((w, at) => w - gradient[at]))
    );
  }
});

Deno.test("TfjsEngine minimises a layer's regularizer, too", async () => {
  const plain = await createDense();
  const penalized = await createDense({ kernelRegularizer: tf.regularizers.l2({ l2: 0.5 }) });
  const [kernel] = weightsOf(plain);
  const [[without], [withPenalty]] = [
    await measureGradient(plain),
    await measureGradient(penalized),
  ];
  assertNear(withPenalty, without.map((gradient, i) => gradient + kernel[i]));
});

Deno.test("TfjsEngine keeps a layer's constraint", async () => {
  const model = await createDense({ kernelConstraint: tf.constraints.nonNeg() });
  await takeStep(model);
  assert.ok(weightsOf(model)[0].every((weight) => weight >= 0));
});

Deno.test("TfjsEngine leaves frozen weights alone, and decays kernels only", async () => {
  const model = await createDense({ name: "kernels" });
  const before = weightsOf(model), other = await createDense();
  const [plain, decayed] = [
    await measureGradient(other),
    await measureGradient(model, {
      weightDecay: 1e-5,
    }),
  ];
  // 10 % of the kernel; nothing of the bias, whatever the layer is called.
  assertNear(decayed[0], plain[0].map((gradient, i) => gradient + 0.1 * before[0][i]));
  assertNear(decayed[1], plain[1]);
  const frozen = await createDense({ trainable: false });
  await assert.rejects(takeStep(frozen), /no variables|trainable/i);
  assert.deepEqual(weightsOf(frozen), weightsOf(await createDense()));
});

Deno.test("TfjsEngine trains what is not frozen, and leaves alone what is", async () => {
  const hidden = tf.layers.dense({
    units: 5,
    activation: "tanh",
    name: "hidden",
    trainable: false,
  });
  const output = tf.layers.dense({ units: 10, activation: "softmax", name: "output" });
  const model = await copySeeded(
    tf.sequential({ layers: [tf.layers.flatten({ inputShape: [28, 28, 1] }), hidden, output] }),
  );
  const before = weightsOf(model);
  await takeStep(model);
  model.weights.forEach(({ name, values }, i) => {
    const changed = values.some((value, at) => value !== before[i][at]);
    assert.equal(changed, name.startsWith("output/"), name);
  });
});

Deno.test("TfjsEngine leaves no tensor behind, whether it trains or fails to", async () => {
  const before = tf.memory().numTensors;
  await takeStep(await createDense({ kernelRegularizer: "l1l2" }), { labelSmoothing: 0.1 });
  await assert.rejects(takeStep(await createDense({ trainable: false })));
  const tooLarge = { images: [DIGITS], batchSize: 1e9, workers: 1, step: PLAIN_STEP };
  await assert.rejects(
    TfjsEngine.create(await createDense(), { ...tooLarge, learningRates: Float32Array.of(1) }),
    { name: "InputError" },
  );
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("TfjsEngine trains its own model while another lies beside it", async () => {
  const [model, other] = [await createDense(), await createDense()], before = weightsOf(other);
  await takeStep(model);
  assert.deepEqual(weightsOf(other), before);
  assert.notDeepEqual(weightsOf(model), before);
});
