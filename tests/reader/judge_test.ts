import assert from "node:assert/strict";
import { judge, measureNovelty, UNIT } from "../../lib/reader/judge.ts";

const LIMITS = { confidence: 0.9, unusual: 0.2, foreign: 0.3 };

Deno.test("judge() is sure only of a probable answer to ordinary ink, its limits included", () => {
  assert.equal(judge({ confidence: 0.9, novelty: 0.2 }, LIMITS), "sure");
  assert.equal(judge({ confidence: 0.89, novelty: 0 }, LIMITS), "unsure");
  assert.equal(judge({ confidence: 1, novelty: 0.21 }, LIMITS), "unsure");
});

Deno.test("judge() calls ink beyond the last limit no digit, however sure the network is", () => {
  assert.equal(judge({ confidence: 1, novelty: 0.31 }, LIMITS), "foreign");
  assert.equal(judge({ confidence: 0.1, novelty: 0.3 }, LIMITS), "unsure");
});

Deno.test("measureNovelty() is 1 less the cosine to the most similar direction", () => {
  const typical = Int8Array.of(UNIT, 0, 0, UNIT);
  assert.equal(measureNovelty(Float32Array.of(0, 5), typical), 0);
  assert.equal(measureNovelty(Float32Array.of(3, 4), typical).toFixed(6), "0.200000");
  assert.equal(measureNovelty(Float32Array.of(-1, 0), typical), 1);
});

Deno.test("measureNovelty() finds features of zeros as novel as can be", () => {
  assert.equal(measureNovelty(new Float32Array(2), Int8Array.of(UNIT, 0)), 1);
});
