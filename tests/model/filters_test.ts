import assert from "node:assert/strict";
import { readFilters } from "../../lib/model/filters.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { toLayersModel } from "../../lib/tfjs/layers_model.ts";
import { tf } from "../tfjs/tf.ts";

Deno.test("readFilters() gives C3's filters as tfjs holds them, one filter in the last place", async () => {
  const model = createLenet5();
  const { values, ...shape } = readFilters(model, "C3");
  assert.deepEqual(shape, { height: 5, width: 5, inputs: 6, outputs: 16 });
  const before = tf.memory().numTensors, layersModel = await toLayersModel(model);
  const kernel = layersModel.getLayer("C3").getWeights()[0] as tf.Tensor4D;
  assert.deepEqual(values, kernel.dataSync());
  const at = (y: number, x: number, input: number, output: number) =>
    values[((y * 5 + x) * 6 + input) * 16 + output];
  const nested = kernel.arraySync();
  assert.equal(at(4, 1, 3, 15), nested[4][1][3][15]);
  layersModel.dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("readFilters() refuses a name that is no convolution", () => {
  for (const name of ["C9", "F6", "C1/kernel", ""]) {
    assert.throws(() => readFilters(createLenet5(), name), {
      name: "RangeError",
      message: `expected a convolution ${name} in the model, found none`,
    });
  }
});
