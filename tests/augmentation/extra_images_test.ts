import assert from "node:assert/strict";
import { countExtraImages, createExtraImages } from "../../lib/augmentation/extra_images.ts";
import { digitsOf, drawBar } from "./drawn_digits.ts";

/** Two of each digit. */
const LABELS = Array.from({ length: 20 }, (_, i) => i % 10);
const DIGITS = digitsOf(LABELS, LABELS.map((label) => drawBar(1.5 + label / 4)));

Deno.test("createExtraImages() gives variants, then degraded digits, then degraded variants", () => {
  const recipe = { variants: { "slashed zero": 1, "crossed seven": 1 }, degraded: 0.5 };
  const [written, ofDigits, ofVariants] = createExtraImages(DIGITS, { ...recipe, seed: 3 });
  assert.deepEqual([...written.labels], [0, 0, 7, 7]);
  assert.equal(ofDigits.count, 10);
  assert.equal(ofVariants.count, 2);
  assert.ok(ofVariants.labels.every((label) => label === 0 || label === 7));
  assert.equal(countExtraImages(DIGITS, recipe), 4 + 10 + 2);
});

Deno.test("createExtraImages() makes nothing of shares of 0, and degrades images that are no digits", () => {
  const none = createExtraImages(DIGITS, { variants: {}, degraded: 0, seed: 3 });
  assert.deepEqual(none.map(({ count }) => count), [0, 0, 0]);
  const shoes = { ...DIGITS, classes: DIGITS.classes.map((name) => `shoe ${name}`) };
  const recipe = { variants: { "slashed zero": 1 }, degraded: 0.5 };
  const made = createExtraImages(shoes, { ...recipe, seed: 3 });
  assert.deepEqual(made.map(({ count }) => count), [0, 10, 0]);
  assert.deepEqual(made.map(({ classes }) => classes), [
    shoes.classes,
    shoes.classes,
    shoes.classes,
  ]);
  assert.equal(countExtraImages(shoes, recipe), 10);
});

Deno.test("createExtraImages() counts as it makes, whatever is rounded", () => {
  for (const share of [0.1, 0.25, 0.37, 0.5, 0.74, 1]) {
    const recipe = { variants: { "flagged one": share, "broken five": share }, degraded: share };
    const made = createExtraImages(DIGITS, { ...recipe, seed: 1 });
    const count = made.reduce((sum, images) => sum + images.count, 0);
    assert.equal(countExtraImages(DIGITS, recipe), count, `${share}`);
  }
});
