/**
 * Teaching a trained model new images without losing what it knows.
 *
 * @module
 */
import { gatherImages } from "../dataset/batches.ts";
import { IMAGE_PIXELS, type LabeledImages } from "../dataset/labeled_images.ts";
import { createPermutation } from "../random.ts";
import { DEFAULT_RECIPE, type Recipe } from "./recipe.ts";

/** Images of an epoch of fine-tuning, about: seconds of work. */
const IMAGES_PER_EPOCH = 20_000;

/** Share of the new images among them where old ones are rehearsed. */
const NEW_SHARE = 0.1;

/** A new image is shown this often in an epoch at most: warped each time, it is not the same. */
const MOST_COPIES = 60;

/**
 * A recipe for a few epochs from trained weights: a low rate, so that what was learned stays, and an
 * average that follows within them.
 */
export const FINE_TUNING_RECIPE: Recipe = {
  ...DEFAULT_RECIPE,
  epochs: 3,
  peakLearningRate: 3e-4,
  emaDecay: 0.98,
  variants: {},
  degraded: 0,
};

/**
 * Mixes new images with a sample of those that the model was trained on, which are rehearsed so that
 * they are not forgotten (Ratcliff 1990; Robins 1995).
 *
 * @param rehearsed The old training images; of the same classes in the same order. None without rehearsal.
 * @returns New images, each as often as it takes, and old ones, each once.
 */
export function mixRehearsal(
  images: LabeledImages,
  rehearsed: LabeledImages | undefined,
  { seed }: { seed: number },
): LabeledImages {
  const wanted = rehearsed ? NEW_SHARE * IMAGES_PER_EPOCH : IMAGES_PER_EPOCH / 4;
  const copies = Math.max(1, Math.min(MOST_COPIES, Math.round(wanted / images.count)));
  const repeated = Array.from({ length: copies * images.count }, (_, i) => i % images.count);
  const fresh = gatherImages(images, repeated);
  if (!rehearsed) return fresh;
  const share = Math.round(fresh.count * (1 - NEW_SHARE) / NEW_SHARE);
  const count = Math.min(rehearsed.count, share);
  const order = createPermutation(rehearsed.count, seed).subarray(0, count);
  return join(fresh, gatherImages(rehearsed, order));
}

function join(first: LabeledImages, second: LabeledImages): LabeledImages {
  const count = first.count + second.count;
  const images = new Uint8Array(count * IMAGE_PIXELS), labels = new Uint8Array(count);
  images.set(first.images);
  images.set(second.images, first.images.length);
  labels.set(first.labels);
  labels.set(second.labels, first.count);
  return { count, images, labels, classes: first.classes };
}
