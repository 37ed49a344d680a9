import assert from "node:assert/strict";
import { summarizeTimes, timeInTurns } from "../../lib/bench/timing.ts";

Deno.test("timeInTurns() runs the works turn about, warm-up untimed", async () => {
  let calls = "";
  const works = ["a", "b"].map((name) => () => void (calls += name));
  const timings = await timeInTurns(works, { runs: 3, warmUps: 1 });
  assert.equal(calls, "abababab");
  assert.deepEqual(timings.map(({ runs }) => runs), [3, 3]);
});

Deno.test("summarizeTimes() tells the fastest and the middle one", () => {
  assert.deepEqual(summarizeTimes([5, 10, 1]), { minMs: 1, medianMs: 5, runs: 3 });
});
