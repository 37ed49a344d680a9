import assert from "node:assert/strict";
import { IMAGE_PIXELS } from "../../lib/dataset/labeled_images.ts";
import { warpByParts } from "../../lib/augmentation/warp_by_parts.ts";

const STROKE = Uint8Array.from(
  { length: IMAGE_PIXELS },
  (_, p) => p % 28 > 12 && p % 28 < 16 && p > 140 && p < 640 ? 255 : 0,
);

Deno.test("warpByParts() shows the digit, six parts and all together, so many of each", async () => {
  const amounts = {
    rotationDegrees: 10,
    scale: 0.1,
    aspect: 0.05,
    shear: 0.2,
    shiftPixels: 2,
    elasticPixels: 0.5,
  };
  const rows = await warpByParts(STROKE, amounts, { count: 3 });
  assert.deepEqual(rows.map(({ name, images }) => [name, images.length]), [
    ["as it is", 1],
    ["rotation ±10°", 3],
    ["size ±10%", 3],
    ["height ±5%", 3],
    ["shear ±0.2", 3],
    ["shift ±2 px", 3],
    ["elastic 0.5 px", 3],
    ["all together", 3],
  ]);
  for (const { images } of rows.slice(1)) assert.notDeepEqual(images[0], images[1]);
});

Deno.test("warpByParts() leaves the digit alone where the amounts are zero", async () => {
  const amounts = {
    rotationDegrees: 0,
    scale: 0,
    aspect: 0,
    shear: 0,
    shiftPixels: 0,
    elasticPixels: 0,
  };
  for (const { images } of (await warpByParts(STROKE, amounts, { count: 2 })).slice(1)) {
    for (const image of images) {
      image.forEach((ink, p) => assert.ok(Math.abs(ink - STROKE[p] / 255) < 0.01));
    }
  }
});
