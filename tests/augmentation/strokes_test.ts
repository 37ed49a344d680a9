import assert from "node:assert/strict";
import { breakTopBar, crossStem, curlTail, openTopLoop } from "../../lib/augmentation/strokes.ts";
import { createRandom } from "../../lib/random.ts";
import { countHoles, drawPaths, ellipse, inkOf, spans } from "./drawn_digits.ts";

const FIVE = drawPaths([[19, 5], [10, 5], [9, 13], [17, 14], [18, 19], [14, 23], [8, 22]]);
const SEVEN = drawPaths([[8, 5], [19, 5], [12, 23]]);
const EIGHT = drawPaths(ellipse([14, 9], [4.5, 4]), ellipse([14, 18.5], [5, 5]));
const NINE = drawPaths(ellipse([13, 9], [5, 4]), [[18, 9], [17, 23]]);
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

Deno.test("breakTopBar() leaves a 5 its bar, with paper under it", () => {
  for (const seed of SEEDS) {
    const broken = breakTopBar(FIVE, createRandom(seed));
    const inRow = Array.from({ length: 28 }, (_, y) => inkOf(broken.subarray(28 * y, 28 * y + 28)));
    const top = inRow.findIndex((ink) => ink > 0.5);
    const bar = Math.max(...inRow.slice(top, top + 5));
    // The stem below the bar is 2.5 pixels broad: less is a gap, or the blur of one.
    assert.ok(bar > 4 && Math.min(...inRow.slice(top + 2, top + 9)) < 1.7, inRow.join(" "));
  }
});

Deno.test("crossStem() adds a stroke across the stem of a 7, about half-way down", () => {
  for (const seed of SEEDS) {
    const rows = spans(crossStem(SEVEN, createRandom(seed))).slice(6, 17);
    const widest = Math.max(...rows.map(({ from, to }) => to - from + 1));
    assert.ok(widest >= 6, `${widest}`);
  }
  const plain = spans(SEVEN).slice(6, 17).map(({ from, to }) => to - from + 1);
  assert.ok(Math.max(...plain) < 5);
});

Deno.test("openTopLoop() opens the upper loop of an 8 and leaves the lower one", () => {
  assert.equal(countHoles(EIGHT), 2);
  const holes = SEEDS.map((seed) => countHoles(openTopLoop(EIGHT, createRandom(seed))));
  assert.ok(holes.every((count) => count >= 1 && count <= 2), holes.join(" "));
  assert.ok(holes.filter((count) => count === 1).length > 0.7 * SEEDS.length, holes.join(" "));
});

Deno.test("curlTail() ends the stem of a 9 in a curl to the left, and leaves its loop", () => {
  for (const seed of SEEDS) {
    const curled = curlTail(NINE, createRandom(seed)), rows = spans(curled);
    const stem = rows[12].to, low = rows.slice(-4);
    assert.ok(Math.min(...low.map(({ from }) => from)) < stem - 4, JSON.stringify(low));
    assert.ok(countHoles(curled) >= 1);
  }
});
