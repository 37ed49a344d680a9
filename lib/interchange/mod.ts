/**
 * Models for other runtimes, and models from them; training runs for TensorBoard.
 *
 * @module
 */
export * from "./description.ts";
export * from "./event_log.ts";
export * from "./export_model.ts";
export * from "./import_model.ts";
export type { KnownNetwork } from "./import_safetensors.ts";
export type { InputScaling } from "./topology.ts";
export * from "./training_log.ts";
