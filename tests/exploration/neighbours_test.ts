import assert from "node:assert/strict";
import { IMAGE_PIXELS } from "../../lib/dataset/labeled_images.ts";
import {
  findNearestImages,
  findNearestNeighbours,
  rankLookalikes,
  rankNearDuplicates,
  rankOutliers,
} from "../../lib/exploration/neighbours.ts";
import { fitPca, projectImages } from "../../lib/exploration/pca.ts";
import { createFlatImages, createReferenceImages } from "./helpers.ts";
import references from "./references/exploration.json" with { type: "json" };

Deno.test("findNearestNeighbours() agrees with scikit-learn, distances to 1e-8", () => {
  const images = createReferenceImages();
  const found = findNearestNeighbours(projectImages(images, fitPca(images, 5)), 5);
  assert.deepEqual(found.map(({ neighbour }) => neighbour), references.neighbours);
  found.forEach(({ index, distance }, i) => {
    assert.equal(index, i);
    assert.ok(Math.abs(distance - references.distances[i]) < 1e-8);
  });
});

Deno.test("findNearestImages() finds what comparing all pixels of all pairs finds", () => {
  const images = createReferenceImages();
  const distance = (i: number, j: number) => {
    let square = 0;
    for (let p = 0; p < IMAGE_PIXELS; p++) {
      square += (images.images[i * IMAGE_PIXELS + p] - images.images[j * IMAGE_PIXELS + p]) ** 2;
    }
    return i === j ? Infinity : Math.sqrt(square) / 255;
  };
  for (
    const { index, neighbour, distance: found } of findNearestImages(images, fitPca(images, 5))
  ) {
    const distances = Array.from({ length: images.count }, (_, other) => distance(index, other));
    assert.ok(Math.abs(found - Math.min(...distances)) < 1e-9, `${found} for image ${index}`);
    assert.ok(Math.abs(found - distances[neighbour]) < 1e-9);
  }
});

// On a line: two that coincide, one near them, two close to each other, and one far away.
const line = findNearestNeighbours(Float64Array.of(0, 0, 3, 10, 11, 100), 1);

Deno.test("findNearestNeighbours() takes coinciding points as neighbours at distance 0", () => {
  assert.deepEqual(line.map(({ distance }) => distance), [0, 0, 3, 1, 1, 89]);
  assert.deepEqual(line.map(({ neighbour }) => neighbour), [1, 0, 0, 4, 3, 4]);
});

Deno.test("rankNearDuplicates() lists each mutual pair once, most alike first", () => {
  assert.deepEqual(rankNearDuplicates(line), [
    { index: 0, neighbour: 1, distance: 0 },
    { index: 3, neighbour: 4, distance: 1 },
  ]);
});

Deno.test("rankLookalikes() lists neighbours of different labels, mutual ones once", () => {
  assert.deepEqual(rankLookalikes(line, [1, 1, 2, 4, 9, 9]), [
    { index: 3, neighbour: 4, distance: 1 },
    { index: 2, neighbour: 0, distance: 3 },
  ]);
});

Deno.test("rankOutliers() starts with the point farthest from any other", () => {
  assert.deepEqual(rankOutliers(line).slice(0, 2).map(({ index }) => index), [5, 2]);
});

Deno.test("findNearestImages() refuses one image", () => {
  const components = fitPca(createReferenceImages());
  assert.throws(() => findNearestImages(createFlatImages([1], [1]), components), /got 1/);
});

Deno.test("findNearestNeighbours() refuses one point and ragged coordinates", () => {
  assert.throws(() => findNearestNeighbours(Float64Array.of(1, 2), 2), /at least two points/);
  assert.throws(() => findNearestNeighbours(new Float64Array(7), 2), /got 7 numbers/);
});
