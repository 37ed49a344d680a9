import assert from "node:assert/strict";
import { decodePredictions } from "../../lib/evaluation/predictions.ts";
import {
  findCoverageAtRisk,
  findPointAtThreshold,
  findPointsAtThresholds,
  thinCurve,
  traceRiskCoverage,
} from "../../lib/evaluation/risk_coverage.ts";
import { predict } from "./helpers.ts";
import { assertClose, references } from "./references/mod.ts";

const right = (confidence: number) => predict({ confidence });
const wrong = (confidence: number) => predict({ predicted: 1, confidence });

Deno.test("traceRiskCoverage() has NumPy's area to 1e-12", () => {
  const { labels, probabilities, riskCoverageArea } = references.full;
  assertClose(traceRiskCoverage(decodePredictions(labels, probabilities)).area, riskCoverageArea);
});

Deno.test("traceRiskCoverage() goes from the most confident prediction to all", () => {
  const { points } = traceRiskCoverage([wrong(0.6), right(0.9), right(0.8), wrong(0.4)]);
  assert.deepEqual(points, [
    { threshold: 0.9, coverage: 0.25, answered: 1, errors: 0, risk: 0 },
    { threshold: 0.8, coverage: 0.5, answered: 2, errors: 0, risk: 0 },
    { threshold: 0.6, coverage: 0.75, answered: 3, errors: 1, risk: 1 / 3 },
    { threshold: 0.4, coverage: 1, answered: 4, errors: 2, risk: 0.5 },
  ]);
});

Deno.test("traceRiskCoverage() treats equally confident predictions alike, whatever their order", () => {
  const mixed = [right(1), wrong(1), right(1), right(0.5)];
  const { points, area } = traceRiskCoverage(mixed);
  assert.deepEqual(points.map(({ answered, errors }) => [answered, errors]), [[3, 1], [4, 1]]);
  assertClose(area, 3 / 4 * (1 / 3) + 1 / 4 * (1 / 4));
  assert.deepEqual(traceRiskCoverage(mixed.toReversed()), { points, area });
});

Deno.test("traceRiskCoverage() has no area where nothing is misclassified, and refuses an empty set", () => {
  assert.equal(traceRiskCoverage([right(0.9), right(0.3)]).area, 0);
  assert.throws(() => traceRiskCoverage([]), RangeError);
});

Deno.test("findCoverageAtRisk() finds the widest coverage, beyond a bump of the risk", () => {
  const curve = traceRiskCoverage([wrong(0.9), right(0.8), right(0.7), right(0.6), wrong(0.5)]);
  assert.equal(findCoverageAtRisk(curve, 0.25)?.answered, 4);
  assert.equal(findCoverageAtRisk(curve, 0.4)?.answered, 5);
  assert.equal(findCoverageAtRisk(curve, 0.1), undefined);
});

Deno.test("findPointAtThreshold() answers the images with at least that confidence", () => {
  const curve = traceRiskCoverage([right(0.9), wrong(0.8), right(0.7)]);
  assert.equal(findPointAtThreshold(curve, 0.8)?.answered, 2);
  assert.equal(findPointAtThreshold(curve, 0)?.answered, 3);
  assert.equal(findPointAtThreshold(curve, 0.95), undefined);
});

Deno.test("findPointsAtThresholds() leaves out what no image reaches", () => {
  const curve = traceRiskCoverage([right(0.9), wrong(0.8), right(0.7)]);
  const points = findPointsAtThresholds(curve, [0.75, 0.95, 0.9]);
  assert.deepEqual(points.map(({ answered }) => answered), [2, 1]);
});

Deno.test("thinCurve() keeps about as many points as asked for, both ends included", () => {
  const curve = traceRiskCoverage(Array.from({ length: 1000 }, (_, i) => right(1 - i / 2000)));
  const thinned = thinCurve(curve, 50);
  assert.ok(thinned.length >= 50 && thinned.length <= 52, `${thinned.length} points`);
  assert.equal(thinned[0], curve.points[0]);
  assert.equal(thinned.at(-1), curve.points.at(-1));
});

Deno.test("thinCurve() keeps both sides of every rise of the risk", () => {
  const wrongAt = [700, 950, 951, 990];
  const curve = traceRiskCoverage(
    Array.from({ length: 1000 }, (_, i) => (wrongAt.includes(i) ? wrong : right)(1 - i / 2000)),
  );
  const kept = new Set(thinCurve(curve, 10));
  for (const i of wrongAt) {
    assert.ok(kept.has(curve.points[i - 1]) && kept.has(curve.points[i]), `rise at ${i}`);
  }
  assert.ok(kept.size <= 20, `${kept.size} points`);
});

Deno.test("thinCurve() keeps a curve of few points whole", () => {
  const curve = traceRiskCoverage([right(0.9), wrong(0.8), right(0.7)]);
  assert.deepEqual(thinCurve(curve, 100), curve.points);
});
