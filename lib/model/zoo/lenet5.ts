/**
 * LeNet-5, with the layer names of LeCun et al. 1998, "Gradient-Based Learning Applied to Document
 * Recognition".
 *
 * | part      | paper                                  | here                     | why                                         |
 * | --------- | -------------------------------------- | ------------------------ | ------------------------------------------- |
 * | input     | 32×32, digit centred in a blank border | 28×28, C1 pads by 2      | the same field of view, fewer bytes         |
 * | C1, C3    | bias, then squashing                   | batch norm, ReLU         | trains in minutes; the norm's β is the bias |
 * | S2, S4    | mean × trainable gain + bias           | max (or plain mean)      | the norm before it has gain and bias        |
 * | C3        | 10 of 16 maps see a subset of S2       | every map sees all of S2 | the subset broke symmetry and saved time    |
 * | C5        | 5×5 convolution to 1×1                 | dense over S4            | the same arithmetic at this input size      |
 * | C5, F6    | 1.7159·tanh(2x/3)                      | batch norm, ReLU, dropout| see C1; dropout against overfitting         |
 * | output    | distance to hand-drawn 7×12 bitmaps    | softmax                  | gives probabilities                         |
 *
 * @module
 */
import type { Model } from "../model.ts";
import { createLenet, type LenetDesign, type LenetOptions } from "./lenet.ts";

/** LeNet-5's design; 62,384 parameters with ten classes. */
export const LENET5: LenetDesign = {
  name: "lenet5",
  padded: true,
  denseNames: ["C5", "F6"],
  defaults: {
    channels: [6, 16],
    units: [120, 84],
    batchNorm: true,
    dropout: 0.05,
    pooling: "max",
    activation: "relu",
  },
};

/**
 * Builds LeNet-5 with seeded initial weights.
 *
 * Reads ink in [0, 1], `[batch, 28, 28, 1]`; gives probabilities `[batch, classes]`.
 *
 * @example
 * ```ts
 * import { createLenet5 } from "@lenet5/digits/model";
 *
 * const letters = createLenet5({ classes: [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"], channels: [8, 24] });
 * ```
 */
export function createLenet5(options: LenetOptions = {}): Model {
  return createLenet(LENET5, options);
}
