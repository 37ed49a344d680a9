import assert from "node:assert/strict";
import { IMAGE_PIXELS, IMAGE_SIZE } from "../../lib/dataset/labeled_images.ts";
import {
  corruptImage,
  type Corruption,
  CORRUPTIONS,
  showCorruptions,
} from "../../lib/robustness/corruptions.ts";

/** A filled rectangle, off the centre. */
const BLOCK = Uint8Array.from({ length: IMAGE_PIXELS }, (_, p) => {
  const x = p % IMAGE_SIZE, y = Math.floor(p / IMAGE_SIZE);
  return x >= 8 && x < 14 && y >= 6 && y < 20 ? 255 : 0;
});

/** The corruption whose name holds a word. */
function find(word: string): Corruption {
  return CORRUPTIONS.find(({ name }) => name.includes(word))!;
}

const inkOf = (image: Uint8Array) => image.reduce((sum, byte) => sum + byte, 0) / 255;

/** Mean place of the ink, from the upper left pixel. */
function centre(image: Uint8Array): [x: number, y: number] {
  let x = 0, y = 0;
  image.forEach((byte, p) => {
    x += byte * (p % IMAGE_SIZE);
    y += byte * Math.floor(p / IMAGE_SIZE);
  });
  return [x / inkOf(image) / 255, y / inkOf(image) / 255];
}

function assertNear(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not near ${expected}`);
}

for (const { name, strengths, apply } of CORRUPTIONS) {
  Deno.test(`${name}: strengths rise, and one of them changes nothing`, () => {
    assert.deepEqual(strengths.toSorted((a, b) => a - b), strengths);
    const unchanged = strengths.filter((strength) =>
      apply(BLOCK, strength, 0).every((byte, p) => byte === BLOCK[p])
    );
    assert.equal(unchanged.length, 1);
  });
}

Deno.test("showCorruptions() gives a row for each corruption, a captioned image for each strength", () => {
  const rows = showCorruptions(BLOCK);
  const expected = CORRUPTIONS.map(({ strengths }) => strengths.length);
  assert.deepEqual(rows.map(({ images }) => images.length), expected);
  assert.deepEqual(rows.map(({ captions }) => captions.length), expected);
  assert.equal(rows[0].name, "shift (px)");
  assert.deepEqual(rows[0].captions.slice(0, 2), ["−6", "−4"]);
});

Deno.test("shift moves ink by whole pixels and lets it leave the field", () => {
  const { apply } = find("shift");
  const [x, y] = centre(BLOCK);
  assert.deepEqual(centre(apply(BLOCK, 3, 0)), [x + 3, y]);
  assert.equal(inkOf(apply(BLOCK, -10, 0)), 4 * 14);
});

Deno.test("rotation by 90 degrees turns what is above to the right, to 1e-9 of a pixel", () => {
  const turned = find("rotation").apply(BLOCK, 90, 0);
  const [x, y] = centre(BLOCK), [turnedX, turnedY] = centre(turned);
  assertNear(turnedX - 13.5, 13.5 - y, 1e-9);
  assertNear(turnedY - 13.5, x - 13.5, 1e-9);
});

Deno.test("size scales the area by the square of the factor, to 10%", () => {
  for (const factor of [0.5, 1.3]) {
    const { apply } = find("size");
    assertNear(inkOf(apply(BLOCK, factor, 0)) / inkOf(BLOCK) / factor ** 2, 1, 0.1);
  }
});

Deno.test("moving stroke edges widens and narrows the block on all sides", () => {
  const { apply } = find("stroke");
  assertNear(inkOf(apply(BLOCK, 1, 0)), 8 * 16, 4);
  assertNear(inkOf(apply(BLOCK, -1, 0)), 4 * 12, 4);
});

Deno.test("noise depends on the key alone and has the deviation asked for", () => {
  const { apply } = find("noise");
  const grey = new Uint8Array(IMAGE_PIXELS).fill(128);
  const noisy = apply(grey, 0.1, 7);
  assert.deepEqual(apply(grey, 0.1, 7), noisy);
  assert.notDeepEqual(apply(grey, 0.1, 8), noisy);
  const variance = noisy.reduce((sum, byte) => sum + ((byte - 128) / 255) ** 2, 0) / IMAGE_PIXELS;
  assertNear(Math.sqrt(variance), 0.1, 0.01);
});

Deno.test("corruptImage() applies several corruptions in the list's order, and refuses unknown ones", () => {
  const image = Uint8Array.from({ length: 784 }, (_, p) => p % 28 === 14 ? 200 : 0);
  const apply = (given: Uint8Array, name: string, strength: number) =>
    CORRUPTIONS.find((corruption) => corruption.name === name)!.apply(given, strength, 0);
  assert.deepEqual(corruptImage(image, {}), image);
  assert.deepEqual(
    corruptImage(image, { noise: 0.3, rotation: 25 }),
    apply(apply(image, "rotation", 25), "noise", 0.3),
  );
  assert.throws(() => corruptImage(image, { rotatoin: 25 }), {
    name: "RangeError",
    message: /^corruption: expected shift, rotation, .*, got rotatoin$/,
  });
});
