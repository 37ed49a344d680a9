import assert from "node:assert/strict";
import { logScale, renderLegend, wholeTicks } from "../../lib/plots/panel.ts";

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

Deno.test("wholeTicks() gives evenly spaced whole numbers, eleven at most", () => {
  assert.deepEqual(wholeTicks(0, 3), [0, 1, 2, 3]);
  assert.deepEqual(wholeTicks(0, 30), [0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30]);
  for (let last = 0; last < 200; last++) assert.ok(wholeTicks(0, last).length <= 11);
});

Deno.test("renderLegend() starts a new row where the next entry would be too wide", () => {
  const items = Array.from({ length: 26 }, (_, i) => ({ label: `class ${i}`, color: "#000000" }));
  const { width, height, markup } = renderLegend(items, 400);
  const rows = Map.groupBy(markup.matchAll(/translate\(([\d.]+),(\d+)\)/g), ([, , y]) => Number(y));
  assert.ok(rows.size > 3 && width <= 418 && height === 20 * rows.size);
  assert.deepEqual([...rows.keys()], Array.from({ length: rows.size }, (_, row) => 20 * row));
  assert.equal(renderLegend(items.slice(0, 3), 400).height, 20);
});
