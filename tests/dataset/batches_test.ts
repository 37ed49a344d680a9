import assert from "node:assert/strict";
import { createEpochOrder, gatherImages, iterateBatches } from "../../lib/dataset/batches.ts";
import {
  DIGIT_CLASSES,
  IMAGE_PIXELS,
  imageAt,
  type LabeledImages,
} from "../../lib/dataset/labeled_images.ts";

/** Digits whose every pixel is their number, labelled with its last figure. */
function createNumbered(count: number): LabeledImages {
  const images = Uint8Array.from({ length: count * IMAGE_PIXELS }, (_, i) => i / IMAGE_PIXELS);
  return {
    count,
    images,
    labels: Uint8Array.from({ length: count }, (_, i) => i % 10),
    classes: DIGIT_CLASSES,
  };
}

/** The numbers of the digits in a batch; fails where a picture and its label were parted. */
function readNumbers(digits: LabeledImages): number[] {
  assert.equal(digits.images.length, digits.count * IMAGE_PIXELS);
  assert.equal(digits.labels.length, digits.count);
  return Array.from({ length: digits.count }, (_, i) => {
    const image = imageAt(digits, i);
    assert.ok(image.every((pixel) => pixel === image[0]));
    assert.equal(digits.labels[i], image[0] % 10);
    return image[0];
  });
}

const DIGITS = createNumbered(50);
const ALL = Array.from({ length: 50 }, (_, i) => i);
const EPOCH = { seed: 1, epoch: 0 };

function collect(options: Partial<Parameters<typeof iterateBatches>[1]> = {}): number[][] {
  const batches = iterateBatches(DIGITS, { batchSize: 16, ...EPOCH, ...options });
  return Array.from(batches, readNumbers);
}

Deno.test("iterateBatches() takes every digit once and keeps the ragged last batch", () => {
  const batches = collect();
  assert.deepEqual(batches.map((batch) => batch.length), [16, 16, 16, 2]);
  assert.deepEqual(batches.flat().toSorted((a, b) => a - b), ALL);
  assert.notDeepEqual(batches.flat(), ALL);
});

Deno.test("iterateBatches() leaves the ragged last batch out on request, and only that one", () => {
  assert.deepEqual(collect({ dropLast: true }), collect().slice(0, 3));
  assert.deepEqual(collect({ dropLast: true, batchSize: 25 }), collect({ batchSize: 25 }));
  assert.deepEqual(collect({ dropLast: true, batchSize: 51 }), []);
});

Deno.test("iterateBatches() gives one batch where all fit into it", () => {
  assert.deepEqual(collect({ batchSize: 1000 }).map((batch) => batch.length), [50]);
});

Deno.test("iterateBatches() repeats itself for the same seed and epoch, and for no other", () => {
  const order = collect().flat();
  assert.deepEqual(collect().flat(), order);
  assert.deepEqual(collect({ batchSize: 7 }).flat(), order);
  assert.notDeepEqual(collect({ seed: 2 }).flat(), order);
  assert.notDeepEqual(collect({ epoch: 1 }).flat(), order);
  assert.notDeepEqual(collect({ seed: 0, epoch: 1 }).flat(), order);
});

Deno.test("iterateBatches() yields nothing without digits", () => {
  const none = createNumbered(0);
  assert.deepEqual([...iterateBatches(none, { batchSize: 4, ...EPOCH })], []);
});

Deno.test("iterateBatches() throws RangeError on a batch size that is no whole number from 1", () => {
  for (const batchSize of [0, -1, 2.5, NaN, Infinity]) {
    const message = `batchSize: expected a whole number from 1, got ${batchSize}`;
    assert.throws(() => collect({ batchSize }), { name: "RangeError", message });
  }
});

Deno.test("gatherImages() copies digits in the given order, repeated ones too", () => {
  const gathered = gatherImages(DIGITS, [7, 0, 7, 49]);
  assert.deepEqual(readNumbers(gathered), [7, 0, 7, 49]);
  gathered.images.fill(255);
  gathered.labels.fill(255);
  assert.deepEqual(readNumbers(DIGITS), ALL);
});

Deno.test("createEpochOrder() is the order of iterateBatches()", () => {
  assert.deepEqual([...createEpochOrder(50, EPOCH)], collect().flat());
});
