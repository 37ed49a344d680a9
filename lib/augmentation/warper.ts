/**
 * The engine's augmentation by itself: digits in, warped digits out.
 *
 * @module
 */
import { IMAGE_PIXELS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { createMemory } from "../kernels/memory.ts";
import {
  compileKernelModule,
  linkKernels,
  PACKED_DIGIT_BYTES,
  VALUE_BYTES,
} from "../kernels/module.ts";
import {
  type Augmentation,
  createDisplacementPlane,
  DISPLACEMENT_FLOATS,
  DISPLACEMENT_ROW_BYTES,
  drawWarp,
  findLongestDisplacement,
} from "./warp.ts";

/**
 * Warps digits: `images` are ink bytes, `count * 784`; the same `keyOf(index)` gives the same warp.
 * Returns ink in [0, 1], `count * 784`.
 */
export type Warper = (images: Uint8Array, keyOf: (index: number) => number) => Float32Array;

/** Where things lie in the warper's memory. */
const SOURCE = 64, PACKED = 1024, OUTPUT = 8192;
const OUTPUT_BYTES = IMAGE_PIXELS * VALUE_BYTES, PLANE = OUTPUT + OUTPUT_BYTES;

/**
 * Creates a warper; the seed decides the plane from which displacements are taken.
 *
 * @example
 * ```ts
 * import { createWarper } from "@lenet5/digits/augmentation";
 * import { DEFAULT_RECIPE } from "@lenet5/digits/training";
 *
 * const warp = await createWarper(DEFAULT_RECIPE.augmentation!, 0);
 * const warped = warp(new Uint8Array(3 * 784), (index) => index);
 * ```
 */
export async function createWarper(augmentation: Augmentation, seed: number): Promise<Warper> {
  const memory = createMemory(PLANE + 4 * DISPLACEMENT_FLOATS + PACKED_DIGIT_BYTES, false);
  const kernels = linkKernels(await compileKernelModule(false), memory);
  const bytes = new Uint8Array(memory.buffer), floats = new Float32Array(memory.buffer);
  const plane = createDisplacementPlane(seed);
  floats.set(plane, PLANE >> 2);
  const reach = augmentation.elasticPixels * findLongestDisplacement(plane);

  function warp(image: Uint8Array, key: number): void {
    bytes.set(image, SOURCE);
    kernels.packDigit(SOURCE, PACKED);
    const { xx, xy, x0, yx, yy, y0, windowX, windowY, amplitudeX, amplitudeY } = drawWarp(
      key,
      augmentation,
    );
    // deno-fmt-ignore
    kernels.warpDigit(PACKED, OUTPUT, IMAGE_SIZE * VALUE_BYTES, xx, xy, x0, yx, yy, y0,
      PLANE + windowX * 4, PLANE + windowY * 4, DISPLACEMENT_ROW_BYTES, amplitudeX, amplitudeY,
      reach);
  }

  return (images, keyOf) => {
    const count = images.length / IMAGE_PIXELS;
    const output = new Float32Array(images.length);
    for (let index = 0; index < count; index++) {
      warp(images.subarray(index * IMAGE_PIXELS, (index + 1) * IMAGE_PIXELS), keyOf(index));
      for (let i = 0; i < IMAGE_PIXELS; i++) {
        output[index * IMAGE_PIXELS + i] = floats[(OUTPUT >> 2) + i * (VALUE_BYTES / 4)];
      }
    }
    return output;
  };
}
