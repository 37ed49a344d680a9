import assert from "node:assert/strict";
import { logScale, wholeTicks } from "../../lib/plots/panel.ts";

function labels(lowest: number, highest: number): string[] {
  const { ticks, tickFormat } = logScale(lowest, highest);
  return (ticks as number[]).map(tickFormat as (tick: number) => string);
}

Deno.test("logScale() names every tick, fewer between the powers of ten the more decades there are", () => {
  assert.deepEqual(labels(0.6, 3.5), ["0.7", "1", "1.5", "2", "3"]);
  assert.deepEqual(labels(0.03, 0.6), ["0.05", "0.1", "0.2", "0.5"]);
  assert.deepEqual(labels(0.05, 100), ["0.1", "1", "10", "100"]);
  assert.deepEqual(labels(1e5, 3e7), ["100k", "300k", "1M", "3M", "10M", "30M"]);
});

Deno.test("logScale() names nothing where there are no values", () => {
  assert.deepEqual(logScale(Infinity, -Infinity), { type: "log" });
  assert.deepEqual(logScale(0, 1), { type: "log" });
});

Deno.test("wholeTicks() gives ten whole numbers at most", () => {
  assert.deepEqual(wholeTicks(0, 3), [0, 1, 2, 3]);
  assert.deepEqual(wholeTicks(0, 30).length, 11);
  assert.deepEqual(wholeTicks(0, 30).at(-1), 30);
});
