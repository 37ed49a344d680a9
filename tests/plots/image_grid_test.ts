import assert from "node:assert/strict";
import { IMAGE_PIXELS } from "../../lib/dataset/labeled_images.ts";
import { decodePredictions } from "../../lib/evaluation/predictions.ts";
import { plotImageGrid, tileImages, tilePredictions } from "../../lib/plots/image_grid.ts";

const CLASSES = ["cat", "dog", "a very long name of a class"];
const IMAGES = {
  count: 3,
  images: new Uint8Array(3 * IMAGE_PIXELS),
  labels: Uint8Array.of(0, 1, 2),
  classes: CLASSES,
};
const PREDICTIONS = decodePredictions(IMAGES.labels, [
  ...[0.8, 0.1, 0.1],
  ...[0.7, 0.2, 0.1],
  ...[0, 0, 1],
]);

Deno.test("tileImages() names the classes of the picked images", () => {
  assert.deepEqual(tileImages(IMAGES, [{ index: 1 }]).map(({ label }) => label), ["dog"]);
  assert.equal(tileImages(IMAGES).length, 3);
});

Deno.test("tilePredictions() names true and predicted classes", () => {
  const tiles = tilePredictions(IMAGES, PREDICTIONS, ({ index }) => `#${index}`);
  assert.deepEqual(
    tiles.slice(0, 2).map(({ label, predicted, note }) => [label, predicted, note]),
    [["cat", "cat", "#0"], ["dog", "cat", "#1"]],
  );
});

Deno.test("plotImageGrid() counts the misclassified, and breaks captions that are too wide", () => {
  const { description, svg } = plotImageGrid(tilePredictions(IMAGES, PREDICTIONS), {
    columns: 12,
  });
  assert.equal(description, "Images: 3 images, 1 of them misclassified");
  const lines = [...svg.matchAll(/>([^<>]+)<\/t/g)].map(([, line]) => line);
  assert.deepEqual(lines.slice(4), [
    ...["cat", "→ cat", "80.0%", "dog", "→ cat", "70.0%"],
    ...["a very…", "→ a ver…", "100.0%"],
  ]);
});

Deno.test("plotImageGrid() puts fewer images into a row where the names are long", () => {
  const countRows = (label: string) => {
    const tile = { image: new Uint8Array(IMAGE_PIXELS), label };
    const { svg } = plotImageGrid(Array.from({ length: 24 }, () => tile));
    return new Set([...svg.matchAll(/<image [^>]*y="([^"]+)"/g)].map(([, y]) => y)).size;
  };
  assert.equal(countRows("7"), 2);
  assert.equal(countRows("Ankle boot"), 3);
  assert.equal(countRows("a name without an end"), 4);
});
