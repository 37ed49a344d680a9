/**
 * A stage's weighted sums computed as they are defined.
 *
 * @module
 */
import { VALUE_BYTES } from "../kernels/module.ts";
import type { Context } from "./context.ts";
import type { Linear } from "./linear.ts";

/** See {@link Linear}; serves every stage. */
export function createPlainLinear(context: Context, stageIndex: number): Linear {
  const { kernels, layout, scratch } = context;
  const stage = layout.network.stages[stageIndex], place = layout.stages[stageIndex];
  const { height, width, channels, kernelHeight, kernelWidth, outputs, outHeight, outWidth } =
    stage;
  const flipped = scratch.stages[stageIndex].flippedWeights;
  const offset = layout.offsets[stage.kernel.name];
  const gradient = scratch.gradients + offset;
  const dense = outHeight * outWidth * kernelHeight * kernelWidth === 1;
  const pixel = channels * VALUE_BYTES, outPixel = outputs * VALUE_BYTES;
  const taps = kernelWidth * channels;
  let kernel = 0;
  return {
    prepare(weights, backward) {
      kernel = weights + offset;
      if (backward && stageIndex > 0) {
        kernels.flipWeights(kernel, flipped, kernelHeight * kernelWidth, channels, outputs);
      }
    },
    forward(slot) {
      const input = place.field + slot * place.fieldStride + place.interior;
      const z = place.z + slot * place.zStride;
      // deno-fmt-ignore
      kernels.convolve(input, kernel, z, height, width, channels, place.fieldRow, kernelHeight,
        kernelWidth, outputs, stage.padTop, stage.padLeft, outHeight, outWidth);
    },
    backward(slot, dInput) {
      const dz = place.z + slot * place.zStride;
      if (dInput) {
        // deno-fmt-ignore
        kernels.convolve(dz, flipped, dInput, outHeight, outWidth, outputs, outWidth * outPixel,
          kernelHeight, kernelWidth, channels, kernelHeight - 1 - stage.padTop,
          kernelWidth - 1 - stage.padLeft, height, width);
      }
      if (dense) return;
      const field = place.field + slot * place.fieldStride;
      for (let ky = 0; ky < kernelHeight; ky++) {
        // deno-fmt-ignore
        kernels.addFilterGradient(field + ky * place.fieldRow, dz, gradient + ky * taps * outputs * 4,
          taps, outputs, outHeight, outWidth, place.fieldRow, pixel, outWidth * outPixel, outPixel);
      }
    },
    finish(firstSlot, endSlot) {
      if (!dense) return;
      const input = place.field + firstSlot * place.fieldStride;
      const dz = place.z + firstSlot * place.zStride;
      // deno-fmt-ignore
      kernels.addFilterGradient(input, dz, gradient, channels, outputs, endSlot - firstSlot, 1,
        place.fieldStride, pixel, place.zStride, outPixel);
    },
  };
}
