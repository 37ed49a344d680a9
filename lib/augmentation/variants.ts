/**
 * Ways of writing digits that are common among people and next to missing in MNIST, drawn onto digits that
 * it has: a network trained on MNIST alone reads a slashed 0 as 8 and a flagged 1 as 7.
 *
 * @module
 */
import {
  DIGIT_CLASSES,
  IMAGE_PIXELS,
  imageAt,
  type LabeledImages,
} from "../dataset/labeled_images.ts";
import { InputError } from "../errors.ts";
import { createPermutation, createRandom, mixSeeds, type Random } from "../random.ts";
import { drawFlag, drawFlagAndFoot } from "./ones.ts";
import { drawSlash } from "./zeros.ts";
import { breakTopBar, crossStem, curlTail, openTopLoop } from "./strokes.ts";

/** A way of writing a digit. */
export interface Variant {
  /** Such as "slashed zero". */
  readonly name: string;
  /** The digit that is written so. */
  readonly digit: number;
  /** Writes a digit (784 ink bytes) that way; the digit itself stays as it is. */
  draw(image: Uint8Array, random: Random): Uint8Array;
}

/** All variants that can be drawn. */
export const VARIANTS: readonly Variant[] = [
  { name: "slashed zero", digit: 0, draw: drawSlash },
  { name: "flagged one", digit: 1, draw: drawFlag },
  { name: "footed one", digit: 1, draw: drawFlagAndFoot },
  { name: "broken five", digit: 5, draw: breakTopBar },
  { name: "crossed seven", digit: 7, draw: crossStem },
  { name: "open eight", digit: 8, draw: openTopLoop },
  { name: "curled nine", digit: 9, draw: curlTail },
];

/** Of the digits of its class, the share that each variant is drawn onto, by the variant's name. */
export type VariantShares = Readonly<Record<string, number>>;

/** How many digits get which variants, and which ones. */
export interface VariantOptions {
  /** How many of each. */
  shares: VariantShares;
  /** Decides which digits, and how they are drawn. */
  seed: number;
}

/**
 * How many digits {@link createVariants} makes; none of classes that are not the ten digits.
 *
 * @throws {InputError} If there is no variant of a name.
 */
export function countVariants(digits: LabeledImages, shares: VariantShares): number {
  return planVariants(digits, shares).reduce((sum, { count }) => sum + count, 0);
}

/**
 * Copies a share of the digits of each variant's class and writes the copies that way.
 *
 * @returns The copies alone, variant by variant; the same digits and options give the same bytes.
 * @throws {InputError} If there is no variant of a name.
 */
export function createVariants(
  digits: LabeledImages,
  { shares, seed }: VariantOptions,
): LabeledImages {
  const plan = planVariants(digits, shares);
  const count = plan.reduce((sum, { count }) => sum + count, 0);
  const images = new Uint8Array(count * IMAGE_PIXELS), labels = new Uint8Array(count);
  let done = 0;
  for (const { variant, members, count } of plan) {
    // A random stream for each variant, whichever others are drawn.
    const own = mixSeeds(seed, ...new TextEncoder().encode(variant.name));
    for (const member of createPermutation(members.length, own).subarray(0, count)) {
      const random = createRandom(mixSeeds(own, member));
      images.set(
        variant.draw(imageAt(digits, members[member]), random),
        done * IMAGE_PIXELS,
      );
      labels[done++] = variant.digit;
    }
  }
  return { count, images, labels, classes: digits.classes };
}

/** Which digits each variant may be drawn onto, and on how many of them it is. */
function planVariants(digits: LabeledImages, shares: VariantShares) {
  const names = VARIANTS.map(({ name }) => name);
  const unknown = Object.keys(shares).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new InputError(`variants: expected ${names.join(", ")}, got ${unknown}`);
  }
  const areDigits = digits.classes.join() === DIGIT_CLASSES.join();
  return VARIANTS.filter(({ name }) => areDigits && shares[name] > 0).map((variant) => {
    const members = Array.from(digits.labels.keys())
      .filter((i) => digits.labels[i] === variant.digit);
    return { variant, members, count: Math.round(shares[variant.name] * members.length) };
  });
}
