import assert from "node:assert/strict";
import {
  type Augmentation,
  createDisplacementPlane,
  DISPLACEMENT_ROW_BYTES,
  drawWarp,
  type Warp,
} from "../../lib/augmentation/warp.ts";
import { AUGMENTATION } from "../engine/in_process.ts";

const NONE: Augmentation = {
  ...{ rotationDegrees: 0, scale: 0, aspect: 0, shear: 0, shiftPixels: 0, elasticPixels: 0 },
};

const PERIOD = 128, ROW = DISPLACEMENT_ROW_BYTES / 4;

/** Where the warp samples the source of a pixel, displacement left out. */
function mapPoint(warp: Warp, x: number, y: number): [number, number] {
  return [warp.xx * x + warp.xy * y + warp.x0, warp.yx * x + warp.yy * y + warp.y0];
}

const drawMany = (count: number, augmentation: Augmentation) =>
  Array.from({ length: count }, (_, i) => drawWarp(i * 7919, augmentation));

Deno.test("drawWarp() without amounts is the identity", () => {
  for (const warp of drawMany(50, NONE)) {
    for (const [x, y] of [[0, 0], [27, 0], [13, 20]]) {
      assert.deepEqual(mapPoint(warp, x, y).map((v) => v + 0), [x, y]);
    }
    assert.deepEqual([Math.abs(warp.amplitudeX), Math.abs(warp.amplitudeY)], [0, 0]);
  }
});

Deno.test("drawWarp() gives the same warp for the same key, and another for another", () => {
  assert.deepEqual(drawWarp(12345, AUGMENTATION), drawWarp(12345, AUGMENTATION));
  const all = drawMany(1000, AUGMENTATION).map((warp) => JSON.stringify(warp));
  assert.equal(new Set(all).size, 1000);
});

Deno.test("drawWarp() turns about the middle of the digit, shifts both ways and fills its bounds", () => {
  const middles = drawMany(4000, { ...AUGMENTATION, shiftPixels: 2 }).map((warp) => {
    const [x, y] = mapPoint(warp, 13.5, 13.5);
    return [x - 13.5, y - 13.5];
  });
  for (const axis of [0, 1]) {
    const shifts = middles.map((middle) => middle[axis]);
    assert.ok(Math.min(...shifts) > -2.0001 && Math.min(...shifts) < -1.95);
    assert.ok(Math.max(...shifts) < 2.0001 && Math.max(...shifts) > 1.95);
    const mean = shifts.reduce((sum, shift) => sum + shift) / shifts.length;
    assert.ok(Math.abs(mean) < 4 * 2 / Math.sqrt(3 * 4000), `mean shift ${mean}`);
  }
});

Deno.test("drawWarp() keeps turn and size within their bounds", () => {
  for (const { xx, yx } of drawMany(2000, { ...NONE, rotationDegrees: 10 })) {
    assert.ok(Math.abs(Math.hypot(xx, yx) - 1) < 1e-12);
    assert.ok(Math.abs(Math.atan2(yx, xx)) <= 10 * Math.PI / 180 + 1e-12);
  }
  for (const { xx, xy, yx, yy } of drawMany(2000, { ...NONE, scale: 0.1, aspect: 0.08 })) {
    assert.ok(xy === 0 && yx === 0);
    assert.ok(Math.abs(xx - 1) <= 0.1 && Math.abs(yy / xx - 1) <= 0.08 + 1e-12);
  }
});

Deno.test("drawWarp() takes its displacement windows from within the plane", () => {
  const windows = drawMany(5000, AUGMENTATION).flatMap((
    { windowX, windowY },
  ) => [windowX, windowY]);
  for (const window of windows) {
    const row = Math.floor(window / ROW), column = window % ROW;
    assert.ok(row >= 0 && row < PERIOD && column < PERIOD, `${window}`);
  }
  // All of the plane is used: of 16,384 places, 10,000 draws find about 7,500.
  assert.ok(new Set(windows).size > 7000);
});

Deno.test("createDisplacementPlane() has unit variance, no drift, and repeats after 128 pixels", () => {
  const plane = createDisplacementPlane(3);
  assert.equal(plane.length, (PERIOD + 28) * ROW);
  const at = (x: number, y: number) => plane[y * ROW + x];
  let sum = 0, squares = 0;
  for (let y = 0; y < PERIOD; y++) {
    for (let x = 0; x < PERIOD; x++) {
      sum += at(x, y);
      squares += at(x, y) ** 2;
    }
  }
  assert.ok(Math.abs(squares / PERIOD ** 2 - 1) < 1e-4);
  assert.ok(Math.abs(sum / PERIOD ** 2) < 0.3);
  for (let i = 0; i < PERIOD + 28; i++) {
    for (let over = 0; over < 28; over++) {
      assert.equal(at(i, PERIOD + over), at(i, over));
      assert.equal(at(PERIOD + over, i), at(over, i));
    }
  }
});

Deno.test("createDisplacementPlane() is smooth over three pixels, across its seam as well", () => {
  const plane = createDisplacementPlane(4);
  let product = 0, far = 0;
  for (let y = 0; y < PERIOD; y++) {
    for (let x = 0; x < PERIOD; x++) {
      product += plane[y * ROW + x] * plane[y * ROW + x + 3];
      far += plane[y * ROW + x] * plane[y * ROW + x + 20];
    }
  }
  // Blurred by σ, noise that is d apart correlates by e^(−d²/4σ²).
  assert.ok(Math.abs(product / PERIOD ** 2 - Math.exp(-9 / 36)) < 0.05, `${product / PERIOD ** 2}`);
  assert.ok(Math.abs(far / PERIOD ** 2) < 0.25, `${far / PERIOD ** 2}`);
});

Deno.test("createDisplacementPlane() depends on the seed alone", () => {
  assert.deepEqual(createDisplacementPlane(5), createDisplacementPlane(5));
  assert.notDeepEqual(createDisplacementPlane(5), createDisplacementPlane(6));
});
