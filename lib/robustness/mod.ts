/**
 * What a classifier stands up to, and what its answers rest on: corruptions and occlusion.
 *
 * @module
 */
export * from "./corruptions.ts";
export * from "./occlusion.ts";
export * from "./robustness.ts";
