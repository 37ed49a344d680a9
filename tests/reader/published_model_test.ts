import assert from "node:assert/strict";
import {
  packWeights,
  type PublishedModel,
  unpackWeights,
} from "../../lib/reader/published_model.ts";

const MODEL: PublishedModel = {
  network: { stages: [], classes: 2 },
  classes: ["no", "yes"],
  weights: [
    { name: "C1/kernel", shape: [3, 1], size: 3 },
    { name: "C1/bias", shape: [1], size: 1 },
  ],
};

Deno.test("unpackWeights() gives back what packWeights() was given, views on buffers included", () => {
  const buffer = Float32Array.of(9, 1.5, -2, 3, 4);
  const values = { "C1/bias": buffer.subarray(4), "C1/kernel": buffer.subarray(1, 4) };
  const weights = unpackWeights(MODEL, packWeights(MODEL, values).buffer);
  assert.deepEqual(weights["C1/kernel"], Float32Array.of(1.5, -2, 3));
  assert.deepEqual(weights["C1/bias"], Float32Array.of(4));
});

Deno.test("unpackWeights() refuses a binary of another length", () => {
  assert.throws(() => unpackWeights(MODEL, new ArrayBuffer(15)), /16 bytes, got 15/);
});
