import assert from "node:assert/strict";
import type { Classifier } from "../../lib/classifier.ts";
import { DIGIT_CLASSES, IMAGE_PIXELS } from "../../lib/dataset/labeled_images.ts";
import { decodePredictions } from "../../lib/evaluation/predictions.ts";
import { explainPredictions, measureOcclusion } from "../../lib/robustness/occlusion.ts";
import { measureRobustness } from "../../lib/robustness/robustness.ts";

/** Predicts 1 where the middle of the field is inked, otherwise 0, by as much as it is inked. */
const classifyMiddle: Classifier = (images) => {
  const rows = [];
  for (let start = 0; start < images.length; start += IMAGE_PIXELS) {
    const share = images[start + 14 * 28 + 14] / 255;
    rows.push(1 - share, share, 0, 0, 0, 0, 0, 0, 0, 0);
  }
  return Promise.resolve(Float32Array.from(rows));
};

/** Ink in a square of 6 × 6 pixels in the middle. */
const SQUARE = Uint8Array.from({ length: IMAGE_PIXELS }, (_, p) => {
  const x = p % 28, y = Math.floor(p / 28);
  return x > 10 && x < 18 && y > 10 && y < 18 ? 255 : 0;
});
const IMAGES = {
  count: 2,
  images: Uint8Array.from([...SQUARE, ...new Uint8Array(IMAGE_PIXELS)]),
  labels: Uint8Array.of(1, 0),
  classes: DIGIT_CLASSES,
};

const fade = {
  name: "fading",
  unit: "share",
  symbol: "%",
  strengths: [0, 0.4, 1],
  apply: (image: Uint8Array, strength: number) => image.map((byte) => byte * (1 - strength)),
};

Deno.test("measureRobustness() gives accuracy and its interval for each strength", async () => {
  const [curve] = await measureRobustness(classifyMiddle, IMAGES, [fade]);
  assert.deepEqual([curve.name, curve.unit], ["fading", "share"]);
  assert.deepEqual(curve.points.map(({ strength, accuracy }) => [strength, accuracy]), [
    [0, 1],
    [0.4, 1],
    [1, 0.5],
  ]);
  for (const { accuracy, accuracyInterval: [low, high] } of curve.points) {
    assert.ok(low <= accuracy && accuracy <= high && low < high);
  }
});

Deno.test("measureRobustness() gives each image a key of its own", async () => {
  const keys: number[] = [];
  const apply = (image: Uint8Array, _: number, key: number) => {
    keys.push(key);
    return image;
  };
  await measureRobustness(classifyMiddle, IMAGES, [{ ...fade, strengths: [0], apply }]);
  assert.deepEqual(keys, [0, 1]);
});

Deno.test("measureOcclusion() finds the one pixel that matters, within the square's reach", async () => {
  const falls = await measureOcclusion(classifyMiddle, SQUARE, { label: 1, size: 3 });
  const expected = Float32Array.from({ length: IMAGE_PIXELS }, (_, p) => {
    const x = p % 28, y = Math.floor(p / 28);
    return Math.abs(x - 14) <= 1 && Math.abs(y - 14) <= 1 ? 1 : 0;
  });
  assert.deepEqual(falls, expected);
});

Deno.test("measureOcclusion() is negative where covering raises the probability", async () => {
  const falls = await measureOcclusion(classifyMiddle, SQUARE, { label: 0 });
  assert.equal(Math.min(...falls), -1);
  assert.equal(Math.max(...falls), 0);
});

Deno.test("explainPredictions() explains the predicted class, and the true one where it differs", async () => {
  const labels = Uint8Array.of(1, 1);
  const predictions = decodePredictions(labels, await classifyMiddle(IMAGES.images));
  const explanations = await explainPredictions(classifyMiddle, { ...IMAGES, labels }, predictions);
  assert.deepEqual(explanations.map(({ index, label, role }) => [index, label, role]), [
    [0, 1, "predicted"],
    [1, 0, "predicted"],
    [1, 1, "true"],
  ]);
  assert.deepEqual(
    explanations[0].drops,
    await measureOcclusion(classifyMiddle, SQUARE, { label: 1 }),
  );
});
