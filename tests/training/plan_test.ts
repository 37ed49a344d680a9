import assert from "node:assert/strict";
import { planLearningRates } from "../../lib/training/plan.ts";
import { DEFAULT_RECIPE } from "../../lib/training/recipe.ts";
import { createFlatImages } from "../exploration/helpers.ts";

Deno.test("planLearningRates() counts the 1s that are given a flag, and the last short batch", () => {
  const digits = createFlatImages(Array(10).fill(9), [1, 1, 1, 1, 2, 3, 4, 5, 6, 7]);
  const recipe = { ...DEFAULT_RECIPE, epochs: 3, batchSize: 4, flaggedOnes: 0.5 };
  const rates = planLearningRates(recipe, digits);
  assert.equal(rates.length, 3 * 3); // 10 digits and 2 copies
  assert.ok(Math.abs(Math.max(...rates) - recipe.peakLearningRate) < 1e-3);
  assert.equal(planLearningRates({ ...recipe, flaggedOnes: 0 }, digits).length, 3 * 3);
  assert.equal(planLearningRates({ ...recipe, flaggedOnes: 1 }, digits).length, 3 * 4);
});
