/**
 * Examples of the figures that explain convolution and training, from made-up records.
 *
 * @module
 */
import { DIGIT_CLASSES, IMAGE_PIXELS, IMAGE_SIZE } from "../../lib/dataset/labeled_images.ts";
import { measureClassIntervals } from "../../lib/evaluation/class_intervals.ts";
import { compareNetworks } from "../../lib/evaluation/network_comparison.ts";
import { convolve, multiplyPatch, toGrid } from "../../lib/exploration/convolution.ts";
import { HAND_MADE_FILTERS } from "../../lib/exploration/hand_made_filters.ts";
import { plotClassIntervals } from "../../lib/plots/class_intervals.ts";
import { plotConfusionFrames } from "../../lib/plots/confusion_frames.ts";
import { plotCurves } from "../../lib/plots/curves.ts";
import type { Figure } from "../../lib/plots/figure.ts";
import { plotFilterFrames } from "../../lib/plots/filter_frames.ts";
import { plotGrids } from "../../lib/plots/grids.ts";
import { plotNetworkComparison } from "../../lib/plots/network_comparison.ts";
import { plotOverfitting } from "../../lib/plots/overfitting.ts";
import { plotPatchProduct } from "../../lib/plots/patch_product.ts";
import { plotReceptiveFields } from "../../lib/plots/receptive_fields.ts";
import { plotSeedSpread } from "../../lib/plots/seed_spread.ts";
import { plotSoftmax } from "../../lib/plots/softmax.ts";

/** A cross of ink, two pixels wide. */
const CROSS = Uint8Array.from({ length: IMAGE_PIXELS }, (_, p) => {
  const x = p % IMAGE_SIZE, y = Math.floor(p / IMAGE_SIZE);
  return x >> 1 === 6 || y >> 1 === 6 ? 255 : 0;
});
const FILTER = HAND_MADE_FILTERS["left edge"];

const NETWORKS = compareNetworks(
  ([["lenet1", 3246, 40, 150], ["lenet5", 62_384, 90, 50], ["vgg-large", 1e6, 900, 30]] as const)
    .flatMap(([network, parameters, seconds, errors]) =>
      [0, 1].map((seed) => ({
        ...{ network, epochs: 40, parameters, seconds: seconds * (1 + seed), n: 10_000 },
        errors: errors + 4 * seed,
      }))
    ),
);

/** Draws every example, by name. */
export const LESSON_EXAMPLES: Record<string, () => Figure> = {
  class_intervals: () =>
    plotClassIntervals(measureClassIntervals([[98, 2, 0], [1, 97, 2], [0, 0, 0]]), {
      classes: ["circle", "square", "none"],
    }),
  confusion_frames: () =>
    plotConfusionFrames([
      { step: 0, confusion: [[0, 9, 0], [0, 9, 0], [0, 0, 0]] },
      { step: 10, confusion: [[8, 1, 0], [2, 7, 0], [0, 0, 0]] },
    ], { classes: ["circle", "square", "none"] }),
  curves: () =>
    plotCurves([
      { name: "one", points: [{ x: 0.001, y: 2 }, { x: 0.01, y: 1 }, { x: 0.1, y: 9 }] },
      { name: "other", points: [{ x: 0.001, y: 1.5 }, { x: 0.1, y: NaN }], dashed: true },
    ], { logarithmic: { x: true }, highest: 5 }),
  filter_frames: () =>
    plotFilterFrames(
      [0, 10].map((step) => ({
        step,
        values: Float32Array.from({ length: 18 }, (_, i) => Math.sin(i + step)),
      })),
      { size: 3 },
    ),
  grids: () => {
    const map = convolve(toGrid(CROSS), FILTER);
    return plotGrids({ map, small: convolve(toGrid(CROSS), FILTER, { stride: 3 }) });
  },
  grids_with_ink: () => {
    const cross = toGrid(CROSS), map = convolve(cross, FILTER);
    return plotGrids({ "no room for the size": map, map }, { ink: cross });
  },
  networks_by_parameters: () => plotNetworkComparison(NETWORKS, "parameters"),
  networks_by_seconds: () => plotNetworkComparison(NETWORKS, "seconds"),
  networks_missing: () => plotNetworkComparison(compareNetworks([]), "seconds"),
  overfitting: () =>
    plotOverfitting([{
      name: "none",
      history: [1, 2, 3].map((epoch) => ({
        epoch,
        trainLoss: 1 / epoch ** 2,
        validationLoss: 0.5 + 0.1 * epoch,
      })),
    }]),
  patch_product: () => {
    const place = { row: 4, column: 9 };
    return plotPatchProduct(CROSS, multiplyPatch(toGrid(CROSS), FILTER, place), { place });
  },
  receptive_fields: () =>
    plotReceptiveFields(CROSS, [
      { name: "C1", units: 28, step: 1, field: { left: 12, top: 12, width: 5, height: 5 } },
      { name: "C5", units: 1, step: 0, field: { left: 0, top: 0, width: 28, height: 28 } },
    ]),
  seed_spread: () =>
    plotSeedSpread([0, 1, 2].flatMap((seed) => [
      { name: "default", seed, error: 0.01 + 0.001 * seed },
      { name: "without augmentation", seed, error: 0.02 + 0.002 * seed },
    ])),
  softmax: () =>
    plotSoftmax({ scores: DIGIT_CLASSES.map((_, k) => k / 3), label: 7, classes: DIGIT_CLASSES }),
};
