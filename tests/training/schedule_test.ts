import assert from "node:assert/strict";
import { createOneCycle } from "../../lib/training/schedule.ts";
import { references } from "./references/mod.ts";

for (const { rates, steps, ...options } of references.oneCycle) {
  Deno.test(`createOneCycle() gives PyTorch's learning rates to 1e-7: ${steps} steps, ${options.warmupFraction} warm-up`, () => {
    const got = createOneCycle(steps, options);
    assert.equal(got.length, steps);
    rates.forEach((rate, step) => {
      const error = Math.abs(got[step] - rate) / options.peakLearningRate;
      assert.ok(error < 1e-7, `step ${step}: ${got[step]}, ${rate}`);
    });
  });
}

Deno.test("createOneCycle() stays between next to nothing and the peak, however few the steps", () => {
  for (const steps of [0, 1, 2, 3, 4, 5, 6]) {
    const rates = createOneCycle(steps, { peakLearningRate: 1, warmupFraction: 0.2 });
    assert.equal(rates.length, steps);
    for (const rate of rates) assert.ok(rate >= 3e-6 && rate <= 1, `${steps} steps: ${rate}`);
  }
});
