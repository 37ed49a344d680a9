import assert from "node:assert/strict";
import { scorePredictions } from "../../lib/training/scores.ts";

/** Ten probabilities of which those given are set. */
function distribute(given: Record<number, number>): number[] {
  return Array.from({ length: 10 }, (_, digit) => given[digit] ?? 0);
}

Deno.test("scorePredictions() measures mean cross-entropy and accuracy", () => {
  const rows = [distribute({ 3: 0.5, 4: 0.25, 5: 0.25 }), distribute({ 1: 0.25, 2: 0.75 })];
  const { loss, accuracy } = scorePredictions(Uint8Array.of(3, 1), Float32Array.from(rows.flat()));
  assert.ok(Math.abs(loss - (Math.log(2) + Math.log(4)) / 2) < 1e-6);
  assert.equal(accuracy, 0.5);
});

Deno.test("scorePredictions() stands a probability of 0, and counts a tie as a miss", () => {
  const rows = [distribute({ 0: 1 }), distribute({ 7: 0.5, 8: 0.5 })];
  const { loss, accuracy } = scorePredictions(Uint8Array.of(9, 7), Float32Array.from(rows.flat()));
  assert.ok(Number.isFinite(loss) && loss > 30);
  assert.equal(accuracy, 0);
});
