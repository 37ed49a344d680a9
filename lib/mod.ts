/**
 * What most programs need: labelled images, networks, training, classification, evaluation and the reader
 * of pictures, and nothing that is heavy. Figures (`./plots`), notebooks (`./notebook`) and tfjs (`./tfjs`)
 * have entry points of their own.
 *
 * @module
 */
export * from "./dataset/mod.ts";
export * from "./evaluation/mod.ts";
export * from "./image/mod.ts";
export * from "./inference/mod.ts";
export * from "./model/mod.ts";
export * from "./reader/mod.ts";
export * from "./training/mod.ts";
