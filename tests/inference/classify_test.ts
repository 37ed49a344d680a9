import assert from "node:assert/strict";
import { IMAGE_PIXELS } from "../../lib/dataset/labeled_images.ts";
import { classify } from "../../lib/inference/classify.ts";
import { tf } from "../tfjs/tf.ts";
import { fromLayersModel } from "../../lib/tfjs/layers_model.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { createRandom } from "../../lib/random.ts";
import { createImages, toTensor } from "../engine/in_process.ts";

function drawNoise(count: number): Uint8Array {
  const random = createRandom(count);
  return Uint8Array.from({ length: count * IMAGE_PIXELS }, () => random.nextInt(256));
}

Deno.test("classify() gives a digit the same probabilities whatever it is classified with", async () => {
  const model = createLenet5({ seed: 2 });
  const images = drawNoise(501);
  const all = await classify(model, images);
  assert.equal(all.length, 5010);
  for (const index of [0, 249, 250, 500]) {
    const alone = await classify(
      model,
      images.subarray(index * IMAGE_PIXELS, (index + 1) * IMAGE_PIXELS),
    );
    alone.forEach((probability, digit) =>
      assert.ok(Math.abs(probability - all[index * 10 + digit]) < 1e-6, `digit ${index}`)
    );
  }
});

Deno.test("classify() takes no digits at all", async () => {
  assert.equal((await classify(createLenet5(), new Uint8Array())).length, 0);
});

Deno.test("classify() goes through tfjs, to 1e-5, where the engine does not know a layer", async () => {
  const { layers } = tf;
  const layersModel = tf.sequential({
    layers: [
      layers.conv2d({ inputShape: [28, 28, 1], filters: 2, kernelSize: 5, activation: "elu" }),
      layers.globalMaxPooling2d({}),
      layers.dense({ units: 10, activation: "softmax" }),
    ],
  });
  const digits = createImages(513), model = await fromLayersModel(layersModel, digits);
  const before = tf.memory().numTensors;
  const probabilities = await classify(model, digits.images);
  assert.equal(tf.memory().numTensors, before);
  const wanted = tf.tidy(() => (layersModel.predict(toTensor(digits)) as tf.Tensor).dataSync());
  wanted.forEach((value, i) => assert.ok(Math.abs(probabilities[i] - value) < 1e-5, `${i}`));
  layersModel.dispose();
});

Deno.test("classify() refuses bytes that are no whole number of digits", async () => {
  const model = createLenet5();
  await assert.rejects(classify(model, new Uint8Array(1000)), {
    name: "RangeError",
    message: "images: expected whole digits of 784 bytes, got 1000 bytes",
  });
});
