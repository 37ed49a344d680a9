import assert from "node:assert/strict";
import {
  countFitting,
  labelClasses,
  measureLabels,
  shorten,
  ticksAcross,
  ticksDown,
} from "../../lib/plots/class_names.ts";
import { LETTERS, MANY } from "./made_up.ts";

Deno.test("labelClasses() shortens long names and numbers those that the font cannot draw", () => {
  assert.deepEqual(
    labelClasses(["7", "Größe Ω", "Ankle boot", "a name without an end", "お"]),
    ["7", "Größe Ω", "Ankle boot", "a name withou…", "class 4"],
  );
});

Deno.test("shorten() counts characters, not code units, and leaves what fits", () => {
  assert.equal(shorten("abcdef", 6), "abcdef");
  assert.equal(shorten("abcdef", 4), "abc…");
  assert.equal(shorten("🂡🂢🂣", 3), "🂡🂢🂣");
  assert.equal(shorten("🂡🂢🂣🂤", 3), "🂡🂢…");
});

Deno.test("countFitting() inverts the width that measureLabels() gives", () => {
  for (const length of [1, 5, 14]) {
    assert.equal(countFitting(measureLabels(["x".repeat(length)]) + 1), length);
  }
  assert.equal(countFitting(2), 1);
});

Deno.test("ticksAcross() turns names that are broader than their place", () => {
  assert.equal(ticksAcross(LETTERS, 25).tickRotate, 0);
  assert.equal(ticksAcross(MANY.slice(0, 10), 40).tickRotate, -90);
});

Deno.test("ticksAcross() and ticksDown() leave names out where all would overlap, and misname none", () => {
  for (const axis of [ticksAcross, ticksDown]) {
    assert.equal(axis(LETTERS, 25).ticks.length, 26);
    const { ticks, tickFormat } = axis(MANY, 5);
    assert.deepEqual(ticks.slice(0, 3), [0, 3, 6]);
    assert.equal(ticks.at(-1), 252);
    assert.deepEqual(ticks.map(tickFormat), ticks.map((label) => `class ${label}`));
  }
});
