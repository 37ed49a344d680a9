/**
 * LeNet-1 (LeCun et al. 1990; described in LeCun et al. 1998, §III.C.5): 4 and 12 maps and nothing between
 * them and the output. Here every map of C3 sees all of S2; normalisation, ReLU and max pooling as in
 * this library's LeNet-5.
 *
 * @module
 */
import type { Model } from "../model.ts";
import { createLenet, type LenetDesign, type LenetOptions } from "./lenet.ts";
import { LENET5 } from "./lenet5.ts";

const LENET1: LenetDesign = {
  name: "lenet1",
  padded: false,
  denseNames: [],
  defaults: { ...LENET5.defaults, channels: [4, 12], units: [], dropout: 0 },
};

/** Builds LeNet-1; see {@link createLenet5} for what it reads and gives. */
export function createLenet1(options: LenetOptions = {}): Model {
  return createLenet(LENET1, options);
}
