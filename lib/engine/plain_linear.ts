/**
 * A stage's weighted sums computed as they are defined.
 *
 * @module
 */
import { LANES, VALUE_BYTES } from "../kernels/module.ts";
import type { Context } from "./context.ts";
import { isDense } from "./layout.ts";
import type { Linear } from "./linear.ts";

/** A rectangle of a stage's input, in pixels. */
interface Rectangle {
  top: number;
  left: number;
  height: number;
  width: number;
}

/** See {@link Linear}; serves every stage. */
export function createPlainLinear(context: Context, stageIndex: number): Linear {
  const { kernels, layout, scratch } = context;
  const stage = layout.network.stages[stageIndex], place = layout.stages[stageIndex];
  const { height, width, channels, kernelHeight, kernelWidth, outputs, outHeight, outWidth } =
    stage;
  const { padTop, padLeft } = stage;
  const flipped = scratch.stages[stageIndex].flippedWeights;
  const offset = layout.offsets[stage.kernel.name];
  const gradient = scratch.gradients + offset;
  const dense = isDense(stage);
  const pixel = channels * VALUE_BYTES, outPixel = outputs * VALUE_BYTES;
  const outRow = outWidth * outPixel;
  const taps = kernelWidth * channels;
  // Most of a digit's picture is paper, that is 0: the first stage leaves it out, here and there.
  const whole: Rectangle = { top: 0, left: 0, height, width };
  const bounds = Array.from({ length: layout.slots }, () => whole);
  let kernel = 0;

  function findBounds(input: number): Rectangle {
    kernels.findBounds(input, height, width, channels, place.fieldRow, scratch.bounds);
    const [top, left, inkHeight, inkWidth] = context.ints.subarray(scratch.bounds >> 2);
    return { top, left, height: inkHeight, width: inkWidth };
  }

  /** Adds a slot's share of the gradient of a convolution's weights, one row of taps at a time. */
  function addGradient(slot: number, dz: number): void {
    const ink = bounds[slot];
    // Outputs whose window reaches the ink.
    const left = Math.max(0, ink.left + padLeft - kernelWidth + 1);
    const columns = Math.min(outWidth, ink.left + ink.width + padLeft) - left;
    for (let ky = 0; ky < kernelHeight; ky++) {
      const top = Math.max(0, ink.top + padTop - ky);
      const rows = Math.min(outHeight, ink.top + ink.height + padTop - ky) - top;
      const from = place.field + slot * place.fieldStride + (top + ky) * place.fieldRow;
      // deno-fmt-ignore
      kernels.addFilterGradient(from + left * pixel, dz + top * outRow + left * outPixel,
        gradient + ky * taps * outputs * 4, taps, outputs, rows, columns, place.fieldRow, pixel, outRow,
        outPixel);
    }
  }

  /** Adds the gradient of a dense stage's weights, all slots at once. */
  function addDenseGradient(firstSlot: number, endSlot: number): void {
    const input = place.field + firstSlot * place.fieldStride;
    const dz = place.z + firstSlot * place.zStride;
    const slots = endSlot - firstSlot;
    if (slots === 0) return; // a Worker may go without images where a batch is ragged
    if (outputs % LANES !== 0) {
      // deno-fmt-ignore
      kernels.addFilterGradient(input, dz, gradient, channels, outputs, 1, slots, 0, place.fieldStride, 0,
        place.zStride);
      return;
    }
    // Eight outputs side by side instead of eight images: then no lanes need to be summed in the end.
    const inputs = scratch.rows, gradients = inputs + slots * pixel;
    for (let slot = 0; slot < slots; slot++) {
      kernels.deinterleave(
        input + slot * place.fieldStride,
        inputs + slot * pixel,
        channels,
        LANES,
      );
      kernels.deinterleave(dz + slot * place.zStride, gradients + slot * outPixel, outputs, LANES);
    }
    // deno-fmt-ignore
    kernels.mapAxis(gradients, inputs, gradient, slots * LANES, channels, outputs * 4, outputs * 4,
      outputs / LANES, VALUE_BYTES, VALUE_BYTES, 1, true);
  }

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
      if (stageIndex === 0 && !dense) bounds[slot] = findBounds(input);
      const ink = bounds[slot];
      // deno-fmt-ignore
      kernels.convolve(input + ink.top * place.fieldRow + ink.left * pixel, kernel, z, ink.height,
        ink.width, channels, place.fieldRow, kernelHeight, kernelWidth, outputs, padTop + ink.top,
        padLeft + ink.left, outHeight, outWidth);
    },
    backward(slot, dInput) {
      const dz = place.z + slot * place.zStride;
      if (dInput) {
        // deno-fmt-ignore
        kernels.convolve(dz, flipped, dInput, outHeight, outWidth, outputs, outRow, kernelHeight,
          kernelWidth, channels, kernelHeight - 1 - padTop, kernelWidth - 1 - padLeft, height, width);
      }
      if (!dense) addGradient(slot, dz);
    },
    finish(firstSlot, endSlot) {
      if (dense) addDenseGradient(firstSlot, endSlot);
    },
  };
}
