/**
 * The library's public surface, in the order of the walk from bytes to figures.
 *
 * @module
 */
export * from "./errors.ts";
export * from "./paths.ts";
export * from "./random.ts";

// Bytes to digits.
export * from "./dataset/labeled_images.ts";
export * from "./dataset/idx.ts";
export * from "./dataset/mnist.ts";
export * from "./dataset/batches.ts";

// Any picture to one 28×28 digit.
export * from "./image/picture.ts";
export * from "./image/decode.ts";
export * from "./image/prepare.ts";

// The network.
export * from "./model/registry.ts";
export * from "./model/store.ts";

// Digits to probabilities, and training.
export * from "./augmentation/warp.ts";
export * from "./inference/classify.ts";
export * from "./augmentation/warper.ts";
export * from "./training/recipe.ts";
export * from "./training/plan.ts";
export * from "./training/records.ts";
export * from "./training/events.ts";
export * from "./training/checkpoint.ts";
export * from "./training/options.ts";
export { TrainingError } from "./training/run.ts";
export * from "./training/train.ts";

// Probabilities to figures of merit.
export * from "./evaluation/report.ts";
export * from "./evaluation/calibration.ts";
export * from "./evaluation/ranking.ts";
export * from "./evaluation/risk_coverage.ts";

// Records to pictures.
export * from "./plots/mod.ts";
