import assert from "node:assert/strict";
import { describeClasses } from "../../lib/exploration/class_statistics.ts";
import { createFlatImages, createReferenceImages, NO_IMAGES } from "./helpers.ts";
import references from "./references/exploration.json" with { type: "json" };

Deno.test("describeClasses() agrees with NumPy to 1e-12", () => {
  const classes = describeClasses(createReferenceImages());
  for (const { label, count, meanInk, meanAt300, spreadAt300 } of references.classes) {
    const found = classes[label];
    assert.deepEqual([found.label, found.name], [label, String(label)]);
    assert.equal(found.count, count);
    assert.ok(Math.abs(found.share - count / 60) < 1e-12);
    assert.ok(Math.abs(found.meanInk - meanInk) < 1e-12);
    assert.ok(Math.abs(found.mean[300] - meanAt300) < 1e-12);
    assert.ok(Math.abs(found.spread[300] - spreadAt300) < 1e-12);
  }
});

Deno.test("describeClasses() lists classes that do not occur, with blank images", () => {
  const classes = describeClasses(createFlatImages([255, 0, 255], [4, 4, 9]));
  assert.deepEqual(classes.map(({ count }) => count), [0, 0, 0, 0, 2, 0, 0, 0, 0, 1]);
  assert.equal(classes[4].mean[0], 0.5);
  assert.equal(classes[4].spread[783], 0.5);
  assert.equal(classes[9].spread[0], 0);
  assert.ok(classes[0].mean.every((ink) => ink === 0));
  assert.ok(classes[0].spread.every((ink) => ink === 0));
});

Deno.test("describeClasses() refuses an empty set", () => {
  assert.throws(() => describeClasses(NO_IMAGES), RangeError);
});

Deno.test("describeClasses() names as many classes as the set has", () => {
  const classes = ["a", "b", "c"];
  const described = describeClasses({ ...createFlatImages([255, 0], [2, 2]), classes });
  assert.deepEqual(described.map(({ name, count }) => [name, count]), [["a", 0], ["b", 0], [
    "c",
    2,
  ]]);
});
