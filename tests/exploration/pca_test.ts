import assert from "node:assert/strict";
import { embedImages, fitPca, projectImages } from "../../lib/exploration/pca.ts";
import { createFlatImages, createReferenceImages } from "./helpers.ts";
import references from "./references/exploration.json" with { type: "json" };

const images = createReferenceImages();
const pca = fitPca(images, 5);

function assertAllClose(actual: ArrayLike<number>, expected: number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, k) => assert.ok(Math.abs(actual[k] - value) < tolerance, `entry ${k}`));
}

Deno.test("fitPca() has scikit-learn's variances to 1e-10", () => {
  assertAllClose(pca.variances, references.variances, 1e-10);
  assertAllClose(pca.explainedVarianceRatio, references.explainedVarianceRatio, 1e-10);
});

Deno.test("projectImages() has scikit-learn's coordinates to 1e-8, but for the sign of the components", () => {
  const coordinates = projectImages(images, pca).map(Math.abs);
  assertAllClose(coordinates.subarray(0, 15), references.absoluteCoordinates.flat(), 1e-8);
});

Deno.test("fitPca() returns orthonormal components, each with its largest entry positive", () => {
  pca.components.forEach((axis, a) => {
    pca.components.forEach((other, b) => {
      const dot = axis.reduce((total, weight, p) => total + weight * other[p], 0);
      assert.ok(Math.abs(dot - (a === b ? 1 : 0)) < 1e-10);
    });
    assert.ok(Math.max(...axis) >= -Math.min(...axis));
  });
});

Deno.test("projectImages() puts the mean image at the origin", () => {
  const two = createFlatImages([0, 254], [0, 1]);
  const fitted = fitPca(two, 1);
  const [x] = projectImages(createFlatImages([127], [0]), fitted);
  assert.ok(Math.abs(x) < 1e-10);
  const [a, b] = projectImages(two, fitted);
  assert.ok(Math.abs(Math.abs(a - b) - 28 * 254 / 255) < 1e-10, "28 pixels' diagonal apart");
});

Deno.test("embedImages() takes the first two coordinates and the labels", () => {
  const points = embedImages(images, pca);
  assert.equal(points.length, 60);
  const all = projectImages(images, pca);
  assert.deepEqual(points[9], { index: 9, label: 2, x: all[45], y: all[46] });
  assert.throws(
    () => embedImages(images, { ...pca, components: pca.components.slice(0, 1) }),
    /two components/,
  );
});

Deno.test("fitPca() finds no spread where all images are alike", () => {
  const { variances, explainedVarianceRatio } = fitPca(createFlatImages([9, 9, 9], [0, 1, 2]), 2);
  assert.deepEqual(variances, [0, 0]);
  assert.deepEqual(explainedVarianceRatio, [0, 0]);
});

Deno.test("fitPca() refuses a single image and impossible numbers of components", () => {
  assert.throws(() => fitPca(createFlatImages([1], [1])), /at least two images, got 1/);
  for (const componentCount of [0, 785, NaN]) {
    assert.throws(() => fitPca(images, componentCount), /componentCount: expected 1 to 784/);
  }
});
