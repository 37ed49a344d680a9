/**
 * Images made from the training digits before training: variants of writing, and degraded pictures.
 *
 * @module
 */
import type { LabeledImages } from "../dataset/labeled_images.ts";
import { countDegraded, createDegraded } from "./degradations.ts";
import { countVariants, createVariants, type VariantShares } from "./variants.ts";

/** Which images are made. */
export interface ExtraImages {
  /** Share of its class that each variant is drawn onto; see variants.ts. */
  variants: VariantShares;
  /** Share of the digits, variants included, that are given once more, degraded; see degradations.ts. */
  degraded: number;
  /** Decides which digits, and how. */
  seed: number;
}

/** How many images {@link createExtraImages} makes. */
export function countExtraImages(
  digits: LabeledImages,
  { variants, degraded }: Omit<ExtraImages, "seed">,
): number {
  const count = countVariants(digits, variants);
  return count + countDegraded(digits.count, degraded) + countDegraded(count, degraded);
}

/** Makes the variants, then degraded digits, then degraded variants; `digits` are not among them. */
export function createExtraImages(
  digits: LabeledImages,
  { variants, degraded: share, seed }: ExtraImages,
): LabeledImages[] {
  const written = createVariants(digits, { shares: variants, seed });
  const degraded = [digits, written].map((images) => createDegraded(images, { share, seed }));
  return [written, ...degraded];
}
