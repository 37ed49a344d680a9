import assert from "node:assert/strict";
import { summarizeSeeds } from "../../lib/training/seed_study.ts";

const run = (name: string, seed: number, error: number) => ({ name, seed, error });

Deno.test("summarizeSeeds() gives mean, sd and the paired t interval", () => {
  // Differences 1, 2, 3: mean 2, sd 1; 95% interval 2 ± 4.303 / √3, by a table of t.
  const runs = [10, 11, 12].flatMap((error, seed) => [
    run("a", seed, error),
    run("b", seed, error + seed + 1),
  ]);
  const [a, b] = summarizeSeeds(runs);
  assert.deepEqual([a.mean, a.deviation, a.runs], [11, 1, 3]);
  assert.equal(b.difference, 2);
  assert.ok(Math.abs(b.interval[0] - (2 - 4.303 / Math.sqrt(3))) < 1e-9);
});

Deno.test("summarizeSeeds() compares only seeds that all ways have, and knows nothing from one", () => {
  const summaries = summarizeSeeds([run("a", 0, 1), run("b", 0, 2), run("a", 1, 5)]);
  assert.deepEqual(summaries.map(({ runs }) => runs), [1, 1]);
  assert.ok(summaries[1].interval.every(Number.isNaN));
});
