import assert from "node:assert/strict";
import { confusionMatrix, countErrors, rankConfusedPairs } from "../../lib/evaluation/confusion.ts";
import { predict } from "./helpers.ts";

const repeat = (label: number, predicted: number, times: number) =>
  Array.from({ length: times }, () => predict({ label, predicted }));

Deno.test("confusionMatrix() puts true classes in rows, and is as large as there are classes", () => {
  const confusion = confusionMatrix([...repeat(4, 9, 2), ...repeat(9, 4, 1)], 12);
  assert.equal(confusion.length, 12);
  assert.ok(confusion.every((row) => row.length === 12));
  assert.equal(confusion[4][9], 2);
  assert.equal(confusion[9][4], 1);
});

Deno.test("confusionMatrix() has a row and a column for each class, 2 or 26", () => {
  const confusion = confusionMatrix([...repeat(25, 24, 2), ...repeat(0, 0, 1)], 26);
  assert.deepEqual(confusion.map((row) => row.length), Array(26).fill(26));
  assert.equal(confusion[25][24], 2);
  assert.deepEqual(confusionMatrix(repeat(1, 0, 3), 2), [[0, 0], [3, 0]]);
});

Deno.test("countErrors() counts all that is off the diagonal", () => {
  assert.equal(countErrors(confusionMatrix([...repeat(4, 4, 5), ...repeat(4, 9, 2)], 10)), 2);
  assert.equal(countErrors(confusionMatrix([], 3)), 0);
});

Deno.test("rankConfusedPairs() lists confusions by frequency with their share of the label", () => {
  const predictions = [
    ...repeat(4, 4, 6),
    ...repeat(4, 9, 2),
    ...repeat(3, 5, 3),
    ...repeat(9, 4, 2),
  ];
  assert.deepEqual(rankConfusedPairs(confusionMatrix(predictions, 10)), [
    { label: 3, predicted: 5, count: 3, share: 1 },
    { label: 4, predicted: 9, count: 2, share: 0.25 },
    { label: 9, predicted: 4, count: 2, share: 1 },
  ]);
});

Deno.test("rankConfusedPairs() lists nothing where nothing is misclassified", () => {
  assert.deepEqual(rankConfusedPairs(confusionMatrix(repeat(1, 1, 3), 2)), []);
});
