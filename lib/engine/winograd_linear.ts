/**
 * A stage's convolution with Winograd's filtering along its rows. In the transformed domain it falls
 * apart into tiles · points convolutions of one column each, which the plain kernels compute:
 * `[tile, point]` pictures of height × 1. For C3, 18 columns of 5 taps do the work of 10 × 25.
 *
 * @module
 */
import { bindConvolve, bindFilterGradient, bindMapAxis } from "../kernels/calls.ts";
import { VALUE_BYTES } from "../kernels/module.ts";
import { type Context, floatsAt } from "./context.ts";
import type { Linear } from "./linear.ts";
import { clearFilterGradient } from "./plain_linear.ts";

/** See {@link Linear}; the stage must have been given a tile. */
export function createWinogradLinear(context: Context, stageIndex: number): Linear {
  const weights = createWeights(context, stageIndex);
  const forward = createForward(context, stageIndex);
  const addGradient = createGradient(context, stageIndex);
  const propagate = createPropagation(context, stageIndex);
  return {
    prepare: weights.prepare,
    forward,
    beginChunk(chunk) {
      clearFilterGradient(context, stageIndex, chunk);
      weights.clearGradient();
    },
    backward(block, dInput) {
      addGradient(block);
      if (dInput) propagate(block, dInput);
    },
    endChunk: weights.addGradientTo,
  };
}

/** Sizes in bytes that all parts share. */
function measure({ layout }: Context, stageIndex: number) {
  const stage = layout.network.stages[stageIndex], place = layout.stages[stageIndex];
  const { channels, outputs, kernelHeight, height, outHeight } = stage;
  const pixel = channels * VALUE_BYTES, outPixel = outputs * VALUE_BYTES;
  // One kernel row is kernelWidth taps of channels · outputs floats; mapAxis moves eight at a time.
  const tap = channels * outputs * 4;
  return {
    stage,
    place,
    tile: place.tile!,
    pixel,
    outPixel,
    tap,
    /** One column of the transformed input and of the products. */
    column: height * pixel,
    outColumn: outHeight * outPixel,
    /** One point's weights. */
    pointWeights: kernelHeight * tap,
  };
}

/** Weights to the transformed domain, and their gradient back. */
function createWeights(context: Context, stageIndex: number) {
  const { kernels, layout, scratch } = context;
  const { stage, tile, tap, pointWeights } = measure(context, stageIndex);
  const { points } = tile, { kernelHeight, kernelWidth, channels, outputs } = stage;
  const matrices = context.transforms[stageIndex]!, own = scratch.stages[stageIndex];
  const offset = layout.offsets[stage.kernel.name];
  const shared = { rows: kernelHeight, values: tap / VALUE_BYTES };
  const transform = bindMapAxis(kernels, {
    ...shared,
    inputs: kernelWidth,
    outputs: points,
    inStep: tap,
    outStep: pointWeights,
    inRow: kernelWidth * tap,
    outRow: tap,
  });
  const transformBack = bindMapAxis(kernels, {
    ...shared,
    inputs: points,
    outputs: kernelWidth,
    inStep: pointWeights,
    outStep: tap,
    inRow: tap,
    outRow: kernelWidth * tap,
    accumulate: true,
  });
  const gradient = floatsAt(context, own.transformedGradient, points * pointWeights / 4);
  return {
    prepare(weights: number, backward: boolean): void {
      transform(weights + offset, matrices.filter, own.transformedWeights);
      if (!backward) return;
      const { transformedWeights: from, flippedWeights: to } = own;
      for (let at = 0; at < points * pointWeights; at += pointWeights) {
        kernels.flipWeights(from + at, to + at, kernelHeight, channels, outputs);
      }
    },
    clearGradient: () => void gradient.fill(0),
    addGradientTo(chunk: number): void {
      const into = layout.chunks[chunk].filterGradients + layout.filterOffsets[stageIndex];
      transformBack(own.transformedGradient, matrices.filterGradient, into);
    },
  };
}

