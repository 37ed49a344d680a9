/**
 * A convolution or dense layer computed as it is defined.
 *
 * @module
 */
import { bindConvolve } from "../kernels/calls.ts";
import { LANES, VALUE_BYTES } from "../kernels/module.ts";
import { isDense } from "../model/network.ts";
import { type Context, floatsAt } from "./context.ts";
import { hasGradientRows } from "./layout.ts";
import type { Linear } from "./linear.ts";

/** See {@link Linear}; serves every stage. */
export function createPlainLinear(context: Context, stageIndex: number): Linear {
  const { kernels, layout, scratch } = context;
  const stage = layout.network.stages[stageIndex];
  const { flippedWeights } = scratch.stages[stageIndex];
  const isFirst = stageIndex === 0;
  const part = isDense(stage)
    ? createDense(context, stageIndex)
    : createConvolution(context, stageIndex);
  const offset = layout.offsets[stage.kernel.name];
  const propagate = bindConvolve(kernels, {
    height: stage.outHeight,
    width: stage.outWidth,
    channels: stage.outputs,
    inRow: stage.outWidth * stage.outputs * VALUE_BYTES,
    kernelHeight: stage.kernelHeight,
    kernelWidth: stage.kernelWidth,
    outputs: stage.channels,
    padTop: stage.kernelHeight - 1 - stage.padTop,
    padLeft: stage.kernelWidth - 1 - stage.padLeft,
    outHeight: stage.height,
    outWidth: stage.width,
  });
  const place = layout.stages[stageIndex];
  let kernel = 0;
  return {
    prepare(weights, backward) {
      kernel = weights + offset;
      if (!backward || isFirst) return;
      const taps = stage.kernelHeight * stage.kernelWidth;
      kernels.flipWeights(kernel, flippedWeights, taps, stage.channels, stage.outputs);
    },
    forward: (block) => part.forward(block, kernel),
    beginChunk: part.beginChunk,
    backward(block, dInput, chunk) {
      if (dInput) propagate(place.z + block * place.zStride, flippedWeights, dInput);
      part.addGradient(block, chunk);
    },
    endChunk() {},
  };
}

/** What differs between convolutions and dense layers. */
interface PlainPart {
  forward(block: number, kernel: number): void;
  beginChunk(chunk: number): void;
  /** Adds what a block contributes to the gradient of the weights. */
  addGradient(block: number, chunk: number): void;
}

/** A rectangle of a stage's input, in pixels. */
interface Rectangle {
  top: number;
  left: number;
  height: number;
  width: number;
}

/**
 * A convolution. Most of an image is paper, that is 0: the first stage leaves it out, in its sums and in
 * the gradient of its weights.
 */
function createConvolution(context: Context, stageIndex: number): PlainPart {
  const { kernels, layout, ints } = context;
  const stage = layout.network.stages[stageIndex], place = layout.stages[stageIndex];
  const { height, width, channels, kernelHeight, kernelWidth, outputs, outHeight, outWidth } =
    stage;
  const { padTop, padLeft } = stage;
  const pixel = channels * VALUE_BYTES, outPixel = outputs * VALUE_BYTES;
  const outRow = outWidth * outPixel, taps = kernelWidth * channels;
  const whole: Rectangle = { top: 0, left: 0, height, width };
  const isFirst = stageIndex === 0;

  function findInk(block: number, input: number): void {
    const result = place.bounds + block * 16;
    kernels.findBounds(input, height, width, channels, place.fieldRow, result);
  }

  function inkOf(block: number): Rectangle {
    if (!isFirst) return whole;
    const at = (place.bounds >> 2) + block * 4;
    return { top: ints[at], left: ints[at + 1], height: ints[at + 2], width: ints[at + 3] };
  }

  return {
    forward(block, kernel) {
      const input = place.field + block * place.fieldStride + place.interior;
      if (isFirst) findInk(block, input);
      const ink = inkOf(block);
      // deno-fmt-ignore
      kernels.convolve(input + ink.top * place.fieldRow + ink.left * pixel, kernel,
        place.z + block * place.zStride, ink.height, ink.width, channels, place.fieldRow, kernelHeight,
        kernelWidth, outputs, padTop + ink.top, padLeft + ink.left, outHeight, outWidth);
    },
    beginChunk: (chunk) => clearFilterGradient(context, stageIndex, chunk),
    addGradient(block, chunk) {
      const into = layout.chunks[chunk].filterGradients + layout.filterOffsets[stageIndex];
      const dz = place.z + block * place.zStride, ink = inkOf(block);
      // Outputs whose window reaches the ink, one row of taps at a time.
      const left = Math.max(0, ink.left + padLeft - kernelWidth + 1);
      const columns = Math.min(outWidth, ink.left + ink.width + padLeft) - left;
      for (let ky = 0; ky < kernelHeight; ky++) {
        const top = Math.max(0, ink.top + padTop - ky);
        const rows = Math.min(outHeight, ink.top + ink.height + padTop - ky) - top;
        const from = place.field + block * place.fieldStride + (top + ky) * place.fieldRow;
        // deno-fmt-ignore
        kernels.addFilterGradient(from + left * pixel, dz + top * outRow + left * outPixel,
          into + ky * taps * outputs * 4, taps, outputs, rows, columns, place.fieldRow, pixel, outRow,
          outPixel);
      }
    },
  };
}

/** A dense stage: the gradient of its weights is computed with the update, over the whole batch. */
function createDense(context: Context, stageIndex: number): PlainPart {
  const { kernels, layout } = context;
  const stage = layout.network.stages[stageIndex], place = layout.stages[stageIndex];
  const convolve = bindConvolve(kernels, { ...stage, inRow: place.fieldRow });
  const { outputs } = stage;
  return {
    forward(block, kernel) {
      const input = place.field + block * place.fieldStride;
      convolve(input, kernel, place.z + block * place.zStride);
    },
    beginChunk() {},
    addGradient(block) {
      if (!hasGradientRows(stage)) return;
      const rows = place.gradientRows + block * place.zStride;
      kernels.deinterleave(place.z + block * place.zStride, rows, outputs, LANES);
    },
  };
}

/** Zeroes a chunk's gradient of a convolution's kernel. */
export function clearFilterGradient(context: Context, stageIndex: number, chunk: number): void {
  const { layout } = context;
  const address = layout.chunks[chunk].filterGradients + layout.filterOffsets[stageIndex];
  floatsAt(context, address, layout.network.stages[stageIndex].kernel.size).fill(0);
}
