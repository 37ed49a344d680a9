/**
 * A stage's convolution with Winograd's filtering along its rows. In the transformed domain it falls
 * apart into tiles · points convolutions of one column each, which the plain kernels compute:
 * `[tile, point]` pictures of height × 1. For C3, 18 columns of 5 taps do the work of 10 × 25.
 *
 * @module
 */
import { VALUE_BYTES } from "../kernels/module.ts";
import type { Context } from "./context.ts";
import type { Linear } from "./linear.ts";

/** See {@link Linear}; the stage must have been given a tile. */
export function createWinogradLinear(context: Context, stageIndex: number): Linear {
  const { kernels, layout, scratch } = context;
  const stage = layout.network.stages[stageIndex], place = layout.stages[stageIndex];
  const { height, channels, kernelHeight, kernelWidth, outputs, outHeight, outWidth } = stage;
  const { outputs: tileColumns, points, tiles } = place.tile!;
  const matrices = context.transforms[stageIndex]!;
  const own = scratch.stages[stageIndex];
  const { products } = scratch;
  const offset = layout.offsets[stage.kernel.name];
  const pixel = channels * VALUE_BYTES, outPixel = outputs * VALUE_BYTES;
  const column = height * pixel, outColumn = outHeight * outPixel;
  // One kernel row is kernelWidth taps of channels · outputs floats; mapAxis moves eight at a time.
  const tap = channels * outputs * 4, tapValues = tap / VALUE_BYTES;
  const pointWeights = kernelHeight * tap;

  return {
    prepare(weights, backward) {
      // deno-fmt-ignore
      kernels.mapAxis(weights + offset, matrices.filter, own.transformedWeights, kernelWidth, points,
        tap, pointWeights, kernelHeight, kernelWidth * tap, tap, tapValues, false);
      if (!backward) return;
      const { transformedWeights, flippedWeights } = own;
      for (let at = 0; at < points * pointWeights; at += pointWeights) {
        // deno-fmt-ignore
        kernels.flipWeights(transformedWeights + at, flippedWeights + at, kernelHeight, channels, outputs);
      }
      const floats = (points * pointWeights) >> 2;
      context.floats.fill(
        0,
        own.transformedGradient >> 2,
        (own.transformedGradient >> 2) + floats,
      );
    },

    forward(slot) {
      const field = place.field + slot * place.fieldStride;
      const transformed = place.transformed + slot * place.transformedStride;
      const z = place.z + slot * place.zStride;
      // Tile by tile, so that a tile's products are still in the cache when they are summed.
      for (let tile = 0; tile < tiles; tile++) {
        const from = transformed + tile * points * column,
          to = products + tile * points * outColumn;
        // deno-fmt-ignore
        kernels.mapAxis(field + tile * tileColumns * pixel, matrices.input, from, points, points, pixel,
          column, height, place.fieldRow, pixel, channels, false);
        for (let point = 0; point < points; point++) {
          // deno-fmt-ignore
          kernels.convolve(from + point * column, own.transformedWeights + point * pointWeights,
            to + point * outColumn, 1, height, channels, 0, 1, kernelHeight, outputs, 0, 0, 1, outHeight);
        }
        // deno-fmt-ignore
        kernels.mapAxis(to, matrices.output, z + tile * tileColumns * outPixel, points, tileColumns,
          outColumn, outPixel, outHeight, outPixel, outWidth * outPixel, outputs, false);
      }
    },

    backward(slot, dInput) {
      const dz = place.z + slot * place.zStride;
      for (let tile = 0; tile < tiles; tile++) {
        // deno-fmt-ignore
        kernels.mapAxis(dz + tile * tileColumns * outPixel, matrices.outputGradient,
          products + tile * points * outColumn, tileColumns, points, outPixel, outColumn, outHeight,
          outWidth * outPixel, outPixel, outputs, false);
      }
      const transformed = place.transformed + slot * place.transformedStride;
      for (let point = 0; point < points; point++) {
        // deno-fmt-ignore
        kernels.addFilterGradient(transformed + point * column, products + point * outColumn,
          own.transformedGradient + point * pointWeights, kernelHeight * channels, outputs, tiles,
          outHeight, points * column, pixel, points * outColumn, outPixel);
      }
      if (dInput) propagate(transformed, dInput);
    },

    finish() {
      // deno-fmt-ignore
      kernels.mapAxis(own.transformedGradient, matrices.filterGradient, scratch.gradients + offset,
        points, kernelWidth, pointWeights, tap, kernelHeight, tap, kernelWidth * tap, tapValues, true);
    },
  };

  /** Products' gradient to the input's; overwrites the transformed input, which is not needed again. */
  function propagate(transformed: number, dInput: number): void {
    const size = height * stage.width * channels * (VALUE_BYTES / 4);
    context.floats.fill(0, dInput >> 2, (dInput >> 2) + size);
    for (let tile = 0; tile < tiles; tile++) {
      const from = products + tile * points * outColumn, to = transformed + tile * points * column;
      for (let point = 0; point < points; point++) {
        // deno-fmt-ignore
        kernels.convolve(from + point * outColumn, own.flippedWeights + point * pointWeights,
          to + point * column, 1, outHeight, outputs, 0, 1, kernelHeight, channels, 0,
          kernelHeight - 1, 1, height);
      }
      // Neighbouring tiles overlap in kernelWidth − 1 columns: add.
      // deno-fmt-ignore
      kernels.mapAxis(to, matrices.inputGradient, dInput + tile * tileColumns * pixel, points, points,
        column, pixel, height, pixel, stage.width * pixel, channels, true);
    }
  }
}