/** Field to z, tile by tile, so that a tile's products are still in the cache when they are summed. */
function createForward(context: Context, stageIndex: number): (block: number) => void {
  const { kernels, scratch } = context;
  const { stage, place, tile, pixel, outPixel, column, outColumn, pointWeights } = measure(
    context,
    stageIndex,
  );
  const { outputs: tileColumns, points, tiles } = tile;
  const { height, channels, kernelHeight, outputs, outHeight, outWidth } = stage;
  const matrices = context.transforms[stageIndex]!;
  const { transformedWeights } = scratch.stages[stageIndex], { products } = scratch;
  const transform = bindMapAxis(kernels, {
    inputs: points,
    outputs: points,
    inStep: pixel,
    outStep: column,
    rows: height,
    inRow: place.fieldRow,
    outRow: pixel,
    values: channels,
  });
  const multiply = bindConvolve(kernels, {
    height: 1,
    width: height,
    channels,
    inRow: 0,
    kernelHeight: 1,
    kernelWidth: kernelHeight,
    outputs,
    padTop: 0,
    padLeft: 0,
    outHeight: 1,
    outWidth: outHeight,
  });
  const sum = bindMapAxis(kernels, {
    inputs: points,
    outputs: tileColumns,
    inStep: outColumn,
    outStep: outPixel,
    rows: outHeight,
    inRow: outPixel,
    outRow: outWidth * outPixel,
    values: outputs,
  });
  return (block) => {
    const field = place.field + block * place.fieldStride;
    const transformed = place.transformed + block * place.transformedStride;
    const z = place.z + block * place.zStride;
    for (let index = 0; index < tiles; index++) {
      const from = transformed + index * points * column;
      const to = products + index * points * outColumn;
      transform(field + index * tileColumns * pixel, matrices.input, from);
      for (let point = 0; point < points; point++) {
        multiply(
          from + point * column,
          transformedWeights + point * pointWeights,
          to + point * outColumn,
        );
      }
      sum(to, matrices.output, z + index * tileColumns * outPixel);
    }
  };
}

/** Gradient in z to the products' gradient, and with it into the transformed weights' gradient. */
function createGradient(context: Context, stageIndex: number): (block: number) => void {
  const { kernels, scratch } = context;
  const { stage, place, tile, pixel, outPixel, column, outColumn, pointWeights } = measure(
    context,
    stageIndex,
  );
  const { outputs: tileColumns, points, tiles } = tile;
  const { outputs, outHeight, outWidth, kernelHeight, channels } = stage;
  const matrices = context.transforms[stageIndex]!;
  const { transformedGradient } = scratch.stages[stageIndex], { products } = scratch;
  const transform = bindMapAxis(kernels, {
    inputs: tileColumns,
    outputs: points,
    inStep: outPixel,
    outStep: outColumn,
    rows: outHeight,
    inRow: outWidth * outPixel,
    outRow: outPixel,
    values: outputs,
  });
  const correlate = bindFilterGradient(kernels, {
    run: kernelHeight * channels,
    outputs,
    rows: tiles,
    columns: outHeight,
    inRow: points * column,
    inStep: pixel,
    gradientRow: points * outColumn,
    gradientStep: outPixel,
  });
  return (block) => {
    const dz = place.z + block * place.zStride;
    for (let index = 0; index < tiles; index++) {
      transform(
        dz + index * tileColumns * outPixel,
        matrices.outputGradient,
        products + index * points * outColumn,
      );
    }
    const transformed = place.transformed + block * place.transformedStride;
    for (let point = 0; point < points; point++) {
      correlate(
        transformed + point * column,
        products + point * outColumn,
        transformedGradient + point * pointWeights,
      );
    }
  };
}

/** Products' gradient to the input's; overwrites the transformed input, which is not needed again. */
function createPropagation(
  context: Context,
  stageIndex: number,
): (block: number, dInput: number) => void {
  const { kernels, scratch } = context;
  const { stage, place, tile, pixel, column, outColumn, pointWeights } = measure(
    context,
    stageIndex,
  );
  const { outputs: tileColumns, points, tiles } = tile;
  const { height, width, channels, outputs, outHeight, kernelHeight } = stage;
  const matrices = context.transforms[stageIndex]!;
  const { flippedWeights } = scratch.stages[stageIndex], { products } = scratch;
  const multiply = bindConvolve(kernels, {
    height: 1,
    width: outHeight,
    channels: outputs,
    inRow: 0,
    kernelHeight: 1,
    kernelWidth: kernelHeight,
    outputs: channels,
    padTop: 0,
    padLeft: kernelHeight - 1,
    outHeight: 1,
    outWidth: height,
  });
  // Neighbouring tiles overlap in kernelWidth − 1 columns: add.
  const add = bindMapAxis(kernels, {
    inputs: points,
    outputs: points,
    inStep: column,
    outStep: pixel,
    rows: height,
    inRow: pixel,
    outRow: width * pixel,
    values: channels,
    accumulate: true,
  });
  const size = height * width * channels * (VALUE_BYTES / 4);
  return (block, dInput) => {
    context.floats.fill(0, dInput >> 2, (dInput >> 2) + size);
    const transformed = place.transformed + block * place.transformedStride;
    for (let index = 0; index < tiles; index++) {
      const from = products + index * points * outColumn;
      const to = transformed + index * points * column;
      for (let point = 0; point < points; point++) {
        multiply(
          from + point * outColumn,
          flippedWeights + point * pointWeights,
          to + point * column,
        );
      }
      add(to, matrices.inputGradient, dInput + index * tileColumns * pixel);
    }
  };
}
