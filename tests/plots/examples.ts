/**
 * One example of each kind of figure, from made-up records: what the snapshot tests draw.
 *
 * @module
 */
import { DIGIT_CLASSES, IMAGE_PIXELS, IMAGE_SIZE } from "../../lib/dataset/labeled_images.ts";
import { plotArchitecture } from "../../lib/plots/architecture.ts";
import { plotClassScores } from "../../lib/plots/class_scores.ts";
import { plotClassShares } from "../../lib/plots/class_shares.ts";
import { plotComparison } from "../../lib/plots/comparison.ts";
import { plotConfusion } from "../../lib/plots/confusion.ts";
import { plotDigitGrid } from "../../lib/plots/digit_grid.ts";
import { plotDigitRows } from "../../lib/plots/digit_rows.ts";
import { plotEmbedding } from "../../lib/plots/embedding.ts";
import { plotFeatureMaps, plotFilters } from "../../lib/plots/feature_maps.ts";
import { plotPairs } from "../../lib/plots/pairs.ts";
import { plotClassMeans, plotClassSpreads } from "../../lib/plots/class_images.ts";
import { plotExplanations } from "../../lib/plots/explanations.ts";
import { plotGradientStep } from "../../lib/plots/gradient_step.ts";
import { plotSchedule } from "../../lib/plots/schedule.ts";
import type { Figure } from "../../lib/plots/figure.ts";
import { plotHistogram } from "../../lib/plots/histogram.ts";
import { plotLearningCurves } from "../../lib/plots/learning_curves.ts";
import { plotProbabilities } from "../../lib/plots/probabilities.ts";
import { plotReliability } from "../../lib/plots/reliability.ts";
import { plotRiskCoverage } from "../../lib/plots/risk_coverage.ts";
import { plotRobustness } from "../../lib/plots/robustness.ts";
import { plotRunComparison } from "../../lib/plots/run_comparison.ts";
import { plotValueMaps } from "../../lib/plots/value_maps.ts";
import { plotComponents, plotVarianceShares } from "../../lib/plots/principal_axes.ts";
import { createRandom } from "../../lib/random.ts";
import { LESSON_EXAMPLES } from "./lesson_examples.ts";

const TEN = Array.from({ length: 10 }, (_, digit) => digit);

/** A ring of ink, its radius by `digit`. */
export function drawRing(digit: number): Uint8Array {
  return Uint8Array.from({ length: IMAGE_PIXELS }, (_, p) => {
    const y = Math.floor(p / IMAGE_SIZE) - 13.5, x = p % IMAGE_SIZE - 13.5;
    return Math.round(255 * Math.max(0, 1 - Math.abs(Math.hypot(x, y) - digit - 2) / 2));
  });
}

/** A run of so many epochs, the loss falling. */
export function inventHistory(epochs: number, slowness = 4) {
  return Array.from({ length: epochs }, (_, i) => ({
    epoch: i + 1,
    trainLoss: 0.5 * Math.exp(-i / slowness) + 0.03,
    validationLoss: 0.3 * Math.exp(-i / slowness) + 0.02,
    validationAccuracy: 0.995 - 0.03 * Math.exp(-i / slowness),
    learningRate: 0.006 * Math.sin(Math.PI * (i + 0.5) / epochs),
    imagesPerSecond: 18_000 + 500 * Math.cos(i),
  }));
}

/** The same with points within the epochs, the last one under way. */
function inventProgress(epochs: number, pointsPerEpoch: number) {
  const history = inventHistory(epochs + 1);
  return history.flatMap(({ validationLoss, validationAccuracy, ...record }, i) => {
    const { trainLoss, ...others } = record;
    const within = Array.from({ length: pointsPerEpoch - 1 }, (_, k) => ({
      ...others,
      intervalLoss: trainLoss * (1.1 - 0.05 * k),
      epoch: i + (k + 1) / pointsPerEpoch,
    }));
    const end = { ...record, validationLoss, validationAccuracy };
    return i < epochs ? [...within, end] : within;
  });
}

