import assert from "node:assert/strict";
import { tf } from "../../lib/tfjs/backend.ts";
import { readFilters } from "../../lib/model/convolution.ts";
import { createLenet5 } from "../../lib/model/lenet5.ts";

Deno.test("readFilters() gives C3's filters as tfjs holds them and leaves no tensor", async () => {
  const model = createLenet5();
  const before = tf.memory().numTensors;
  const filters = await readFilters(model, "C3");
  const { values, ...shape } = filters;
  assert.deepEqual(shape, { height: 5, width: 5, inputs: 6, outputs: 16 });
  assert.deepEqual(values, await model.getLayer("C3").getWeights()[0].data());
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("readFilters() refuses a name that is no convolution", async () => {
  const model = createLenet5();
  for (const name of ["C9", "F6"]) {
    await assert.rejects(readFilters(model, name), RangeError);
  }
  model.dispose();
});
