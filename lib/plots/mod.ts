/**
 * Figures of the project: pure functions from plain records to self-contained SVG.
 *
 * @module
 */
export type { Figure, FigureOptions } from "./figure.ts";
export { rasterizeFigure } from "./rasterize.ts";

export { plotImageGrid, tileImages, tilePredictions } from "./image_grid.ts";
export { groupByConfusion, groupByLabel, plotImageRows } from "./image_rows.ts";
export { plotClassMeans, plotClassSpreads } from "./class_images.ts";
export { plotClassShares } from "./class_shares.ts";
export { plotHistogram } from "./histogram.ts";
export { plotEmbedding } from "./embedding.ts";
export { plotPairs } from "./pairs.ts";
export { plotComponents, plotExplainedVariance } from "./principal_components.ts";
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
