/**
 * Figures of the project: pure functions from plain records to self-contained SVG.
 *
 * @module
 */
export type { FigureDocument } from "./document.ts";
export type { Figure, FigureOptions } from "./figure.ts";
export type { Ink } from "./raster.ts";
export { rasterizeFigure } from "./rasterize.ts";

export { type ImageTile, plotImageGrid, tileImages, tilePredictions } from "./image_grid.ts";
export { groupByConfusion, groupByLabel, type ImageRow, plotImageRows } from "./image_rows.ts";
export { plotClassMeans, plotClassSpreads } from "./class_images.ts";
export { type ClassShare, plotClassShares } from "./class_shares.ts";
export { type HistogramBin, type HistogramOptions, plotHistogram } from "./histogram.ts";
export { type EmbeddingOptions, type PlacedImage, plotEmbedding } from "./embedding.ts";
export { plotPairs } from "./pairs.ts";
export { plotComponents, plotExplainedVariance } from "./principal_components.ts";
export { type ArchitectureLayer, plotArchitecture } from "./architecture.ts";
export { plotGradientStep } from "./gradient_step.ts";
export { type EpochPoint, plotLearningCurves } from "./learning_curves.ts";
export { plotSchedule } from "./schedule.ts";
export { type NamedRun, plotRunComparison } from "./run_comparison.ts";
export { plotConfusion } from "./confusion.ts";
export { plotClassScores } from "./class_scores.ts";
export { plotReliability } from "./reliability.ts";
export { type CoveragePoint, plotRiskCoverage } from "./risk_coverage.ts";
export { type ComparedResult, plotComparison } from "./comparison.ts";
export { type NetworkCost, plotNetworkComparison } from "./network_comparison.ts";
export { plotProbabilities } from "./probabilities.ts";
export { plotValueMaps, type ValueMap } from "./value_maps.ts";
export { plotExplanations } from "./explanations.ts";
export { type Filters, type LayerOutput, plotFeatureMaps, plotFilters } from "./feature_maps.ts";
export { plotRobustness } from "./robustness.ts";
export { plotClassIntervals } from "./class_intervals.ts";
export { type CurvesOptions, type NamedCurve, plotCurves } from "./curves.ts";
export { type GridOptions, plotGrids } from "./grids.ts";
export { plotPatchProduct } from "./patch_product.ts";
export { plotReceptiveFields } from "./receptive_fields.ts";
export type { LayerField } from "../reader/layer_fields.ts";
export { plotSeedSpread } from "./seed_spread.ts";
export { plotSoftmax, type SoftmaxExample } from "./softmax.ts";
export { type FilterFrame, plotFilterFrames } from "./filter_frames.ts";
export { type ConfusionFrame, plotConfusionFrames } from "./confusion_frames.ts";
export { plotOverfitting } from "./overfitting.ts";
export { plotSweepResults, type VariantResult } from "./sweep_results.ts";
