/**
 * The larger of the two networks of 3×3 convolutions.
 *
 * @module
 */
import type { Model } from "../model.ts";
import { createVgg, type VggOptions } from "./vgg.ts";

/** Builds the network; see {@link createLenet5} for what it reads and gives. */
export function createVggLarge(options: VggOptions = {}): Model {
  return createVgg("vgg-large", { channels: [32, 64], units: 128, dropout: 0.2 }, options);
}
