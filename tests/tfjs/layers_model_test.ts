import assert from "node:assert/strict";
import { readNetwork } from "../../lib/model/read_network.ts";
import { createNetwork, NETWORKS } from "../../lib/model/registry.ts";
import { fromLayersModel, toLayersModel, topologyOf } from "../../lib/tfjs/layers_model.ts";
import { createImages, toTensor } from "../engine/in_process.ts";
import { MODELS } from "../engine/models.ts";
import { copySeeded } from "./copy_seeded.ts";
import { tf } from "./tf.ts";

for (const name of Object.keys(NETWORKS)) {
  Deno.test(`fromLayersModel() of toLayersModel() gives the model back, and leaves no tensor: ${name}`, async () => {
    const classes = [..."abcdefghijklmnopqrstuvwxyz"], before = tf.memory().numTensors;
    const model = createNetwork(name, { classes, seed: 5 });
    const layersModel = await toLayersModel(model);
    assert.equal(tf.memory().numTensors, before + model.weights.length);
    const back = await fromLayersModel(layersModel, { classes });
    layersModel.dispose();
    assert.equal(tf.memory().numTensors, before);
    assert.deepEqual({ ...back, topology: 0, options: 0 }, { ...model, topology: 0, options: 0 });
    assert.deepEqual(readNetwork(back.topology), readNetwork(model.topology));
  });
}

for (const [name, create] of Object.entries(MODELS)) {
  Deno.test(`toLayersModel() of fromLayersModel() computes the same: ${name}`, async () => {
    const layersModel = create(), before = tf.memory().numTensors, digits = createImages(2);
    const model = await fromLayersModel(layersModel, digits), copy = await toLayersModel(model);
    const predict = (of: tf.LayersModel) =>
      tf.tidy(() => (of.predict(toTensor(digits)) as tf.Tensor).dataSync());
    assert.deepEqual(predict(copy), predict(layersModel));
    assert.deepEqual(topologyOf(copy), topologyOf(layersModel));
    copy.dispose();
    assert.equal(tf.memory().numTensors, before);
    layersModel.dispose();
  });
}

Deno.test("fromLayersModel() copies: neither model's weights change with the other's", async () => {
  const model = createNetwork("lenet1"), layersModel = await toLayersModel(model);
  const copy = await fromLayersModel(layersModel, model);
  model.weights.forEach(({ values }) => values.fill(3));
  copy.weights.forEach(({ values }) => values.fill(4));
  const again = await fromLayersModel(layersModel, model);
  layersModel.dispose();
  assert.deepEqual(again.weights, createNetwork("lenet1").weights);
});

Deno.test("toLayersModel() keeps regularizers, constraints, frozen layers and layers unknown to the engine", async () => {
  const { layers } = tf;
  const model = await copySeeded(tf.sequential({
    layers: [
      layers.depthwiseConv2d({ inputShape: [28, 28, 1], kernelSize: 5, strides: 3, name: "deep" }),
      layers.flatten(),
      layers.dense({ units: 4, activation: "elu", trainable: false, kernelConstraint: "nonNeg" }),
      layers.dense({ units: 2, activation: "softmax", kernelRegularizer: "l1l2", name: "output" }),
    ],
  }));
  const layersModel = await toLayersModel(model);
  assert.deepEqual(topologyOf(layersModel), model.topology);
  assert.deepEqual(
    layersModel.trainableWeights.map(({ originalName }) => originalName),
    ["deep/depthwise_kernel", "deep/bias", "output/kernel", "output/bias"],
  );
  assert.equal(layersModel.layers[3].calculateLosses().length, 1);
  layersModel.dispose();
});

Deno.test("toLayersModel() refuses a layer that tfjs does not know, and weights of another network", async () => {
  const { topology, ...rest } = createNetwork("lenet1"), before = tf.memory().numTensors;
  const unknown = JSON.parse(JSON.stringify(topology).replaceAll("Conv2D", "Conv9D"));
  await assert.rejects(toLayersModel({ ...rest, topology: unknown }), /Unknown layer: Conv9D/);
  assert.equal(tf.memory().numTensors, before, "tensors left behind");
  const { weights } = createNetwork("lenet1", { channels: [4, 13] });
  await assert.rejects(toLayersModel({ ...rest, topology, weights }), /shape|mismatch/i);
  const few = rest.weights.slice(1);
  await assert.rejects(toLayersModel({ ...rest, topology, weights: few }), /C1\/kernel/);
});
