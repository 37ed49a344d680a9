/**
 * LeNet-4 (LeCun et al. 1998, §III.C.6): 4 and 16 maps, then one dense layer of 120 units. Here every map
 * of C3 sees all of S2; normalisation, ReLU and max pooling as in this library's LeNet-5.
 *
 * @module
 */
import type { Model } from "../model.ts";
import { createLenet, type LenetDesign, type LenetOptions } from "./lenet.ts";
import { LENET5 } from "./lenet5.ts";

const LENET4: LenetDesign = {
  ...LENET5,
  name: "lenet4",
  denseNames: ["C5"],
  defaults: { ...LENET5.defaults, channels: [4, 16], units: [120] },
};

/** Builds LeNet-4; see {@link createLenet5} for what it reads and gives. */
export function createLenet4(options: LenetOptions = {}): Model {
  return createLenet(LENET4, options);
}
