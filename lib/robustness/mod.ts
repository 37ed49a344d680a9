/**
 * How robust a classifier is to corruption, and which parts of an image its predictions rest on.
 *
 * @module
 */
export * from "./corruptions.ts";
export * from "./occlusion.ts";
export * from "./robustness.ts";
