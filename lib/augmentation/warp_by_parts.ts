/**
 * What each part of the augmentation does to a digit.
 *
 * @module
 */
import type { Augmentation } from "./warp.ts";
import { createWarper } from "./warper.ts";

/** One digit under several draws of a warp. */
export interface WarpedDigits {
  /** The warp and its bound, such as "rotation ±10°". */
  readonly name: string;
  /** Ink, 784 numbers each: bytes, or floats from 0 to 1. */
  readonly images: (Uint8Array | Float32Array)[];
}

const NOTHING: Augmentation = {
  rotationDegrees: 0,
  scale: 0,
  aspect: 0,
  shear: 0,
  shiftPixels: 0,
  elasticPixels: 0,
};

const NAMES: Record<keyof Augmentation, (bound: number) => string> = {
  rotationDegrees: (bound) => `rotation ±${bound}°`,
  scale: (bound) => `size ±${percent(bound)}`,
  aspect: (bound) => `height ±${percent(bound)}`,
  shear: (bound) => `shear ±${bound}`,
  shiftPixels: (bound) => `shift ±${bound} px`,
  elasticPixels: (bound) => `elastic ${bound} px`,
};

function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))}%`;
}

/**
 * Warps a digit by each part of an augmentation alone, then by all of it; the digit as it is comes first.
 *
 * @param image Ink bytes, 784.
 */
export async function warpByParts(
  image: Uint8Array,
  augmentation: Augmentation,
  { count = 8, seed = 0 } = {},
): Promise<WarpedDigits[]> {
  const parts = (Object.keys(NAMES) as (keyof Augmentation)[]).map((part) => ({
    name: NAMES[part](augmentation[part]),
    amounts: { ...NOTHING, [part]: augmentation[part] },
  }));
  const warps = [...parts, { name: "all together", amounts: augmentation }];
  const rows = await Promise.all(warps.map(async ({ name, amounts }) => {
    const warp = await createWarper(amounts, seed);
    const images = Array.from({ length: count }, (_, key) => warp(image, () => key));
    return { name, images };
  }));
  return [{ name: "as it is", images: [image] }, ...rows];
}
