import assert from "node:assert/strict";
import {
  countVariants,
  createVariants,
  type Variant,
  VARIANTS,
} from "../../lib/augmentation/variants.ts";
import { InputError } from "../../lib/errors.ts";
import { createRandom } from "../../lib/random.ts";
import {
  centerOf,
  digitsOf,
  drawBar,
  drawPaths,
  ellipse,
  inkOf,
  longerSide,
} from "./drawn_digits.ts";

const IMAGE = drawPaths(ellipse([14, 14], [6, 8.5], 0.2), [[14, 6], [13, 22]]);
const SLASHED = "slashed zero", FLAGGED = "flagged one";

/** Fifty digits, five of each class, every image another one. */
const LABELS = Array.from({ length: 50 }, (_, i) => i % 10);
const DIGITS = digitsOf(LABELS, LABELS.map((_, i) => drawBar(1.5 + 0.05 * i)));

const draw = ({ draw }: Variant, image: Uint8Array, seed: number) =>
  draw(image, createRandom(seed));

Deno.test("createVariants() makes each variant's share of its own class, and of nothing else", () => {
  for (const [share, count] of [[0, 0], [0.1, 1], [0.4, 2], [1, 5]]) {
    const shares = { [SLASHED]: share, [FLAGGED]: 1 };
    const made = createVariants(DIGITS, { shares, seed: 1 });
    assert.deepEqual([made.count, countVariants(DIGITS, shares)], [count + 5, count + 5]);
    assert.equal(made.images.length, made.count * 784);
    assert.deepEqual([...made.labels], [...Array(count).fill(0), ...Array(5).fill(1)]);
  }
});

Deno.test("createVariants() makes none where the classes are not the digits", () => {
  const coats = { ...DIGITS, classes: DIGITS.classes.map((name) => `coat ${name}`) };
  assert.equal(createVariants(coats, { shares: { [SLASHED]: 1 }, seed: 1 }).count, 0);
  assert.equal(countVariants(coats, { [SLASHED]: 1 }), 0);
});

Deno.test("createVariants() throws InputError on a name that no variant has", () => {
  const shares = { [SLASHED]: 1, "purple zero": 1 };
  const message = /^variants: expected slashed zero, .*curled nine, got purple zero$/;
  assert.throws(() => createVariants(DIGITS, { shares, seed: 1 }), { name: "InputError", message });
  assert.throws(() => countVariants(DIGITS, shares), InputError);
});

Deno.test("createVariants() takes each digit once and leaves the digits as they are", () => {
  const before = DIGITS.images.slice();
  const { images, count } = createVariants(DIGITS, { shares: { [FLAGGED]: 1 }, seed: 1 });
  assert.deepEqual(DIGITS.images, before);
  const distinct = new Set(Array.from({ length: count }, (_, i) => {
    return images.subarray(i * 784, (i + 1) * 784).join();
  }));
  assert.equal(distinct.size, 5);
});

Deno.test("createVariants() gives the same bytes for the same seed, whichever other variants there are", () => {
  const make = (shares: Record<string, number>, seed = 4) =>
    createVariants(DIGITS, { shares, seed }).images;
  const alone = make({ [FLAGGED]: 0.6 });
  assert.deepEqual(make({ [FLAGGED]: 0.6 }), alone);
  assert.notDeepEqual(make({ [FLAGGED]: 0.6 }, 5), alone);
  assert.deepEqual(make({ [SLASHED]: 0.2, [FLAGGED]: 0.6 }).subarray(784), alone);
});

for (const variant of VARIANTS) {
  Deno.test(`${variant.name}: another for another seed, the digit itself unchanged`, () => {
    const before = IMAGE.slice(), first = draw(variant, IMAGE, 1);
    assert.deepEqual(IMAGE, before);
    assert.notDeepEqual(first, before);
    assert.deepEqual(draw(variant, IMAGE, 1), first);
    assert.notDeepEqual(draw(variant, IMAGE, 2), first);
  });

  Deno.test(`${variant.name}: fitted as MNIST's digits are, 20 pixels, the middle of the ink in the middle`, () => {
    for (let seed = 0; seed < 20; seed++) {
      const made = draw(variant, IMAGE, seed), { x, y } = centerOf(made);
      assert.ok(Math.abs(x - 14) <= 0.6 && Math.abs(y - 14) <= 0.6, `${x}, ${y}`);
      assert.ok(Math.abs(longerSide(made) - 20) <= 1, `${longerSide(made)}`);
    }
  });

  Deno.test(`${variant.name}: stands what is no digit: blank, full, faint, a line across, a dot`, () => {
    const blank = new Uint8Array(784), full = new Uint8Array(784).fill(255);
    const faint = new Uint8Array(784).fill(20), dot = new Uint8Array(784).fill(255, 400, 401);
    const line = new Uint8Array(784).fill(255, 14 * 28, 15 * 28);
    for (const image of [full, faint, line, dot]) {
      assert.equal(draw(variant, image, 3).length, 784);
    }
    assert.equal(inkOf(draw(variant, blank, 3)), 0);
  });
}
