import assert from "node:assert/strict";
import { imageAt } from "../../lib/dataset/labeled_images.ts";
import { sampleImages } from "../../lib/exploration/sample.ts";
import { createReferenceImages } from "./helpers.ts";

const images = createReferenceImages();

Deno.test("sampleImages() draws different images in order, with their images and labels", () => {
  const sample = sampleImages(images, 20, { seed: 4 });
  assert.equal(sample.count, 20);
  assert.equal(new Set(sample.indices).size, 20);
  assert.deepEqual([...sample.indices], [...sample.indices].sort((a, b) => a - b));
  sample.indices.forEach((index, i) => {
    assert.equal(sample.labels[i], images.labels[index]);
    assert.deepEqual(imageAt(sample, i), imageAt(images, index));
  });
});

Deno.test("sampleImages() is reproducible for the same seed and not for another", () => {
  const drawn = (seed: number) => [...sampleImages(images, 20, { seed }).indices];
  assert.deepEqual(drawn(1), drawn(1));
  assert.notDeepEqual(drawn(1), drawn(2));
});

Deno.test("sampleImages() draws all where fewer are there than asked for", () => {
  assert.deepEqual([...sampleImages(images, 1000).labels], [...images.labels]);
});
