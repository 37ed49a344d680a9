import assert from "node:assert/strict";
import { findNearest, lookAtDigits } from "../../../lib/demo/explainer/nearest.ts";
import type { CompiledClassifier } from "../../../lib/engine/compiled_classifier.ts";
import type { Network } from "../../../lib/model/network.ts";
import { makeDigits } from "../models.ts";

const NETWORK = { stages: [{}, {}, {}] } as unknown as Network;

/** The first two pixels, as the layer before the output sees them. */
const CLASSIFIER = {
  embed: (images: Uint8Array, stage: number) => {
    assert.equal(stage, 1);
    return Float32Array.from(
      { length: images.length / 392 },
      (_, i) => images[784 * (i >> 1) + (i & 1)],
    );
  },
} as unknown as CompiledClassifier;

Deno.test("findNearest() finds the digits of the likest direction, whatever their strength", () => {
  const digits = makeDigits(5, 1);
  const directions = [[10, 0], [30, 30], [0, 200], [0, 0], [100, 110]];
  directions.forEach((direction, i) => digits.images.set(direction, 784 * i));
  const features = lookAtDigits(CLASSIFIER, NETWORK, digits);
  const pixels = new Uint8Array(784);
  pixels.set([4, 4]);
  const found = findNearest(CLASSIFIER, NETWORK, { pixels, features, count: 3 });
  assert.deepEqual(found.map(({ label }) => label), [1, 4, 0].map((i) => digits.labels[i]));
  assert.ok(Math.abs(found[0].similarity - 1) < 1e-6);
  assert.ok(Math.abs(found[2].similarity - Math.SQRT1_2) < 1e-6);
  assert.deepEqual(found[1].pixels, digits.images.slice(4 * 784, 5 * 784));
});
