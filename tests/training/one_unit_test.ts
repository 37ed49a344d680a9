import assert from "node:assert/strict";
import { checkUnitGradients, inkOfThirds, passThroughUnit } from "../../lib/training/one_unit.ts";

const UNIT = { weights: [1.5, -2], bias: 0.25 };

Deno.test("passThroughUnit() gives z, probability and loss as worked out by hand", () => {
  const { z, probability, loss, dz } = passThroughUnit(UNIT, [1, 0.5], 1);
  assert.equal(z, 0.75);
  assert.ok(Math.abs(probability - 0.679178699) < 1e-9);
  assert.ok(Math.abs(loss - 0.386871005) < 1e-8);
  assert.equal(dz, probability - 1);
});

for (const answer of [0, 1] as const) {
  Deno.test(`checkUnitGradients() agrees with finite differences to 1e-7, answer ${answer}`, () => {
    for (const row of checkUnitGradients(UNIT, { a: 0.3, b: 0.9 }, { answer })) {
      assert.ok(Math.abs(row.gradient - row.finiteDifference) < 1e-7, row.name);
    }
  });
}

Deno.test("inkOfThirds() finds the ink of a bar where it is", () => {
  const bar = Uint8Array.from({ length: 784 }, (_, p) => p % 28 === 27 ? 255 : 0);
  const { left, middle, right } = inkOfThirds(bar);
  assert.deepEqual([left, middle], [0, 0]);
  assert.ok(Math.abs(right - 1 / 9) < 1e-12);
});
