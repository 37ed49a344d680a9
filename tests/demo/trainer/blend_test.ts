import assert from "node:assert/strict";
import { blendModels } from "../../../lib/demo/trainer/blend.ts";
import { createLenet5 } from "../../../lib/model/zoo/lenet5.ts";

const [from, to] = [0, 1].map((seed) => createLenet5({ seed }));
const valuesOf = (model: typeof from) => model.weights.map(({ values }) => [...values]);

Deno.test("blendModels() goes from one model's weights to another's, and changes neither", () => {
  const before = valuesOf(from), after = valuesOf(to);
  assert.deepEqual(valuesOf(blendModels(from, to, 0)), before);
  const quarter = valuesOf(blendModels(from, to, 0.25));
  quarter.forEach((values, k) =>
    values.forEach((value, i) => {
      const wanted = 0.75 * before[k][i] + 0.25 * after[k][i];
      assert.ok(Math.abs(value - wanted) < 1e-6, `${value} instead of ${wanted}`);
    })
  );
  assert.deepEqual(valuesOf(from), before);
  assert.deepEqual(valuesOf(to), after);
});
