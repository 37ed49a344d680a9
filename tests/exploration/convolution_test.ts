import assert from "node:assert/strict";
import {
  convolve,
  countPlaces,
  multiplyPatch,
  normalizeFilter,
  pool,
  rectify,
} from "../../lib/exploration/convolution.ts";
import { HAND_MADE_FILTERS } from "../../lib/exploration/hand_made_filters.ts";

const IMAGE = { height: 3, width: 4, values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };
const FILTER = { height: 2, width: 2, values: [1, 0, 0, -1] };

Deno.test("multiplyPatch() gives patch, products and their sum, blank outside the image", () => {
  const { patch, products, sum } = multiplyPatch(IMAGE, FILTER, { row: -1, column: 3 });
  assert.deepEqual([...patch.values as Float64Array], [0, 0, 4, 0]);
  assert.deepEqual([...products.values as Float64Array].map(Math.abs), [0, 0, 0, 0]);
  assert.equal(sum, 0);
  assert.equal(multiplyPatch(IMAGE, FILTER, { row: 1, column: 2 }).sum, 7 - 12);
});

Deno.test("convolve() agrees with sums worked out by hand, with stride and padding", () => {
  assert.deepEqual([...convolve(IMAGE, FILTER).values as Float64Array], Array(6).fill(-5));
  const padded = convolve(IMAGE, FILTER, { padding: 1, stride: 2 });
  assert.deepEqual([padded.height, padded.width], [2, 3]);
  assert.deepEqual([...padded.values as Float64Array], [-1, -3, 0, -9, 6 - 11, 8]);
});

Deno.test("countPlaces() follows LeNet-5's sizes and refuses a filter that does not fit", () => {
  assert.equal(countPlaces(28, 5, { padding: 2 }), 28);
  assert.equal(countPlaces(14, 5), 10);
  assert.equal(countPlaces(5, 5), 1);
  assert.throws(() => countPlaces(4, 5), RangeError);
});

Deno.test("pool() keeps the largest or the mean of whole windows; a ragged edge is left out", () => {
  assert.deepEqual([...pool(IMAGE, 2).values as Float64Array], [6, 8]);
  assert.deepEqual([...pool(IMAGE, 2, "average").values as Float64Array], [3.5, 5.5]);
});

Deno.test("rectify() sets negative numbers to zero and leaves the others", () => {
  const { values } = rectify({ height: 1, width: 3, values: [-1, 0, 2] });
  assert.deepEqual([...values as Float64Array], [0, 0, 2]);
});

Deno.test("normalizeFilter() makes the absolute sum of the weights 1", () => {
  const { values } = normalizeFilter({ height: 1, width: 2, values: [3, -1] });
  assert.deepEqual([...values as Float64Array], [0.75, -0.25]);
});

Deno.test("every hand-made filter gives 0 on even ink", () => {
  const even = { height: 5, width: 5, values: Array(25).fill(0.7) };
  for (const filter of Object.values(HAND_MADE_FILTERS)) {
    assert.ok(Math.abs(convolve(even, filter).values[0]) < 1e-12);
  }
});
