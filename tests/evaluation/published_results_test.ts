import assert from "node:assert/strict";
import { PUBLISHED_RESULTS, SOURCES } from "../../lib/evaluation/published_results.ts";

Deno.test("PUBLISHED_RESULTS holds LeNet-5's error rates, plain and with distortions", () => {
  const rates = PUBLISHED_RESULTS
    .filter(({ method, source }) => method === "LeNet-5" && source === "LeCun et al. 1998")
    .map(({ errorRate, augmented }) => [errorRate, augmented]);
  assert.deepEqual(rates, [[0.0095, false], [0.008, true]]);
});

Deno.test("PUBLISHED_RESULTS falls, and every source has a title", () => {
  const rates = PUBLISHED_RESULTS.map(({ errorRate }) => errorRate);
  assert.deepEqual(rates, rates.toSorted((a, b) => b - a));
  assert.ok(PUBLISHED_RESULTS.every(({ source }) => SOURCES[source].includes(source.slice(-4))));
});
