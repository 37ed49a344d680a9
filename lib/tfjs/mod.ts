/**
 * Models as tfjs LayersModels and back, and training op by op. Importing it loads tfjs, and sets no backend.
 *
 * @module
 */
export { type BackendName, useBackend } from "./backend.ts";
export * from "./gradient_probe.ts";
export * from "./layers_model.ts";
export * from "./optimizer_study.ts";
export type { OptimizerName } from "./optimizers.ts";
export * from "./plain_training.ts";
export * from "./prepare_training.ts";
export * from "./tfjs_classifier.ts";
export * from "./tfjs_engine.ts";
