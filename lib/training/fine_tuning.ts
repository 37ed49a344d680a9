/**
 * Teaching a trained model new images without losing what it knows.
 *
 * @module
 */
import { gatherImages } from "../dataset/batches.ts";
import { IMAGE_PIXELS, type LabeledImages } from "../dataset/labeled_images.ts";
import { createPermutation } from "../random.ts";
import { DEFAULT_RECIPE, type Recipe } from "./recipe.ts";

/** How new images and rehearsed ones are mixed. */
export interface Mixture {
  /** Decides which old images are rehearsed. */
  seed: number;
  /** Images of an epoch, about. */
  images?: number;
  /** Share of the new images among them where old ones are rehearsed. */
  newShare?: number;
  /** A new image is shown this often in an epoch at most: warped each time, it is not the same. */
  mostCopies?: number;
}

/** Seconds of work. */
const USUAL_MIXTURE = { images: 20_000, newShare: 0.1, mostCopies: 60 };

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
  mixture: Mixture,
): LabeledImages {
  const { seed, newShare, mostCopies, images: all } = { ...USUAL_MIXTURE, ...mixture };
  const wanted = rehearsed ? newShare * all : all / 4;
  const copies = Math.max(1, Math.min(mostCopies, Math.round(wanted / images.count)));
  const repeated = Array.from({ length: copies * images.count }, (_, i) => i % images.count);
  const fresh = gatherImages(images, repeated);
  if (!rehearsed) return fresh;
  const count = Math.min(rehearsed.count, Math.round(fresh.count * (1 - newShare) / newShare));
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
