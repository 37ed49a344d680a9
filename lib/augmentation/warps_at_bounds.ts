/**
 * How far each part of the augmentation goes: one digit from one bound to the other.
 *
 * @module
 */
import { IMAGE_PIXELS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { type Affine, type AffineAmounts, type Augmentation, composeAffine } from "./warp.ts";
import { createWarper } from "./warper.ts";

/** One digit under one part of the augmentation. */
export interface WarpedRow {
  /** The part and its bound, such as "rotation ±10°". */
  readonly name: string;
  /** Ink, 784 numbers each from 0 to 1. */
  readonly images: Float32Array[];
}

const STILL: AffineAmounts = {
  rotationDegrees: 0,
  scale: 0,
  aspect: 0,
  shear: 0,
  shiftX: 0,
  shiftY: 0,
};

/** Steps from bound to bound, as shares of the bound. */
const STEPS = [-1, -2 / 3, -1 / 3, 0, 1 / 3, 2 / 3, 1];

/**
 * Warps a digit by each part alone, from its lower bound to its upper one, and then by random draws: of the
 * elastic displacement, which has no bounds but a mean size, and of all parts together.
 *
 * @param image Ink bytes, 784.
 */
export async function warpAtBounds(
  image: Uint8Array,
  augmentation: Augmentation,
  { seed = 0 } = {},
): Promise<WarpedRow[]> {
  const { rotationDegrees, scale, aspect, shear, shiftPixels, elasticPixels } = augmentation;
  const row = (name: string, amountsAt: (step: number) => Partial<AffineAmounts>): WarpedRow => ({
    name,
    images: STEPS.map((step) =>
      sampleAffine(image, composeAffine({ ...STILL, ...amountsAt(step) }))
    ),
  });
  const draw = async (name: string, parts: Augmentation): Promise<WarpedRow> => {
    const warp = await createWarper(parts, seed);
    return { name, images: STEPS.map((_, key) => warp(image, () => key)) };
  };
  const elastic = Object.fromEntries(
    Object.keys(augmentation).map((part) => [part, part === "elasticPixels" ? elasticPixels : 0]),
  ) as unknown as Augmentation;
  return [
    row(`rotation ±${rotationDegrees}°`, (step) => ({ rotationDegrees: step * rotationDegrees })),
    row(`size ±${percent(scale)}`, (step) => ({ scale: step * scale })),
    row(`height ±${percent(aspect)}`, (step) => ({ aspect: step * aspect })),
    row(`shear ±${shear}`, (step) => ({ shear: step * shear })),
    row(`shift ±${shiftPixels} px`, (step) => ({ shiftX: step * shiftPixels })),
    await draw(`elastic ${elasticPixels} px, drawn`, elastic),
    await draw("all together, drawn", augmentation),
  ];
}

const percent = (share: number) => `${Number((100 * share).toFixed(2))}%`;

/** Samples a digit where an affine map says, between pixels linearly; blank outside. */
function sampleAffine(image: Uint8Array, { xx, xy, x0, yx, yy, y0 }: Affine): Float32Array {
  const inkAt = (x: number, y: number) =>
    x >= 0 && x < IMAGE_SIZE && y >= 0 && y < IMAGE_SIZE ? image[y * IMAGE_SIZE + x] / 255 : 0;
  return Float32Array.from({ length: IMAGE_PIXELS }, (_, p) => {
    const column = p % IMAGE_SIZE, row = Math.floor(p / IMAGE_SIZE);
    const x = xx * column + xy * row + x0, y = yx * column + yy * row + y0;
    const left = Math.floor(x), top = Math.floor(y), right = x - left, down = y - top;
    const upper = (1 - right) * inkAt(left, top) + right * inkAt(left + 1, top);
    const lower = (1 - right) * inkAt(left, top + 1) + right * inkAt(left + 1, top + 1);
    return (1 - down) * upper + down * lower;
  });
}
