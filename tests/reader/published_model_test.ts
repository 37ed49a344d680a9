import assert from "node:assert/strict";
import { packValues, type PublishedModel, unpackValues } from "../../lib/reader/published_model.ts";

const MODEL: PublishedModel = {
  network: { stages: [], classes: 2 },
  classes: ["no", "yes"],
  weights: [
    { name: "C1/kernel", shape: [3, 1], size: 3 },
    { name: "C1/bias", shape: [1], size: 1 },
  ],
  typical: { count: 2, size: 2, stage: 0 },
  limits: { confidence: 0.9, unusual: 0.2, foreign: 0.3 },
};

Deno.test("unpackValues() gives back what packValues() was given, views on buffers included", () => {
  const buffer = Float32Array.of(9, 1.5, -2, 3, 4);
  const values = {
    weights: { "C1/bias": buffer.subarray(4), "C1/kernel": buffer.subarray(1, 4) },
    typical: Int8Array.of(7, 127, 0, -4, 5).subarray(1),
  };
  const { weights, typical } = unpackValues(MODEL, packValues(MODEL, values).buffer);
  assert.deepEqual(weights["C1/kernel"], Float32Array.of(1.5, -2, 3));
  assert.deepEqual(weights["C1/bias"], Float32Array.of(4));
  assert.deepEqual(typical, Int8Array.of(127, 0, -4, 5));
});

Deno.test("unpackValues() refuses a binary of another length", () => {
  assert.throws(() => unpackValues(MODEL, new ArrayBuffer(19)), /20 bytes, got 19/);
});
