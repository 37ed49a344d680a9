import assert from "node:assert/strict";
import { chooseClasses } from "../../../lib/demo/page/bars.ts";

Deno.test("chooseClasses() shows up to 26 classes, each in its place", () => {
  for (const count of [2, 10, 26]) {
    const shares = Float32Array.from({ length: count }, (_, i) => i / count);
    assert.deepEqual(chooseClasses(shares, count), [...shares.keys()]);
  }
});

Deno.test("chooseClasses() shows the ten most probable of more, the first ones where there are none", () => {
  const shares = Float32Array.from(
    { length: 47 },
    (_, i) => i === 30 ? 0.6 : i === 5 ? 0.3 : i / 1e4,
  );
  assert.deepEqual(chooseClasses(shares, 47).slice(0, 4), [30, 5, 46, 45]);
  assert.equal(chooseClasses(shares, 47).length, 10);
  assert.deepEqual(chooseClasses([], 47), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
