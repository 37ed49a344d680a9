import assert from "node:assert/strict";
import { judge } from "../../lib/reader/judge.ts";

const LIMITS = { confidence: 0.9, unusual: 0.2, foreign: 0.3 };

Deno.test("judge() is sure only of a probable answer to ordinary ink, its limits included", () => {
  assert.equal(judge({ confidence: 0.9, strangeness: 0.2 }, LIMITS), "sure");
  assert.equal(judge({ confidence: 0.89, strangeness: 0 }, LIMITS), "unsure");
  assert.equal(judge({ confidence: 1, strangeness: 0.21 }, LIMITS), "unsure");
});

Deno.test("judge() calls ink beyond the last limit no digit, however sure the network is", () => {
  assert.equal(judge({ confidence: 1, strangeness: 0.31 }, LIMITS), "foreign");
  assert.equal(judge({ confidence: 0.1, strangeness: 0.3 }, LIMITS), "unsure");
});

Deno.test("judge() doubts an answer that the second network disputes", () => {
  const evidence = { confidence: 1, strangeness: 0, isDisputed: true };
  assert.equal(judge(evidence, LIMITS), "unsure");
  assert.equal(judge({ ...evidence, strangeness: 1 }, LIMITS), "foreign");
});
