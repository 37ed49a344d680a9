/**
 * Gradients of average and maximum pooling, for windows that tile the picture.
 *
 * @module
 */
import { tf } from "../backend.ts";
import { ACTIVATIONS, VALUE_BYTES } from "../../kernels/module.ts";
import { eachBlock, type Heap } from "./heap.ts";

/** Windows of a pooling, as tfjs gives them. */
export interface PoolAttributes {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * The gradient, NHWC; undefined where this kernel does not serve (windows that overlap, skip or pad).
 *
 * @param input What was pooled; an average does not look at its values.
 */
export function poolGrad(
  heap: Heap,
  { dy, input }: Record<"dy" | "input", tf.TensorInfo>,
  { average, ...attributes }: PoolAttributes & { average: boolean },
): tf.TensorInfo | undefined {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const shape = input.shape as [number, number, number, number];
  const info = tf.backend_util.computePool2DInfo(
    shape,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { inHeight, inWidth, inChannels, filterHeight, filterWidth, padInfo } = info;
  const tiles = info.strideHeight === filterHeight && info.strideWidth === filterWidth &&
    padInfo.top + padInfo.bottom + padInfo.left + padInfo.right === 0;
  if (!tiles) return undefined;
  const inValues = inHeight * inWidth * inChannels;
  const outValues = info.outHeight * info.outWidth * inChannels;
  const output = heap.makeOutput(shape);
  const sizes = [inValues * VALUE_BYTES, outValues * VALUE_BYTES, inChannels * 4, inChannels * 4];

  heap.withScratch(sizes, ([values, gradient, ones, zeros]) => {
    const { kernels, addressOf } = heap;
    heap.fill(ones, inChannels, 1);
    eachBlock(info.batchSize, (first, count) => {
      const from = addressOf(input) + first * inValues * 4;
      kernels.interleave(from, values, inValues, count, inValues * 4);
      const dyFrom = addressOf(dy) + first * outValues * 4;
      kernels.interleave(dyFrom, gradient, outValues, count, outValues * 4);
      // deno-fmt-ignore
      kernels.replaceByGradient(values, gradient, ones, zeros, zeros, zeros, inHeight, inWidth,
        inChannels, filterHeight, filterWidth, average, ACTIVATIONS.linear);
      kernels.deinterleave(values, addressOf(output) + first * inValues * 4, inValues, count);
    });
  });
  return output;
}
