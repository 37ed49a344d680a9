import assert from "node:assert/strict";
import { confusionMatrix, countErrors, rankConfusedPairs } from "../../lib/evaluation/confusion.ts";
import { predict } from "./helpers.ts";

const read = (label: number, digit: number, times: number) =>
  Array.from({ length: times }, () => predict({ label, digit }));

Deno.test("confusionMatrix() puts true digits in rows", () => {
  const confusion = confusionMatrix([...read(4, 9, 2), ...read(9, 4, 1)], 10);
  assert.equal(confusion.length, 10);
  assert.ok(confusion.every((row) => row.length === 10));
  assert.equal(confusion[4][9], 2);
  assert.equal(confusion[9][4], 1);
});

Deno.test("confusionMatrix() has a row and a column for each class, also of other numbers", () => {
  const confusion = confusionMatrix([...read(25, 24, 2), ...read(0, 0, 1)], 26);
  assert.deepEqual(confusion.map((row) => row.length), Array(26).fill(26));
  assert.equal(confusion[25][24], 2);
  assert.deepEqual(confusionMatrix(read(1, 0, 3), 2), [[0, 0], [3, 0]]);
});

Deno.test("countErrors() counts all that is off the diagonal", () => {
  assert.equal(countErrors(confusionMatrix([...read(4, 4, 5), ...read(4, 9, 2)], 10)), 2);
  assert.equal(countErrors(confusionMatrix([], 10)), 0);
});

Deno.test("rankConfusedPairs() lists misreadings by frequency with their share of the label", () => {
  const predictions = [...read(4, 4, 6), ...read(4, 9, 2), ...read(3, 5, 3), ...read(9, 4, 2)];
  assert.deepEqual(rankConfusedPairs(confusionMatrix(predictions, 10)), [
    { label: 3, digit: 5, count: 3, share: 1 },
    { label: 4, digit: 9, count: 2, share: 0.25 },
    { label: 9, digit: 4, count: 2, share: 1 },
  ]);
});

Deno.test("rankConfusedPairs() lists nothing where nothing is misread", () => {
  assert.deepEqual(rankConfusedPairs(confusionMatrix(read(1, 1, 3), 10)), []);
});
