/**
 * Metrics from probabilities: plain arithmetic on plain arrays.
 *
 * @module
 */
export * from "./calibration.ts";
export * from "./class_metrics.ts";
export * from "./comparison.ts";
export * from "./confusion.ts";
export * from "./disputed_labels.ts";
export * from "./interval.ts";
export * from "./network_comparison.ts";
export * from "./predictions.ts";
export * from "./published_results.ts";
export * from "./ranking.ts";
export * from "./report.ts";
export * from "./risk_coverage.ts";
export * from "./temperature.ts";
export * from "./class_intervals.ts";
export * from "./softmax.ts";
export * from "./costliest.ts";
