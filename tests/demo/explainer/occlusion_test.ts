import assert from "node:assert/strict";
import { occlude } from "../../../lib/demo/explainer/occlusion.ts";

const FOR = 14 * 28 + 6, AGAINST = 14 * 28 + 21;

/** Sure of a 1 by the ink of one pixel, less so by that of another; a 2 without the former. */
const CLASSIFIER = {
  classify: (images: Uint8Array) =>
    Float32Array.from({ length: images.length / 784 * 3 }, (_, i) => {
      const image = images.subarray(784 * Math.floor(i / 3));
      const one = image[FOR] === 0 ? 0.3 : image[AGAINST] === 0 ? 0.9 : 0.6;
      return [0, one, 1 - one][i % 3];
    }),
};

Deno.test("occlude() tells ink that speaks for the answer from ink that speaks against it", () => {
  const pixels = new Uint8Array(784);
  for (const pixel of [FOR, FOR + 1, FOR + 10, AGAINST]) pixels[pixel] = 255;
  const { digit, values, rival } = occlude(CLASSIFIER, pixels);
  assert.equal(digit, 1);
  assert.equal(rival, 2, "what is read without the ink for it");
  // Log-odds: 0.41 of 0.6, −0.85 of 0.3, 2.20 of 0.9; the largest change is the one against it.
  assert.ok(Math.abs(values[AGAINST] + 1) < 1e-6);
  assert.ok(Math.abs(values[FOR] - (0.405465 + 0.847298) / (2.197225 - 0.405465)) < 1e-4);
  // One of five columns of windows that cover its neighbour does not cover the pixel itself.
  assert.ok(Math.abs(values[FOR + 1] / values[FOR] - 0.8) < 1e-4);
  assert.equal(values[FOR + 10], 0, "ink that changes nothing");
  assert.equal(values[FOR + 28], 0, "paper says nothing");
});

Deno.test("occlude() of an answer that nothing changes is blank, without a rival", () => {
  const classify = (images: Uint8Array) =>
    Float32Array.from({ length: images.length / 784 * 2 }, (_, i) => 1 - i % 2);
  const { digit, values, rival } = occlude({ classify }, new Uint8Array(784).fill(9));
  assert.deepEqual([digit, rival], [0, undefined]);
  assert.ok(values.every((value) => value === 0));
});
