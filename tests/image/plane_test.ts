import assert from "node:assert/strict";
import {
  blurBox,
  boxWithMargin,
  closeBox,
  copyBox,
  cropToInk,
  dilateBox,
  type Plane,
  resamplePlane,
} from "../../lib/image/plane.ts";
import { createRandom } from "../../lib/random.ts";

function randomPlane(width: number, height: number): Plane {
  const random = createRandom(width);
  return { width, height, data: Float32Array.from({ length: width * height }, random.next) };
}

/** A filter by its definition: `combine` over the part of each square that lies inside. */
function filterByDefinition(
  plane: Plane,
  radius: number,
  combine: (values: number[]) => number,
): number[] {
  return Array.from(plane.data, (_, i) => {
    const x = i % plane.width, y = Math.floor(i / plane.width);
    return combine(
      [...plane.data].filter((_, j) =>
        Math.abs(j % plane.width - x) <= radius &&
        Math.abs(Math.floor(j / plane.width) - y) <= radius
      ),
    );
  });
}

function assertClose(actual: Plane, expected: number[]): void {
  assert.equal(actual.data.length, expected.length);
  actual.data.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-6, `at ${i}`));
}

for (const radius of [1, 3, 20]) {
  Deno.test(`dilateBox() takes the maximum over each square, radius ${radius}`, () => {
    const plane = randomPlane(11, 7);
    assertClose(
      dilateBox(plane, radius),
      filterByDefinition(plane, radius, (values) => Math.max(...values)),
    );
  });
}

Deno.test("blurBox() averages over the part of each square that lies inside", () => {
  // The mean of row means: inside a rectangle that is the mean of the rectangle.
  const plane = randomPlane(9, 12);
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  assertClose(blurBox(plane, 2), filterByDefinition(plane, 2, mean));
});

Deno.test("closeBox() fills dark lines narrower than its square and keeps wide dark areas", () => {
  const plane = randomPlane(40, 20);
  plane.data.forEach((_, i) => plane.data[i] = i % 40 === 10 || i % 40 >= 25 ? 0 : 1);
  const closed = closeBox(plane, 3);
  closed.data.forEach((value, i) => assert.equal(value, i % 40 >= 25 ? 0 : 1, `column ${i % 40}`));
});

Deno.test("copyBox() continues a plane by zeros or by its edge", () => {
  const plane = { width: 2, height: 1, data: Float32Array.of(3, 5) };
  const box = boxWithMargin(plane, 1);
  assert.deepEqual([...copyBox(plane, box, "zero").data], [0, 0, 0, 0, 0, 3, 5, 0, 0, 0, 0, 0]);
  assert.deepEqual([...copyBox(plane, box, "edge").data], [3, 3, 5, 5, 3, 3, 5, 5, 3, 3, 5, 5]);
  assert.deepEqual([...copyBox(plane, { left: 1, top: 0, width: 1, height: 1 }, "zero").data], [5]);
});

Deno.test("cropToInk() copies the box around what is not 0, and leaves zeros alone", () => {
  const plane = { width: 4, height: 3, data: Float32Array.of(0, 0, 0, 0, 0, 0, 7, 0, 0, 5, 0, 0) };
  assert.deepEqual(cropToInk(plane), { width: 2, height: 2, data: Float32Array.of(0, 7, 5, 0) });
  const blank = { width: 2, height: 1, data: new Float32Array(2) };
  assert.deepEqual(cropToInk(blank), blank);
});

Deno.test("resamplePlane() copies a box whose size does not change", () => {
  const plane = randomPlane(6, 5), box = { left: 1, top: 2, width: 4, height: 3 };
  assertClose(resamplePlane(plane, box, box), [...copyBox(plane, box, "zero").data]);
});

Deno.test("resamplePlane() keeps the mean when it makes a plane smaller by any ratio", () => {
  const plane = randomPlane(17, 13), whole = { left: 0, top: 0, width: 17, height: 13 };
  const small = resamplePlane(plane, whole, { width: 5, height: 4 });
  const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length;
  assert.ok(Math.abs(mean(small.data) - mean(plane.data)) < 1e-6);
});

Deno.test("resamplePlane() interpolates linearly when it enlarges", () => {
  const ramp = { width: 3, height: 1, data: Float32Array.of(0, 1, 2) };
  const box = { left: 0.5, top: 0, width: 2, height: 1 }; // from the first centre to the last
  assertClose(resamplePlane(ramp, box, { width: 4, height: 1 }), [0.25, 0.75, 1.25, 1.75]);
});
