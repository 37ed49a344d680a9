/**
 * New images from old ones: warps, and digits written in other ways.
 *
 * @module
 */
export type { Plane } from "../image/plane.ts";
export type { Random } from "../random.ts";
export * from "./degradations.ts";
export * from "./extra_images.ts";
export * from "./variants.ts";
export * from "./warp.ts";
export * from "./warps_at_bounds.ts";
export * from "./warper.ts";
