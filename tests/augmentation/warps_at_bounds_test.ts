import assert from "node:assert/strict";
import { drawWarp } from "../../lib/augmentation/warp.ts";
import { createWarper } from "../../lib/augmentation/warper.ts";
import { warpAtBounds } from "../../lib/augmentation/warps_at_bounds.ts";
import { DEFAULT_RECIPE } from "../../lib/training/recipe.ts";

/** An upright bar, off the centre. */
const BAR = Uint8Array.from({ length: 784 }, (_, p) => {
  const x = p % 28, y = Math.floor(p / 28);
  return x >= 10 && x < 13 && y >= 5 && y < 22 ? 255 : 0;
});
const AUGMENTATION = DEFAULT_RECIPE.augmentation!;

Deno.test("warpAtBounds() leaves the digit as it is in the middle of each row of amounts", async () => {
  const rows = (await warpAtBounds(BAR, AUGMENTATION)).slice(0, 5);
  for (const { images } of rows) {
    assert.ok(images[3].every((ink, p) => Math.abs(ink - BAR[p] / 255) < 1e-6));
  }
});

Deno.test("warpAtBounds() goes to the bound: a shift of 2 pixels moves the bar by 2 columns", async () => {
  const rows = await warpAtBounds(BAR, { ...AUGMENTATION, shiftPixels: 2 });
  const [first, last] = [rows[4].images[0], rows[4].images[6]];
  for (let p = 2; p < 782; p++) {
    const x = p % 28;
    if (x < 2 || x > 25) continue;
    assert.ok(Math.abs(first[p] - BAR[p - 2] / 255) < 1e-6);
    assert.ok(Math.abs(last[p] - BAR[p + 2] / 255) < 1e-6);
  }
});

Deno.test("warpAtBounds() samples as the engine's kernel does, within 1e-3", async () => {
  const still = {
    rotationDegrees: 0,
    scale: 0,
    aspect: 0,
    shear: 0,
    shiftPixels: 0,
    elasticPixels: 0,
  };
  const warp = await createWarper({ ...still, rotationDegrees: 10 }, 0);
  const { yx } = drawWarp(5, { ...still, rotationDegrees: 10 });
  const degrees = Math.asin(yx) * 180 / Math.PI;
  const { images } = (await warpAtBounds(BAR, { ...AUGMENTATION, rotationDegrees: degrees }))[0];
  const expected = warp(BAR, () => 5);
  assert.ok(images[6].every((ink, p) => Math.abs(ink - expected[p]) < 1e-3));
});
