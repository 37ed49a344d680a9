/**
 * Figures of the project: pure functions from plain records to self-contained SVG.
 *
 * @module
 */
export type { Figure, FigureOptions } from "./figure.ts";
export { rasterizeFigure } from "./rasterize.ts";

export { plotDigitGrid, tileDigits, tilePredictions } from "./digit_grid.ts";
export { groupByConfusion, groupByLabel, plotDigitRows } from "./digit_rows.ts";
export { plotClassMeans, plotClassSpreads } from "./class_images.ts";
export { plotClassShares } from "./class_shares.ts";
export { plotHistogram } from "./histogram.ts";
export { plotEmbedding } from "./embedding.ts";
export { plotPairs } from "./pairs.ts";
export { plotComponents, plotVarianceShares } from "./principal_axes.ts";
export { plotArchitecture } from "./architecture.ts";
export { plotGradientStep } from "./gradient_step.ts";
export { plotLearningCurves } from "./learning_curves.ts";
export { plotSchedule } from "./schedule.ts";
export { plotRunComparison } from "./run_comparison.ts";
export { plotConfusion } from "./confusion.ts";
export { plotClassScores } from "./class_scores.ts";
export { plotReliability } from "./reliability.ts";
export { plotRiskCoverage } from "./risk_coverage.ts";
export { plotComparison } from "./comparison.ts";
export { plotProbabilities } from "./probabilities.ts";
export { plotValueMaps } from "./value_maps.ts";
export { plotExplanations } from "./explanations.ts";
export { plotFeatureMaps, plotFilters } from "./feature_maps.ts";
export { plotRobustness } from "./robustness.ts";
export { plotClassIntervals } from "./class_intervals.ts";
export { plotCurves } from "./curves.ts";
export { plotGrids } from "./grids.ts";
export { plotPatchProduct } from "./patch_product.ts";
export { plotReceptiveFields } from "./receptive_fields.ts";
export { plotSeedSpread } from "./seed_spread.ts";
export { plotSoftmax } from "./softmax.ts";
export { plotFilterFrames } from "./filter_frames.ts";
export { plotOverfitting } from "./overfitting.ts";
