import assert from "node:assert/strict";
import { DIGIT_CLASSES, IMAGE_PIXELS, imageAt } from "../../lib/dataset/labeled_images.ts";
import { decodePredictions } from "../../lib/evaluation/predictions.ts";
import { groupByConfusion } from "../../lib/plots/image_rows.ts";

Deno.test("groupByConfusion() puts each misread digit into the row of its pair", () => {
  const labels = Uint8Array.of(9, 9, 4, 9);
  const images = Uint8Array.from(
    { length: 4 * IMAGE_PIXELS },
    (_, p) => Math.floor(p / IMAGE_PIXELS),
  );
  const digits = { count: 4, images, labels, classes: DIGIT_CLASSES };
  const sure = (digit: number) => Array.from({ length: 10 }, (_, k) => k === digit ? 1 : 0);
  const predictions = decodePredictions(labels, [5, 9, 9, 5].flatMap(sure));
  const rows = groupByConfusion(digits, predictions, [{ label: 9, digit: 5 }, {
    label: 4,
    digit: 9,
  }]);
  assert.deepEqual(rows.map(({ name }) => name), ["9 read as 5", "4 read as 9"]);
  assert.deepEqual(rows[0].images, [imageAt(digits, 0), imageAt(digits, 3)]);
  assert.deepEqual(rows[1].images, [imageAt(digits, 2)]);
});
