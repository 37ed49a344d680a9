import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import {
  compareWithPublished,
  PUBLISHED_RESULTS,
  SOURCES,
} from "../../lib/evaluation/published_results.ts";
import { summarizePredictions } from "../../lib/evaluation/report.ts";
import { predict } from "./helpers.ts";

Deno.test("PUBLISHED_RESULTS holds LeNet-5's error rates, plain and with distortions", () => {
  const rates = PUBLISHED_RESULTS
    .filter(({ method, source }) => method === "LeNet-5" && source === "LeCun et al. 1998")
    .map(({ errorRate, augmented }) => [errorRate, augmented]);
  assert.deepEqual(rates, [[0.0095, false], [0.008, true]]);
});

Deno.test("PUBLISHED_RESULTS falls, and every source has a title", () => {
  const rates = PUBLISHED_RESULTS.map(({ errorRate }) => errorRate);
  assert.deepEqual(rates, rates.toSorted((a, b) => b - a));
  assert.ok(PUBLISHED_RESULTS.every(({ source }) => SOURCES[source].includes(source.slice(-4))));
});

Deno.test("compareWithPublished() ranks a model by its error rate, with intervals", () => {
  const predictions = Array.from(
    { length: 1000 },
    (_, i) => predict({ predicted: i < 10 ? 1 : 0 }),
  );
  const rows = compareWithPublished("ours", summarizePredictions(predictions, DIGIT_CLASSES));
  assert.equal(rows.length, PUBLISHED_RESULTS.length + 1);
  const best = compareWithPublished("ours", summarizePredictions(predictions, DIGIT_CLASSES), {
    highest: 0.0095,
  });
  assert.ok(best.some(({ own }) => own) && best.length < rows.length);
  assert.ok(best.every(({ value, own }) => own || value <= 0.0095));
  const place = rows.findIndex(({ own }) => own);
  assert.equal(rows[place].name, "ours");
  assert.equal(rows[place].value, 0.01);
  assert.equal(rows[place - 1].name, "LeNet-4 (LeCun et al. 1998)");
  assert.equal(rows[place + 1].name, "LeNet-5 (LeCun et al. 1998)");
  assert.ok(rows.some(({ name }) => name === "LeNet-5, distortions (LeCun et al. 1998)"));
  for (const { value, interval: [lower, upper] } of rows) {
    assert.ok(lower < value && value < upper);
  }
  const widthOf = ({ interval: [lower, upper] }: typeof rows[number]) => upper - lower;
  assert.ok(widthOf(rows[place]) > 2 * widthOf(rows[place + 1]), "fewer digits, wider interval");
});
