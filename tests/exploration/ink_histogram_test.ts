import assert from "node:assert/strict";
import { countInk } from "../../lib/exploration/ink_histogram.ts";
import { createReferenceImages } from "./helpers.ts";
import references from "./references/exploration.json" with { type: "json" };

Deno.test("countInk() agrees with NumPy's histogram", () => {
  const { bins } = countInk(createReferenceImages().images, 8);
  assert.deepEqual(bins.map(({ count }) => count), references.histogram);
});

Deno.test("countInk() counts blank and full pixels, and both ends into the outer bins", () => {
  const { bins, blankShare, fullShare } = countInk(Uint8Array.of(0, 0, 127, 128, 255), 2);
  assert.deepEqual(bins, [
    { lower: 0, upper: 0.5, count: 3, share: 0.6 },
    { lower: 0.5, upper: 1, count: 2, share: 0.4 },
  ]);
  assert.equal(blankShare, 0.4);
  assert.equal(fullShare, 0.2);
});

Deno.test("countInk() refuses no pixels, and bins that would hold unequally many values", () => {
  assert.throws(() => countInk(new Uint8Array()), RangeError);
  for (const binCount of [0, 3, 512, -1, NaN]) {
    assert.throws(() => countInk(Uint8Array.of(1), binCount), /binCount: expected a divisor/);
  }
});
