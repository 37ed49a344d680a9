/**
 * A digit corrupted by sliders, and what the network makes of it.
 *
 * @module
 */
import type { Classifier } from "../classifier.ts";
import { plotProbabilities } from "../plots/probabilities.ts";
import { corruptImage, CORRUPTIONS } from "../robustness/corruptions.ts";
import { showSliders, type Slider } from "./sliders.ts";

/** Places of a slider from the weakest strength that is tried to the strongest. */
const STEPS = 20;

/**
 * Shows a slider for each corruption that `start` names, and below them the corrupted image with the
 * probabilities that the classifier gives it.
 *
 * @param image Ink bytes, 784.
 * @param options `start` says where the sliders stand at first, by the names of `CORRUPTIONS`; `classes` are
 *   the names of the classifier's classes.
 * @throws {RangeError} If there is no corruption of a name.
 */
export async function showCorruptionSliders(
  classify: Classifier,
  image: Uint8Array,
  { start, classes }: { start: Readonly<Record<string, number>>; classes: readonly string[] },
): Promise<void> {
  corruptImage(image, start); // refuses unknown names
  const sliders = CORRUPTIONS.filter(({ name }) => name in start)
    .map(({ name, symbol, strengths }): [string, Slider] => {
      const from = strengths[0], to = strengths.at(-1)!;
      const step = (to - from) / STEPS;
      return [name, { from, to, step, value: start[name], unit: symbol }];
    });
  await showSliders(Object.fromEntries(sliders), async (strengths) => {
    const corrupted = corruptImage(image, strengths);
    const probabilities = await classify(corrupted);
    return plotProbabilities(corrupted, probabilities, { classes, title: "The corrupted digit" });
  });
}
