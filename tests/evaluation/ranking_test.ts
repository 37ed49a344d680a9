import assert from "node:assert/strict";
import { rankByMargin, rankMisclassified } from "../../lib/evaluation/ranking.ts";
import { predict } from "./helpers.ts";

const predictions = [
  predict({ index: 0, label: 1, predicted: 1, confidence: 0.9, margin: 0.8 }),
  predict({ index: 1, label: 1, predicted: 7, confidence: 0.6, margin: 0.3 }),
  predict({ index: 2, label: 4, predicted: 9, confidence: 0.8, margin: 0.7 }),
  predict({ index: 3, label: 5, predicted: 5, confidence: 0.5, margin: 0.1 }),
];

Deno.test("rankMisclassified() lists confident mistakes first, and no right answer", () => {
  assert.deepEqual(rankMisclassified(predictions).map(({ index }) => index), [2, 1]);
});

Deno.test("rankByMargin() lists all, closest calls first, and leaves its input alone", () => {
  assert.deepEqual(rankByMargin(predictions).map(({ index }) => index), [3, 1, 2, 0]);
  assert.deepEqual(predictions.map(({ index }) => index), [0, 1, 2, 3]);
});
