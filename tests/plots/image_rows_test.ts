import assert from "node:assert/strict";
import { DIGIT_CLASSES, IMAGE_PIXELS, imageAt } from "../../lib/dataset/labeled_images.ts";
import { decodePredictions } from "../../lib/evaluation/predictions.ts";
import { groupByConfusion, groupByLabel } from "../../lib/plots/image_rows.ts";

const LABELS = Uint8Array.of(9, 9, 4, 9);
const IMAGES = {
  count: 4,
  images: Uint8Array.from({ length: 4 * IMAGE_PIXELS }, (_, p) => Math.floor(p / IMAGE_PIXELS)),
  labels: LABELS,
  classes: DIGIT_CLASSES,
};

Deno.test("groupByConfusion() puts each misclassified image into the row of its pair", () => {
  const sure = (label: number) => Array.from({ length: 10 }, (_, k) => k === label ? 1 : 0);
  const predictions = decodePredictions(LABELS, [5, 9, 9, 5].flatMap(sure));
  const pairs = [{ label: 9, predicted: 5 }, { label: 4, predicted: 9 }];
  const rows = groupByConfusion(IMAGES, predictions, pairs);
  assert.deepEqual(rows.map(({ name }) => name), ["9 → 5", "4 → 9"]);
  assert.deepEqual(rows[0].images, [imageAt(IMAGES, 0), imageAt(IMAGES, 3)]);
  assert.deepEqual(rows[1].images, [imageAt(IMAGES, 2)]);
});

Deno.test("groupByLabel() gives each class a row with its name, and so many images at most", () => {
  const classes = Array.from({ length: 10 }, (_, label) => `sign ${label}`);
  const rows = groupByLabel({ ...IMAGES, classes }, 2);
  assert.deepEqual(rows.map(({ name }) => name), classes);
  assert.deepEqual(rows.map(({ images }) => images.length), [0, 0, 0, 0, 1, 0, 0, 0, 0, 2]);
  assert.deepEqual(rows[9].images, [imageAt(IMAGES, 0), imageAt(IMAGES, 1)]);
});
