import assert from "node:assert/strict";
import { DOODLES } from "../../lib/augmentation/doodles.ts";
import { LETTERS } from "../../lib/augmentation/letters.ts";
import { createHandDigits, createOutliers } from "../../lib/augmentation/outliers.ts";
import { DIGIT_CLASSES, imageAt, type LabeledImages } from "../../lib/dataset/labeled_images.ts";
import { runStrokeProgram } from "../../lib/image/stroke_program.ts";
import { createRandom } from "../../lib/random.ts";
import { centerOf, inkOf } from "./drawn_digits.ts";

/** A "2" of one pixel in a corner, and a "0" of another. */
function makeDigits(): LabeledImages {
  const images = new Uint8Array(2 * 784);
  images[3 * 28 + 2] = 200;
  images[784 + 5 * 28 + 5] = 100;
  return { count: 2, images, labels: Uint8Array.of(2, 0), classes: DIGIT_CLASSES };
}

Deno.test("createOutliers() gives the same bytes for the same seed, and others for another", () => {
  const make = (seed: number) => createOutliers(makeDigits(), { count: 40, seed });
  assert.deepEqual(make(1), make(1));
  assert.notDeepEqual(make(1), make(2));
});

Deno.test("createOutliers() places drawings as MNIST's digits are: in 20 pixels, about the middle", () => {
  const images = createOutliers(makeDigits(), { count: 300, seed: 3 });
  const drawn = Array.from({ length: 300 }, (_, i) => imageAt({ images }, i))
    .filter((image) => inkOf(image) > 10);
  assert.ok(drawn.length > 200, "nearly all are drawn");
  for (const image of drawn) {
    const places = [...image.keys()].filter((i) => image[i] > 0);
    const columns = places.map((i) => i % 28), rows = places.map((i) => Math.floor(i / 28));
    const span = (values: number[]) => Math.max(...values) - Math.min(...values) + 1;
    assert.equal(Math.max(span(columns), span(rows)), 20);
    const { x, y } = centerOf(image);
    assert.ok(Math.hypot(x - 13.5, y - 13.5) < 5, `${x}, ${y}`);
  }
});

Deno.test("createOutliers() leaves the digits as they are, and a 0 is never only mirrored or turned", () => {
  const digits = makeDigits(), before = digits.images.slice();
  const zeros: LabeledImages = {
    ...digits,
    count: 1,
    labels: Uint8Array.of(0),
    images: digits.images.subarray(784),
  };
  const images = createOutliers(zeros, { count: 400, seed: 5 });
  assert.deepEqual(digits.images, before);
  const moved = Array.from({ length: 400 }, (_, i) => imageAt({ images }, i))
    .filter((image) => inkOf(image) < 1 && image[5 * 28 + 5] !== 100 && inkOf(image) > 0);
  assert.equal(moved.length, 0);
});

Deno.test("LETTERS are stroke programs within their frame", () => {
  for (const strokes of LETTERS) {
    for (const [x, y] of strokes.flatMap(runStrokeProgram)) {
      assert.ok(x > -0.1 && x < 0.8 && y > -0.1 && y < 1.1, `${strokes}: ${x}, ${y}`);
    }
  }
});

Deno.test("DOODLES draw paths of finite points, differently each time", () => {
  for (const draw of DOODLES) {
    const [first, second] = [1, 2].map((seed) => draw(createRandom(seed)).paths);
    assert.ok(first.length > 0);
    assert.ok(first.flat().every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
    assert.notDeepEqual(first, second);
  }
});

Deno.test("createHandDigits() writes each way of each digit so many times", () => {
  const { count, images, labels } = createHandDigits(3, 1);
  assert.equal(images.length, count * 784);
  const counts = DIGIT_CLASSES.map((_, digit) => labels.filter((label) => label === digit).length);
  assert.ok(counts.every((n) => n > 0 && n % 3 === 0), counts.join());
});
