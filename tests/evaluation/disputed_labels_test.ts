import assert from "node:assert/strict";
import {
  DISPUTED_TEST_LABELS,
  dropDisputedLabels,
  judgeDisputedLabels,
} from "../../lib/evaluation/disputed_labels.ts";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { predict } from "./helpers.ts";

const test = await loadSplit("test");

/** Predictions for the test set that agree with every label, but for those given. */
function predictLabels(exceptions: Record<number, number> = {}) {
  return Array.from(
    test.labels,
    (label, index) =>
      predict({ index, label, predicted: exceptions[index] ?? label, confidence: 0.75 }),
  );
}

Deno.test("DISPUTED_TEST_LABELS holds the labels of MNIST, each confirmed by fewer than three of five", () => {
  assert.equal(DISPUTED_TEST_LABELS.length, 15);
  for (const { index, label, suggested, votes } of DISPUTED_TEST_LABELS) {
    assert.equal(label, test.labels[index], `digit ${index}`);
    assert.notEqual(label, suggested);
    assert.equal(votes.label + votes.suggested + votes.neither, 5);
    assert.ok(votes.label < 3);
  }
});

Deno.test("judgeDisputedLabels() says which side the model agrees with", () => {
  const verdicts = judgeDisputedLabels(predictLabels({ 947: 9, 2462: 7 }));
  assert.equal(verdicts.length, 15);
  const sides = Object.fromEntries(verdicts.map(({ index, side }) => [index, side]));
  assert.deepEqual([sides[947], sides[2462], sides[9729]], ["suggested", "neither", "label"]);
  assert.equal(verdicts[0].predicted, 9);
  assert.equal(verdicts[0].confidence, 0.75);
});

Deno.test("judgeDisputedLabels() refuses predictions for another set", () => {
  assert.throws(() => judgeDisputedLabels(predictLabels().slice(0, 900)), {
    name: "RangeError",
    message: /MNIST test set, where digit 947 is labelled 8, got none there/,
  });
  const relabelled = predictLabels().map((p) => ({ ...p, label: 3 }));
  assert.throws(() => judgeDisputedLabels(relabelled), /got label 3/);
});

Deno.test("dropDisputedLabels() leaves 9,985 of the test digits", () => {
  const rest = dropDisputedLabels(predictLabels());
  assert.equal(rest.length, 9_985);
  assert.ok(rest.every(({ index }) => index !== 947));
});
