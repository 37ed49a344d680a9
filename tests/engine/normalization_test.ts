import assert from "node:assert/strict";
import type { Context } from "../../lib/engine/context.ts";
import { floatsAt } from "../../lib/engine/context.ts";
import { compileModel } from "../../lib/inference/classify.ts";
import { tf } from "../tfjs/tf.ts";
import { fromLayersModel } from "../../lib/tfjs/layers_model.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { createImages, createInProcess, relativeError, toTensor } from "./in_process.ts";
import { asLayersModel, MODELS, seedWeights } from "./models.ts";

const NORMED: Record<string, () => tf.LayersModel | Promise<tf.LayersModel>> = {
  "LeNet-5": () => asLayersModel(createLenet5({ dropout: 0, seed: 4 })),
  "a norm over a bias": MODELS["a norm over a bias, momentum and epsilon as they come"],
};

/** Weights that are not trained, as an arena of the engine holds them, by name. */
function readStatistics({ layout, ...context }: Context, model: tf.LayersModel, arena: number) {
  const moving = model.weights.filter((weight) => !model.trainableWeights.includes(weight));
  return moving.map(({ originalName: name, shape }) => {
    const size = tf.util.sizeFromShape(shape as number[]);
    const at = arena + layout.offsets[name];
    return [name, floatsAt({ layout, ...context }, at, size).slice()] as const;
  });
}

for (const [name, create] of Object.entries(NORMED)) {
  Deno.test(`moving statistics follow tfjs's over three ragged batches to 1e-5: ${name}`, async () => {
    const model = seedWeights(await create()), batches = [9, 1, 6];
    const digits = createImages(16);
    const engine = await createInProcess(model, digits, { batchSize: 9 });
    let first = 0;
    batches.forEach((images, step) => {
      engine.step({ step: 0, epoch: step, first, images });
      tf.tidy(() => {
        model.apply(toTensor(digits).slice(first, images), { training: true });
      });
      first += images;
    });
    const weights = new Map(model.weights.map((weight) => [weight.originalName, weight]));
    const statistics = readStatistics(engine.context, model, engine.layout.movingStatistics);
    assert.ok(statistics.length > 0);
    for (const [name, values] of statistics) {
      const error = relativeError(values, weights.get(name)!.read().dataSync());
      assert.ok(error < 1e-5, `${name}: ${error}`);
    }
    model.dispose();
  });
}

Deno.test("a channel that is the same everywhere gives finite numbers, and no gradient", async () => {
  const { layers } = tf;
  const model = tf.sequential({
    layers: [
      layers.conv2d({ inputShape: [28, 28, 1], filters: 2, kernelSize: 5, useBias: false }),
      layers.batchNormalization({ epsilon: 1e-5 }),
      layers.reLU(),
      layers.maxPooling2d({ poolSize: 4 }),
      layers.flatten(),
      layers.dense({ units: 10, activation: "softmax" }),
    ],
  });
  const digits = { ...createImages(3), images: new Uint8Array(3 * 784).fill(200) };
  const { context, layout, stepOnce } = await createInProcess(model, digits);
  assert.ok(Number.isFinite(stepOnce()));
  const gradients = floatsAt(context, layout.firstMoment, layout.parameters);
  assert.ok(gradients.every(Number.isFinite));
  const variance = readStatistics(context, model, layout.movingStatistics)[1][1];
  // From 1, the usual 0.99 of it is kept.
  for (const value of variance) assert.ok(Math.abs(value - 0.99) < 1e-4, `${value}`);
  model.dispose();
});

for (const [name, create] of Object.entries(MODELS)) {
  Deno.test(`a compiled classifier gives tfjs's probabilities to 1e-5: ${name}`, async () => {
    const model = seedWeights(create()), digits = createImages(11);
    const classifier = await compileModel(await fromLayersModel(model, digits));
    const wanted = tf.tidy(() => (model.predict(toTensor(digits)) as tf.Tensor).dataSync());
    classifier.classify(digits.images).forEach((probability, i) =>
      assert.ok(Math.abs(probability - wanted[i]) < 1e-5, `${i}: ${probability}, ${wanted[i]}`)
    );
    model.dispose();
  });
}
