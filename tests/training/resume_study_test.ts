import assert from "node:assert/strict";
import { cloneModel } from "../../lib/model/model.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { countDifferences, studyResuming } from "../../lib/training/resume_study.ts";
import { DATA, RECIPE } from "./runs.ts";

Deno.test("studyResuming() finds no weight changed by a stop in the middle of an epoch", async () => {
  const study = await studyResuming(DATA, { recipe: RECIPE, workers: 2, stopAt: 0.5 });
  // Three epochs of five steps; it stops at the first report from half of it on.
  assert.ok(study.stepsAtStop >= 7 && study.stepsAtStop < 15, `${study.stepsAtStop}`);
  assert.deepEqual([study.weights, study.differing], [62_384, 0]);
});

Deno.test("studyResuming() refuses a stop that never comes", async () => {
  await assert.rejects(
    studyResuming(DATA, { recipe: { ...RECIPE, epochs: 1 }, workers: 1, stopAt: 1.5 }),
    { name: "RangeError", message: "stopAt: expected a share below 1, got 1.5" },
  );
});

Deno.test("countDifferences() counts numbers that differ in the last bit, and NaN once it is alone", () => {
  const model = createLenet5({ seed: 1 }), other = cloneModel(model);
  assert.equal(countDifferences(model, other), 0);
  const { values } = other.weights[0];
  values[0] = Math.fround(values[0] * (1 + 2 ** -23));
  values[1] = NaN;
  assert.equal(countDifferences(model, other), 2);
});
