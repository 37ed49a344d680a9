import assert from "node:assert/strict";
import { planLearningRates } from "../../lib/training/plan.ts";
import { DEFAULT_RECIPE } from "../../lib/training/recipe.ts";
import { createFlatImages } from "../exploration/helpers.ts";

Deno.test("planLearningRates() counts variants, degraded digits and the last short batch", () => {
  const digits = createFlatImages(Array(10).fill(9), [1, 1, 1, 1, 2, 3, 4, 5, 6, 7]);
  const countSteps = (flagged: number, degraded: number) => {
    const variants = { "flagged one": flagged };
    const recipe = { ...DEFAULT_RECIPE, epochs: 3, batchSize: 4, variants, degraded };
    const rates = planLearningRates(recipe, digits);
    assert.ok(Math.abs(Math.max(...rates) - recipe.peakLearningRate) < 1e-3);
    return rates.length;
  };
  assert.equal(countSteps(0, 0), 3 * 3); // 10 digits
  assert.equal(countSteps(0.5, 0), 3 * 3); // and 2 copies
  assert.equal(countSteps(1, 0), 3 * 4);
  assert.equal(countSteps(1, 0.5), 3 * 6); // 14, and 7 of them degraded
});
