/**
 * LeNet-5 as near to the paper of 1998 as this library comes: no normalisation, mean pooling, tanh. It has
 * the 61,706 parameters that are usually quoted for it.
 *
 * @module
 */
import type { Model } from "../model.ts";
import { createLenet, type LenetDesign, type LenetOptions } from "./lenet.ts";
import { LENET5 } from "./lenet5.ts";

const LENET5_1998: LenetDesign = {
  ...LENET5,
  name: "lenet5-1998",
  defaults: {
    ...LENET5.defaults,
    batchNorm: false,
    dropout: 0,
    pooling: "average",
    activation: "tanh",
  },
};

/** Builds the network; see {@link createLenet5} for what it reads and gives. */
export function createLenet5As1998(options: LenetOptions = {}): Model {
  return createLenet(LENET5_1998, options);
}