const LAYERS = [
  { name: "C1", type: "Conv2D", outputShape: [28, 28, 6], kernelSize: [5, 5], parameters: 150 },
  { name: "C1_norm", type: "BatchNormalization", outputShape: [28, 28, 6], parameters: 24 },
  { name: "S2", type: "MaxPooling2D", outputShape: [14, 14, 6], parameters: 0 },
  { name: "C3", type: "Conv2D", outputShape: [10, 10, 16], parameters: 2400 },
  { name: "S4", type: "MaxPooling2D", outputShape: [5, 5, 16], parameters: 0 },
  { name: "flatten", type: "Flatten", outputShape: [400], parameters: 0 },
  { name: "C5", type: "Dense", outputShape: [120], parameters: 48_000 },
  { name: "F6", type: "Dense", outputShape: [84], parameters: 10_080 },
  { name: "output", type: "Dense", outputShape: [10], parameters: 850 },
];

const CLASSES = TEN.map((digit) => ({
  digit,
  count: 100,
  share: 0.1,
  mean: Float64Array.from(drawRing(digit), (ink) => ink / 255),
  spread: Float64Array.from(drawRing(digit), (ink) => ink / 510),
  meanInk: 0.1,
}));

/** Draws every example, by name. */
export const EXAMPLES: Record<string, () => Figure> = {
  ...LESSON_EXAMPLES,
  architecture: () => plotArchitecture(LAYERS),
  class_means: () => plotClassMeans(CLASSES),
  class_spreads: () => plotClassSpreads(CLASSES),
  class_scores: () =>
    plotClassScores(TEN.map((digit) => ({
      digit,
      precision: 0.99 + digit / 2000,
      recall: 0.998 - digit / 1500,
      f1: 0.994 - digit / 12_000,
      support: 1000,
    }))),
  class_shares: () =>
    plotClassShares({
      training: TEN.map((digit) => ({ digit, share: 0.1 + 0.01 * Math.sin(digit) })),
      validation: TEN.map((digit) => ({ digit, share: 0.1 + 0.01 * Math.cos(digit) })),
      test: TEN.map((digit) => ({ digit, share: 0.1 + 0.012 * Math.sin(digit + 0.5) })),
    }),
  comparison: () =>
    plotComparison([
      { name: "LeNet-5 (LeCun et al. 1998)", value: 0.95 },
      { name: "LeNet-5, run again (Yadav & Bottou 2019)", value: 0.82, interval: [0.62, 1.02] },
      { name: "this model", value: 0.4, interval: [0.3, 0.55], own: true },
    ], { valueLabel: "test error (%)", valueFormat: (value) => value.toFixed(2) }),
  confusion: () =>
    plotConfusion(TEN.map((truth) =>
      TEN.map((read) => {
        if (truth === read) return 980 + truth;
        return (truth * 7 + read * 3) % 11 === 0 ? (truth + read) % 6 : 0;
      })
    )),
  digit_grid: () =>
    plotDigitGrid(
      TEN.map((digit) => ({
        image: drawRing(digit),
        label: digit,
        digit: digit % 4 === 3 ? 8 : digit,
        confidence: 1 - digit / 25,
        note: `#${digit * 100}`,
      })),
      { columns: 8, title: "Digits <read>", subtitle: "Captions: true digit → digit read" },
    ),
  digit_rows: () =>
    plotDigitRows([
      { name: "mean", images: TEN.map(drawRing) },
      { name: "spread", images: TEN.map((digit) => drawRing(9 - digit)) },
    ], { columns: TEN.map(String), title: "Classes" }),
  digit_rows_framed: () =>
    plotDigitRows([
      { name: "size (px)", images: TEN.map(drawRing), captions: TEN.map((i) => `−${i}`) },
      { name: "more", images: [drawRing(2)] },
    ], { framed: true, title: "Disturbed" }),
  embedding: () => {
    const random = createRandom(1);
    const points = Array.from({ length: 200 }, (_, i) => ({
      x: 3 * Math.cos(i % 10) + random.nextNormal() / 2,
      y: 3 * Math.sin(i % 10) + random.nextNormal() / 2,
      digit: i % 10,
    }));
    return plotEmbedding(points, { xLabel: "first axis (ink)", yLabel: "second axis (ink)" });
  },
  feature_maps: () =>
    plotFeatureMaps({
      height: 3,
      width: 4,
      channels: 6,
      values: Float32Array.from({ length: 72 }, (_, i) => (i % 6) * Math.floor(i / 6)),
    }, { columns: 6 }),
  filters: () =>
    plotFilters({
      height: 2,
      width: 3,
      inputs: 2,
      outputs: 4,
      values: Float32Array.from({ length: 48 }, (_, i) => (i % 4) - Math.floor(i / 8)),
    }, { input: 1 }),
  explanations: () => {
    const digits = {
      count: 1,
      images: drawRing(7),
      labels: Uint8Array.of(7),
      classes: DIGIT_CLASSES,
    };
    const falls = Float32Array.from({ length: IMAGE_PIXELS }, (_, p) => Math.sin(p / 90));
    return plotExplanations(digits, [
      { index: 0, digit: 0, role: "read", falls },
      { index: 0, digit: 7, role: "true", falls: falls.map((value) => -value) },
    ]);
  },
  gradient_step: () =>
    plotGradientStep({
      loss: 2.4,
      steps: TEN.map((i) => ({
        stepSize: 0.1 * (i + 1),
        loss: 2.4 - 0.3 * (i + 1) + 0.03 * (i + 1) ** 2,
        predictedLoss: 2.4 - 0.3 * (i + 1),
      })),
    }),
  schedule: () =>
    plotSchedule(Float32Array.from({ length: 1000 }, (_, i) => Math.sin(Math.PI * i / 1000) / 100)),
  histogram: () =>
    plotHistogram(
      Array.from({ length: 16 }, (_, i) => ({
        lower: i / 16,
        upper: (i + 1) / 16,
        count: i === 7 ? 0 : i === 0 ? 40_000_000 : 100_000 * (1 + i % 5),
      })),
      { xLabel: "ink", yLabel: "pixels (logarithmic)", logarithmic: true },
    ),
  learning_curves: () => plotLearningCurves(inventHistory(12), { epochs: 30 }),
  learning_curves_empty: () => plotLearningCurves([], { epochs: 30 }),
  learning_curves_within_epochs: () => plotLearningCurves(inventProgress(2, 3)),
  pairs: () => {
    const images = Uint8Array.from(TEN.flatMap((digit) => [...drawRing(digit)]));
    const digits = { count: 10, images, labels: Uint8Array.from(TEN), classes: DIGIT_CLASSES };
    const pairs = [{ index: 1, neighbour: 2, distance: 0.5 }, {
      index: 7,
      neighbour: 4,
      distance: 3,
    }];
    return plotPairs(digits, pairs);
  },
  principal_axes: () =>
    plotComponents(
      [drawRing(3), drawRing(8)].map((ring) =>
        Float64Array.from(ring, (ink, p) => ink / 255 - (p % 28) / 56)
      ),
    ),
  probabilities: () =>
    plotProbabilities(drawRing(6), TEN.map((digit) => digit === 6 ? 0.973 : 0.003)),
  reliability: () =>
    plotReliability({
      bins: TEN.slice(3).map((i) => ({
        lower: i / 10,
        upper: (i + 1) / 10,
        count: i === 9 ? 9800 : 10 * i,
        meanConfidence: (i + 0.6) / 10,
        accuracy: (i + (i % 2)) / 10,
      })),
      expectedCalibrationError: 0.0123,
      maximumError: 0.1,
    }),
  risk_coverage: () => {
    const points = Array.from({ length: 50 }, (_, i) => ({
      threshold: 1 - (i / 50) ** 4,
      coverage: (i + 1) / 50,
      risk: 0.004 * ((i + 1) / 50) ** 3,
    }));
    return plotRiskCoverage(points, { marked: [points[44], points[48]] });
  },
  robustness: () =>
    plotRobustness(["rotation", "shift", "scale", "noise"].map((name, k) => ({
      name,
      unit: k === 0 ? "degrees" : "pixels",
      points: TEN.map((i) => {
        const accuracy = 0.995 - (0.01 * (k + 1)) * (i - 4.5) ** 2 / 4;
        const accuracyInterval = [accuracy - 0.01, Math.min(1, accuracy + 0.01)] as const;
        return { strength: (i - 4.5) * 8, accuracy, accuracyInterval };
      }),
    }))),
  run_comparison: () =>
    plotRunComparison(
      ["default", "without augmentation", "without batch normalisation"].map((name, k) => ({
        name,
        history: inventHistory(8, 2 + k),
      })),
    ),
  value_maps: () =>
    plotValueMaps(
      TEN.map((digit) => ({
        name: `map ${digit}`,
        values: Float32Array.from(drawRing(digit), (ink, p) => ink / 255 - p / IMAGE_PIXELS),
        width: IMAGE_SIZE,
        underlay: digit === 3 ? drawRing(3) : undefined,
      })),
      { signed: true, valueLabel: "weight", columns: 6 },
    ),
  variance_shares: () => plotVarianceShares([0.3, 0.2, 0.15, 0.1, 0.05, 0.04, 0.03]),
};
