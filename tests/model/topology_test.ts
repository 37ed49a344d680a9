import assert from "node:assert/strict";
import { countOutputs, findInputShape, listLayers, listOutputs } from "../../lib/model/topology.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { topologyOf } from "../../lib/tfjs/layers_model.ts";
import { tf } from "../tfjs/tf.ts";

/** A functional model of two branches and two outputs. */
function createBranches() {
  const { layers } = tf, input = tf.input({ shape: [28, 28, 1], name: "input" });
  const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor) => layer.apply(x) as typeof x;
  const flat = apply(layers.flatten({ name: "flat" }), input);
  const [left, right] = ["left", "right"].map((name) =>
    apply(layers.dense({ units: 3, name }), flat)
  );
  const sum = layers.add({ name: "sum" }).apply([left, right]) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: [sum, right] });
  const topology = topologyOf(model);
  model.dispose();
  return topology;
}

Deno.test("listLayers() gives names, kinds and settings with camelCase keys", () => {
  const [c1] = listLayers(createLenet5({ batchNorm: false }).topology);
  assert.deepEqual([c1.name, c1.className, c1.inputs], ["C1", "Conv2D", undefined]);
  assert.deepEqual(c1.config.kernelSize, [5, 5]);
  assert.deepEqual(c1.config.batchInputShape, [null, 28, 28, 1]);
  assert.equal(c1.config.useBias, true);
});

Deno.test("listLayers() and listOutputs() tell what the layers of a functional model read and give", () => {
  const topology = createBranches();
  assert.deepEqual(
    listLayers(topology).map(({ name, inputs }) => [name, inputs]),
    [
      ["input", []],
      ["flat", [["input"]]],
      ["left", [["flat"]]],
      ["right", [["flat"]]],
      ["sum", [["left", "right"]]],
    ],
  );
  assert.deepEqual(listOutputs(topology), ["sum", "right"]);
  assert.equal(listOutputs(createLenet5().topology), undefined);
});

Deno.test("findInputShape() and countOutputs() find what a network reads and tells apart", () => {
  for (const topology of [createBranches(), createLenet5({ classes: ["a", "b", "c"] }).topology]) {
    assert.deepEqual(findInputShape(topology), [28, 28, 1]);
    assert.equal(countOutputs(topology), 3);
  }
  const nothing = { class_name: "Sequential", config: { layers: [] } };
  assert.deepEqual([findInputShape(nothing), countOutputs(nothing)], [undefined, undefined]);
});
