import assert from "node:assert/strict";
import { decodePredictions } from "../../lib/evaluation/predictions.ts";
import { distribute } from "./helpers.ts";

Deno.test("decodePredictions() gives predicted class, confidence, runner-up and margin", () => {
  const [prediction] = decodePredictions([3], distribute({ 3: 0.2, 5: 0.5 }, 8));
  assert.deepEqual({ ...prediction, margin: Number(prediction.margin.toFixed(12)) }, {
    index: 0,
    label: 3,
    predicted: 5,
    confidence: 0.5,
    labelProbability: 0.2,
    runnerUp: 8,
    margin: 0.2,
  });
});

Deno.test("decodePredictions() numbers the images and takes typed arrays", () => {
  const rows = Float32Array.from([...distribute({}, 0), ...distribute({}, 9)]);
  const predictions = decodePredictions(Uint8Array.of(0, 9), rows);
  assert.deepEqual(predictions.map(({ index, predicted }) => [index, predicted]), [[0, 0], [1, 9]]);
});

Deno.test("decodePredictions() settles ties for the lower class, on a margin of 0", () => {
  const [prediction] = decodePredictions([7], distribute({ 7: 0.5 }, 2));
  assert.equal(prediction.predicted, 2);
  assert.equal(prediction.runnerUp, 7);
  assert.equal(prediction.margin, 0);
});

Deno.test("decodePredictions() finds a runner-up although one class has all the probability", () => {
  const predictions = decodePredictions([0, 4], [...distribute({}, 0), ...distribute({}, 4)]);
  assert.deepEqual(predictions.map(({ runnerUp }) => runnerUp), [1, 0]);
});

Deno.test("decodePredictions() tolerates the rounding of float16, not more", () => {
  const row = distribute({ 1: 0.5 }, 2);
  row[2] = 0.5009;
  assert.equal(decodePredictions([1], row)[0].predicted, 2);
  row[2] = 0.502;
  assert.throws(() => decodePredictions([1], row), /image 0: expected a sum of 1, got 1.002/);
});

for (
  const [what, labels, probabilities, message] of [
    ["an empty set", [], [], /at least one image, got none/],
    [
      "a ragged array",
      [1, 2],
      Array(19).fill(0.1),
      /two classes or more for each of 2 labels, got 19 numbers/,
    ],
    ["one class", [0, 0], [1, 1], /of two classes or more for each of 2 labels, got 2 numbers$/],
    [
      "labels beyond the classes",
      [10],
      Array(10).fill(0.1),
      /label 0: expected a class from 0 to 9, got 10/,
    ],
    [
      "labels that are not whole",
      [1.5],
      Array(10).fill(0.1),
      /label 0: expected a class from 0 to 9, got 1.5/,
    ],
    [
      "logits",
      [0],
      [12, -3, 0, 0, 0, 0, 0, 0, 0, 0],
      /class 0 for image 0: expected 0 to 1, got 12/,
    ],
    ["NaN", [0], [NaN, 1, 0, 0, 0, 0, 0, 0, 0, 0], /expected 0 to 1, got NaN/],
    ["negative numbers", [0], [1.0005, -0.0005, 0, 0, 0, 0, 0, 0, 0, 0], /expected 0 to 1, got -/],
    ["rows without mass", [0], Array(10).fill(0), /expected a sum of 1, got 0/],
  ] as [string, number[], number[], RegExp][]
) {
  Deno.test(`decodePredictions() refuses ${what}`, () => {
    assert.throws(() => decodePredictions(labels, probabilities), { name: "RangeError", message });
  });
}

Deno.test("decodePredictions() takes as many classes as there are numbers per label, 2 and 255 too", () => {
  for (const classCount of [2, 3, 26, 255]) {
    const row = Array.from({ length: classCount }, (_, k) => k === classCount - 1 ? 1 : 0);
    const [prediction] = decodePredictions([0], row);
    assert.equal(prediction.predicted, classCount - 1);
    assert.equal(prediction.labelProbability, 0);
  }
  assert.throws(() => decodePredictions([0], [1]), /two classes or more/);
});
