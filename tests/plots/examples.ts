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
import { plotImageGrid } from "../../lib/plots/image_grid.ts";
import { plotImageRows } from "../../lib/plots/image_rows.ts";
import { plotEmbedding } from "../../lib/plots/embedding.ts";
import { plotFeatureMaps, plotFilters } from "../../lib/plots/feature_maps.ts";
import { plotPairs } from "../../lib/plots/pairs.ts";
import { plotClassMeans, plotClassSpreads } from "../../lib/plots/class_images.ts";
import { plotExplanations } from "../../lib/plots/explanations.ts";
import { plotGradientStep } from "../../lib/plots/gradient_step.ts";
import { plotSweepResults } from "../../lib/plots/sweep_results.ts";
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
import { plotComponents, plotExplainedVariance } from "../../lib/plots/principal_components.ts";
import { LESSON_EXAMPLES } from "./lesson_examples.ts";
import {
  drawRing,
  inventHistory,
  inventPoints,
  inventProgress,
  inventReport,
  inventShares,
  inventStatistics,
  LETTERS,
  MANY,
  SHAPES,
} from "./made_up.ts";

const TEN = Array.from({ length: 10 }, (_, i) => i);

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

/** Draws every example, by name. */
export const EXAMPLES: Record<string, () => Figure> = {
  ...LESSON_EXAMPLES,
  architecture: () => plotArchitecture(LAYERS, { name: "lenet5" }),
  class_means: () => plotClassMeans(inventStatistics(DIGIT_CLASSES)),
  class_spreads: () => plotClassSpreads(inventStatistics(DIGIT_CLASSES)),
  class_means_letters: () => plotClassMeans(inventStatistics(LETTERS)),
  class_scores: () => plotClassScores(inventReport(DIGIT_CLASSES)),
  class_scores_shapes: () => plotClassScores(inventReport(SHAPES)),
  class_scores_many: () => plotClassScores(inventReport(MANY)),
  class_shares: () =>
    plotClassShares({
      training: inventShares(DIGIT_CLASSES, Math.sin),
      validation: inventShares(DIGIT_CLASSES, Math.cos),
      test: inventShares(DIGIT_CLASSES, (label) => 1.2 * Math.sin(label + 0.5)),
    }),
  class_shares_letters: () =>
    plotClassShares({
      training: inventShares(LETTERS, Math.sin),
      test: inventShares(LETTERS, Math.cos),
    }),
  comparison: () =>
    plotComparison([
      { name: "LeNet-5 (LeCun et al. 1998)", value: 0.95 },
      { name: "LeNet-5, run again (Yadav & Bottou 2019)", value: 0.82, interval: [0.62, 1.02] },
      { name: "this model", value: 0.4, interval: [0.3, 0.55], own: true },
    ], { valueLabel: "test error (%)", valueFormat: (value) => value.toFixed(2) }),
  confusion: () => plotConfusion(inventReport(DIGIT_CLASSES)),
  confusion_letters: () => plotConfusion(inventReport(LETTERS)),
  confusion_shapes: () => plotConfusion(inventReport(SHAPES)),
  image_grid: () =>
    plotImageGrid(
      TEN.map((label) => ({
        image: drawRing(label),
        label: String(label),
        predicted: String(label % 4 === 3 ? 8 : label),
        confidence: 1 - label / 25,
        note: `#${label * 100}`,
      })),
      { columns: 8, title: "Images <predicted>", subtitle: "Captions: true → predicted class" },
    ),
  image_grid_shapes: () =>
    plotImageGrid(
      TEN.map((i) => ({
        image: drawRing(i),
        label: SHAPES[i % 3],
        predicted: SHAPES[i % 2],
        confidence: 1 - i / 25,
      })),
      { columns: 8 },
    ),
  image_rows: () =>
    plotImageRows([
      { name: "mean", images: TEN.map(drawRing) },
      { name: "spread", images: TEN.map((label) => drawRing(9 - label)) },
    ], { columns: TEN.map(String), title: "Classes" }),
  image_rows_framed: () =>
    plotImageRows([
      { name: "size (px)", images: TEN.map(drawRing), captions: TEN.map((i) => `−${i}`) },
      { name: "more", images: [drawRing(2)] },
    ], { framed: true, title: "Corrupted" }),
  embedding: () =>
    plotEmbedding(inventPoints(10), {
      classes: DIGIT_CLASSES,
      xLabel: "first component (ink)",
      yLabel: "second component (ink)",
    }),
  embedding_letters: () => plotEmbedding(inventPoints(26), { classes: LETTERS }),
  embedding_shapes: () => plotEmbedding(inventPoints(3), { classes: SHAPES }),
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
    const images = {
      count: 1,
      images: drawRing(7),
      labels: Uint8Array.of(7),
      classes: DIGIT_CLASSES,
    };
    const drops = Float32Array.from({ length: IMAGE_PIXELS }, (_, p) => Math.sin(p / 90));
    return plotExplanations(images, [
      { index: 0, label: 0, role: "predicted", drops },
      { index: 0, label: 7, role: "true", drops: drops.map((value) => -value) },
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
    const images = {
      count: 10,
      images: Uint8Array.from(TEN.flatMap((label) => [...drawRing(label)])),
      labels: Uint8Array.from(TEN),
      classes: DIGIT_CLASSES,
    };
    const pairs = [{ index: 1, neighbour: 2, distance: 0.5 }, {
      index: 7,
      neighbour: 4,
      distance: 3,
    }];
    return plotPairs(images, pairs);
  },
  components: () =>
    plotComponents(
      [drawRing(3), drawRing(8)].map((ring) =>
        Float64Array.from(ring, (ink, p) => ink / 255 - (p % 28) / 56)
      ),
    ),
  probabilities: () =>
    plotProbabilities(drawRing(6), TEN.map((label) => label === 6 ? 0.973 : 0.003), {
      classes: DIGIT_CLASSES,
    }),
  probabilities_letters: () =>
    plotProbabilities(drawRing(4), LETTERS.map((_, label) => 2 ** -(label * 5 % 26) / 2), {
      classes: LETTERS,
    }),
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
  risk_coverage_at_a_threshold: () => {
    const points = [0.72, 0.95, 1].map((coverage, i) => ({
      ...{ threshold: 1 - coverage ** 2 / 100, coverage, risk: i / 100 },
      ...{ answered: 4000 * coverage, errors: 40 * coverage * i },
    }));
    return plotRiskCoverage(points, { marked: points.slice(0, 1) }); // beyond the first mistake
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
  sweep_results: () =>
    plotSweepResults([
      { variant: "weightDecay=0.01", values: [1.1, 1.2, 1.3], mean: 1.2, deviation: 0.1 },
      {
        variant: "weightDecay=0.1, of a name that is longer than what a figure has room for",
        values: [0.9],
        mean: 0.9,
        deviation: NaN,
        note: "p = 0.031",
      },
    ], { title: "decay", axis: "error on images held out (%)" }),
  value_maps: () =>
    plotValueMaps(
      TEN.map((label) => ({
        name: `map ${label}`,
        values: Float32Array.from(drawRing(label), (ink, p) => ink / 255 - p / IMAGE_PIXELS),
        width: IMAGE_SIZE,
        underlay: label === 3 ? drawRing(3) : undefined,
      })),
      { signed: true, valueLabel: "weight", columns: 6 },
    ),
  explained_variance: () => plotExplainedVariance([0.3, 0.2, 0.15, 0.1, 0.05, 0.04, 0.03]),
};
