import assert from "node:assert/strict";
import { embedImages, fitPca, projectImages } from "../../lib/exploration/pca.ts";
import { createFlatDigits, createReferenceDigits } from "./helpers.ts";
import references from "./references/exploration.json" with { type: "json" };

const digits = createReferenceDigits();
const pca = fitPca(digits, 5);

function assertAllClose(actual: ArrayLike<number>, expected: number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, k) => assert.ok(Math.abs(actual[k] - value) < tolerance, `entry ${k}`));
}

Deno.test("fitPca() has scikit-learn's variances to 1e-10", () => {
  assertAllClose(pca.variances, references.variances, 1e-10);
  assertAllClose(pca.explainedVarianceRatio, references.explainedVarianceRatio, 1e-10);
});

Deno.test("projectImages() has scikit-learn's coordinates to 1e-8, but for the sign of the axes", () => {
  const coordinates = projectImages(digits, pca).map(Math.abs);
  assertAllClose(coordinates.subarray(0, 15), references.absoluteCoordinates.flat(), 1e-8);
});

Deno.test("fitPca() returns unit axes at right angles, each with its largest entry positive", () => {
  pca.components.forEach((axis, a) => {
    pca.components.forEach((other, b) => {
      const dot = axis.reduce((total, weight, p) => total + weight * other[p], 0);
      assert.ok(Math.abs(dot - (a === b ? 1 : 0)) < 1e-10);
    });
    assert.ok(Math.max(...axis) >= -Math.min(...axis));
  });
});

Deno.test("projectImages() puts the mean digit at the origin", () => {
  const two = createFlatDigits([0, 254], [0, 1]);
  const fitted = fitPca(two, 1);
  const [x] = projectImages(createFlatDigits([127], [0]), fitted);
  assert.ok(Math.abs(x) < 1e-10);
  const [a, b] = projectImages(two, fitted);
  assert.ok(Math.abs(Math.abs(a - b) - 28 * 254 / 255) < 1e-10, "28 pixels' diagonal apart");
});

Deno.test("embedImages() takes the first two coordinates and the labels", () => {
  const points = embedImages(digits, pca);
  assert.equal(points.length, 60);
  const all = projectImages(digits, pca);
  assert.deepEqual(points[9], { index: 9, digit: 2, x: all[45], y: all[46] });
  assert.throws(
    () => embedImages(digits, { ...pca, components: pca.components.slice(0, 1) }),
    /two components/,
  );
});

Deno.test("fitPca() finds no spread where all digits are alike", () => {
  const { variances, explainedVarianceRatio } = fitPca(createFlatDigits([9, 9, 9], [0, 1, 2]), 2);
  assert.deepEqual(variances, [0, 0]);
  assert.deepEqual(explainedVarianceRatio, [0, 0]);
});

Deno.test("fitPca() refuses a single digit and impossible numbers of axes", () => {
  assert.throws(() => fitPca(createFlatDigits([1], [1])), /at least two digits, got 1/);
  for (const axisCount of [0, 785, NaN]) {
    assert.throws(() => fitPca(digits, axisCount), /axisCount: expected 1 to 784/);
  }
});
