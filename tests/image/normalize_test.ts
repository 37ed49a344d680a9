import assert from "node:assert/strict";
import { IMAGE_SIZE } from "../../lib/dataset/labeled_images.ts";
import { BOX_SIZE, normalizeDigit } from "../../lib/image/normalize.ts";
import { type Plane, resamplePlane } from "../../lib/image/plane.ts";
import { measureStrokeWidth } from "../../lib/image/stroke.ts";

/** A plane with ink where `isInk` says, cropped already. */
function planeOf(width: number, height: number, isInk: (x: number, y: number) => boolean): Plane {
  const data = Float32Array.from(
    { length: width * height },
    (_, i) => Number(isInk(i % width, Math.floor(i / width))),
  );
  return { width, height, data };
}

/** An upright hollow rectangle. */
const ring = (width: number, height: number, stroke: number) =>
  planeOf(width, height, (x, y) => Math.min(x, y, width - 1 - x, height - 1 - y) < stroke);

function centerOfMass(pixels: Uint8Array): [x: number, y: number] {
  let mass = 0, x = 0, y = 0;
  pixels.forEach((ink, i) => {
    mass += ink;
    x += ink * (i % IMAGE_SIZE);
    y += ink * Math.floor(i / IMAGE_SIZE);
  });
  return [x / mass, y / mass];
}

Deno.test("normalizeDigit() scales the longer side to 20 pixels and keeps the proportions", () => {
  for (const [width, height] of [[60, 120], [120, 60], [7, 14], [400, 800]]) {
    const { placed } = normalizeDigit(ring(width, height, Math.ceil(width / 8)));
    assert.equal(Math.max(placed.width, placed.height), BOX_SIZE);
    const shorter = Math.min(placed.width, placed.height);
    assert.ok(Math.abs(shorter - BOX_SIZE / 2) <= 1, `${shorter} from ${width} × ${height}`);
  }
});

Deno.test("normalizeDigit() puts the centre of mass within half a pixel of the middle", () => {
  const seven = planeOf(60, 100, (x, y) => y < 14 || Math.abs(x - (59 - 0.4 * y)) < 8);
  const [x, y] = centerOfMass(normalizeDigit(seven).pixels);
  assert.ok(Math.abs(x - 14) <= 0.5 && Math.abs(y - 14) <= 0.5, `${x}, ${y}`);
});

Deno.test("normalizeDigit() keeps the box inside the field when the mass is all at one end", () => {
  const { placed } = normalizeDigit(planeOf(100, 12, (x, y) => x < 12 || y === 6));
  assert.ok(placed.left >= 0 && placed.left + placed.width <= IMAGE_SIZE);
});

Deno.test("normalizeDigit() copies a 20-pixel digit byte for byte", () => {
  const ink = ring(14, 20, 3);
  const { pixels, placed } = normalizeDigit(ink);
  assert.deepEqual(placed, { left: 8, top: 5, width: 14, height: 20 });
  for (let y = 0; y < 20; y++) {
    for (let x = 0; x < 14; x++) {
      assert.equal(pixels[(y + 5) * IMAGE_SIZE + x + 8], 255 * ink.data[y * 14 + x]);
    }
  }
});

/** The stroke width that the network gets to see. */
function seenWidth(pixels: Uint8Array): number {
  const digit = { width: 28, height: 28, data: Float32Array.from(pixels, (ink) => ink / 255) };
  const whole = { left: 0, top: 0, width: 28, height: 28 };
  return measureStrokeWidth(resamplePlane(digit, whole, { width: 224, height: 224 })) / 8;
}

for (const [what, stroke] of [["widens hairlines", 1], ["narrows broad markers", 70]] as const) {
  Deno.test(`normalizeDigit() ${what} to widths that MNIST has, and reports what was drawn`, () => {
    const { pixels, strokeWidth } = normalizeDigit(ring(200, 240, stroke));
    assert.ok(stroke === 1 ? strokeWidth < 0.3 : strokeWidth > 5, `drawn: ${strokeWidth}`);
    const width = seenWidth(pixels);
    assert.ok(width > 2 && width < 4.6, `seen: ${width}`);
  });
}

Deno.test("normalizeDigit() takes a single pixel for a dot", () => {
  const { pixels, placed } = normalizeDigit(planeOf(1, 1, () => true));
  assert.deepEqual([placed.width, placed.height], [BOX_SIZE, BOX_SIZE]);
  assert.ok(pixels.some((ink) => ink === 255));
});
