import assert from "node:assert/strict";
import { measureCalibration } from "../../lib/evaluation/calibration.ts";
import { decodePredictions } from "../../lib/evaluation/predictions.ts";
import { predict } from "./helpers.ts";
import { assertClose, references } from "./references/mod.ts";

const { labels, probabilities, calibration } = references.full;
const predictions = decodePredictions(labels, probabilities);

/** The reference without the edges, which scikit-learn does not tell. */
function withoutEdges({ bins, ...errors }: ReturnType<typeof measureCalibration>) {
  return {
    bins: bins.map(({ accuracy, meanConfidence, count }) => ({ accuracy, meanConfidence, count })),
    ...errors,
  };
}

Deno.test("measureCalibration() agrees with scikit-learn to 1e-12 in 15 bins of equal width", () => {
  assertClose(withoutEdges(measureCalibration(predictions)), calibration.width);
});

Deno.test("measureCalibration() agrees with scikit-learn to 1e-12 in 10 quantile bins", () => {
  const measured = measureCalibration(predictions, { binCount: 10, binning: "quantile" });
  assertClose(withoutEdges(measured), calibration.quantile);
});

Deno.test("measureCalibration() puts a confidence on an edge into the lower bin", () => {
  const { bins } = measureCalibration(
    [predict({ confidence: 0.5 }), predict({ confidence: 1 })],
    { binCount: 2 },
  );
  assert.deepEqual(bins.map(({ lower, upper, count }) => [lower, upper, count]), [
    [0, 0.5, 1],
    [0.5, 1, 1],
  ]);
});

Deno.test("measureCalibration() takes a confidence that rounding lifted above 1", () => {
  const { bins } = measureCalibration([predict({ confidence: 1 + 2 ** -23 })]);
  assert.equal(bins.length, 1);
  assert.equal(bins[0].upper, 1);
});

Deno.test("measureCalibration() keeps equal confidences together in quantile bins", () => {
  const same = Array.from({ length: 10 }, (_, i) => predict({ predicted: i % 2, confidence: 1 }));
  const { bins, expectedCalibrationError } = measureCalibration(same, {
    binning: "quantile",
    binCount: 5,
  });
  assert.equal(bins.length, 1);
  assert.equal(expectedCalibrationError, 0.5);
});

Deno.test("measureCalibration() refuses no predictions and no bins", () => {
  assert.throws(() => measureCalibration([]), RangeError);
  for (const binCount of [0, -1, 2.5, NaN]) {
    assert.throws(() => measureCalibration(predictions, { binCount }), /binCount: expected/);
  }
});
