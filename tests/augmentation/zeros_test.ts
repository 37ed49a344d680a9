import assert from "node:assert/strict";
import { drawSlash } from "../../lib/augmentation/zeros.ts";
import { createRandom } from "../../lib/random.ts";
import { centerOf, countHoles, drawPaths, ellipse, inkOf } from "./drawn_digits.ts";

const RINGS = {
  round: drawPaths(ellipse([14, 14], [8.5, 8.5])),
  narrow: drawPaths(ellipse([14, 14], [5, 8.5])),
  slanted: drawPaths(ellipse([14, 14], [5, 8.5], 0.4)),
};
const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);

for (const [name, ring] of Object.entries(RINGS)) {
  Deno.test(`drawSlash() parts the inside of a ${name} 0`, () => {
    assert.equal(countHoles(ring), 1);
    const holes = SEEDS.map((seed) => countHoles(drawSlash(ring, createRandom(seed))));
    // Where the slash ends inside the ring the halves join.
    const parted = holes.filter((count) => count >= 2).length;
    assert.ok(parted >= 0.75 * SEEDS.length, holes.join(" "));
  });
}

Deno.test("drawSlash() crosses the middle, and as a rule passes the ring", () => {
  const images = SEEDS.map((seed) => drawSlash(RINGS.round, createRandom(seed)));
  for (const image of images) {
    const { x, y } = centerOf(image);
    let most = 0;
    for (let dy = -2; dy <= 2; dy++) {
      for (let dx = -2; dx <= 2; dx++) {
        most = Math.max(most, image[Math.round(y + dy) * 28 + Math.round(x + dx)]);
      }
    }
    assert.ok(most > 150, `${most}`);
  }
  // A slash beyond the ring makes the ring smaller when the digit is fitted again.
  const smaller = images.filter((image) => ringWidth(image) < 19).length;
  assert.ok(smaller > 0.5 * SEEDS.length && smaller < SEEDS.length, `${smaller}`);
});

Deno.test("drawSlash() leans between a level bar and a vertical, most to the right", () => {
  const slants = SEEDS.map((seed) => {
    const image = drawSlash(RINGS.round, createRandom(seed)), { x, y } = centerOf(image);
    const product = image.reduce(
      (sum, ink, i) => sum + ink * (i % 28 - x) * (Math.floor(i / 28) - y),
      0,
    );
    return -product / (255 * inkOf(image));
  });
  assert.ok(slants.filter((slant) => slant > 0.5).length > 0.6 * SEEDS.length, slants.join(" "));
});

/** Columns between the ring's left and right side, taken in the rows around its middle. */
function ringWidth(image: Uint8Array): number {
  const { y } = centerOf(image);
  const widths = [-4, 0, 4].map((dy) => {
    const row = image.subarray(28 * Math.round(y + dy), 28 * Math.round(y + dy) + 28);
    const inked = [...row.keys()].filter((x) => row[x] > 85);
    return Math.max(...inked) - Math.min(...inked) + 1;
  });
  return Math.max(...widths);
}
