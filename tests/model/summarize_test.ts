import assert from "node:assert/strict";
import { createNetwork, NETWORKS } from "../../lib/model/registry.ts";
import { countParameters, summarize } from "../../lib/model/summarize.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { fromLayersModel, toLayersModel } from "../../lib/tfjs/layers_model.ts";
import { MODELS } from "../engine/models.ts";
import { tf } from "../tfjs/tf.ts";

/** What tfjs itself says of a model's layers. */
const summarizeByTfjs = ({ layers }: tf.LayersModel) =>
  layers.filter((layer) => layer.getClassName() !== "InputLayer").map((layer) => ({
    name: layer.name,
    type: layer.getClassName(),
    outputShape: layer.outputShape.slice(1),
    parameters: layer.countParams(),
  }));

const withoutDetails = (model: Parameters<typeof summarize>[0]) =>
  summarize(model).map(({ kernelSize: _, trainableParameters: __, ...line }) => line);

for (const name of Object.keys(NETWORKS)) {
  Deno.test(`summarize() agrees with tfjs on layers, shapes and parameters: ${name}`, async () => {
    const model = createNetwork(name), layersModel = await toLayersModel(model);
    assert.deepEqual(withoutDetails(model), summarizeByTfjs(layersModel));
    layersModel.dispose();
  });
}

for (const [name, create] of Object.entries(MODELS)) {
  Deno.test(`summarize() agrees with tfjs on layers, shapes and parameters: ${name}`, async () => {
    const layersModel = create();
    const model = await fromLayersModel(layersModel, { classes: [..."0123456789"] });
    assert.deepEqual(withoutDetails(model), summarizeByTfjs(layersModel));
    const count = (weights: tf.LayerVariable[]) =>
      weights.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]), 0);
    assert.deepEqual(countParameters(model), {
      all: count(layersModel.weights),
      trainable: count(layersModel.trainableWeights),
    });
    layersModel.dispose();
  });
}

Deno.test("summarize() tells the sides of kernels and pooling windows, and no others", () => {
  const sizes = summarize(createLenet5({ batchNorm: false, dropout: 0 }))
    .filter((layer) => "kernelSize" in layer)
    .map(({ name, kernelSize }) => [name, kernelSize]);
  assert.deepEqual(sizes, [["C1", [5, 5]], ["S2", [2, 2]], ["C3", [5, 5]], ["S4", [2, 2]]]);
});

Deno.test("summarize() refuses a layer whose shape is not known, by name", async () => {
  const layersModel = tf.sequential({
    layers: [
      tf.layers.depthwiseConv2d({ inputShape: [28, 28, 1], kernelSize: 3, name: "deep" }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 2, activation: "softmax" }),
    ],
  });
  const model = await fromLayersModel(layersModel, { classes: ["a", "b"] });
  layersModel.dispose();
  assert.throws(() => summarize(model), {
    name: "UnsupportedModelError",
    message: "layer deep (DepthwiseConv2D) has a shape that is not known",
  });
});
