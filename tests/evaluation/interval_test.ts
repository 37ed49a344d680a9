import assert from "node:assert/strict";
import { wilsonInterval } from "../../lib/evaluation/interval.ts";
import { assertClose, references } from "./references/mod.ts";

Deno.test("wilsonInterval() agrees with statsmodels to 1e-12, at the ends too", () => {
  for (const [successes, trials, lower, upper] of references.wilson) {
    assertClose(wilsonInterval(successes, trials), [lower, upper]);
  }
});

Deno.test("wilsonInterval() stays within [0, 1] for every count of a small sample", () => {
  for (let trials = 1; trials <= 40; trials++) {
    for (let successes = 0; successes <= trials; successes++) {
      const [lower, upper] = wilsonInterval(successes, trials);
      assert.ok(0 <= lower && lower <= successes / trials);
      assert.ok(successes / trials <= upper && upper <= 1);
    }
  }
});

Deno.test("wilsonInterval() refuses counts that make no share", () => {
  for (const [successes, trials] of [[0, 0], [2, 1], [-1, 5], [0.5, 5], [NaN, 5]]) {
    assert.throws(() => wilsonInterval(successes, trials), RangeError);
  }
});
