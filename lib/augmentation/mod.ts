/**
 * New images from old ones: warps, and digits written in other ways.
 *
 * @module
 */
export * from "./flagged_ones.ts";
export * from "./warp.ts";
export * from "./warps_at_bounds.ts";
export * from "./warper.ts";
