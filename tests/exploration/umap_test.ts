import assert from "node:assert/strict";
import { embedNeighbours } from "../../lib/exploration/umap.ts";
import { createRandom } from "../../lib/random.ts";

/** Three far-apart clouds of points in five dimensions, one label each. */
function createClouds(count: number) {
  const random = createRandom(3);
  const labels = Array.from({ length: count }, (_, i) => i % 3);
  const coordinates = Float64Array.from(
    { length: count * 5 },
    (_, k) => random.nextNormal() + (k % 5 === labels[Math.floor(k / 5)] ? 40 : 0),
  );
  return { coordinates, labels };
}

Deno.test("embedNeighbours() keeps separate clouds separate", () => {
  const { coordinates, labels } = createClouds(90);
  const map = embedNeighbours(coordinates, labels, { neighbourCount: 8 });
  for (const point of map) {
    const others = map.filter((other) => other !== point);
    const distance = (p: typeof point) => Math.hypot(p.x - point.x, p.y - point.y);
    const nearest = others.reduce((a, b) => distance(b) < distance(a) ? b : a);
    assert.equal(nearest.label, point.label);
  }
});

Deno.test("embedNeighbours() gives the same map for the same seed", () => {
  const { coordinates, labels } = createClouds(40);
  const options = { neighbourCount: 5, seed: 4 };
  const map = embedNeighbours(coordinates, labels, options);
  assert.deepEqual(embedNeighbours(coordinates, labels, options), map);
  assert.deepEqual(map.map(({ index, label }) => [index, label]), labels.map((l, i) => [i, l]));
});

Deno.test("embedNeighbours() refuses ragged coordinates and too few images", () => {
  assert.throws(() => embedNeighbours(new Float64Array(7), [1, 2]), /each of 2 images, got 7/);
  assert.throws(() => embedNeighbours(new Float64Array(30), Array(15).fill(0)), /more than 15/);
});
