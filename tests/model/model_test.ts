import assert from "node:assert/strict";
import { cloneModel, findWeight } from "../../lib/model/model.ts";
import { createNetwork } from "../../lib/model/registry.ts";

Deno.test("findWeight() finds a weight by its name, and names what there is otherwise", () => {
  const model = createNetwork("lenet1", { batchNorm: false });
  assert.deepEqual(findWeight(model, "C3/kernel").shape, [5, 5, 4, 12]);
  assert.throws(() => findWeight(model, "C5/kernel"), {
    name: "RangeError",
    message: "lenet1: expected a weight C5/kernel, found C1/kernel, C1/bias, C3/kernel, C3/bias, " +
      "output/kernel, output/bias",
  });
  assert.throws(() => findWeight({ ...model, weights: [] }, "C1/kernel"), /found none$/);
});

Deno.test("cloneModel() copies the values: training the copy leaves the original alone", () => {
  const model = createNetwork("lenet1"), copy = cloneModel(model);
  assert.deepEqual(copy, model);
  copy.weights.forEach(({ values }) => values.fill(7));
  assert.deepEqual(model, createNetwork("lenet1"));
});
