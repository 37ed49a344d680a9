/**
 * Gradient of maximum pooling, whatever the windows. tfjs's WebAssembly backend cannot be left to it: it
 * gives no gradient to windows without a positive value.
 *
 * @module
 */
import { tf } from "../backend.ts";
import type { Heap } from "./heap.ts";
import { type PoolAttributes, poolGrad } from "./pool_grad.ts";

type Inputs = Record<"dy" | "input", tf.TensorInfo>;

/** The gradient, NHWC: by the kernels where the windows tile the picture, value by value elsewhere. */
export function maxPoolGrad(
  heap: Heap,
  { dy, input }: Inputs,
  attributes: PoolAttributes,
): tf.TensorInfo {
  return poolGrad(heap, { dy, input }, { ...attributes, average: false }) ??
    goOverWindows(heap, { dy, input }, attributes);
}

function goOverWindows(
  heap: Heap,
  { dy, input }: Inputs,
  { filterSize, strides, pad, dimRoundingMode }: PoolAttributes,
): tf.TensorInfo {
  const shape = input.shape as [number, number, number, number];
  const info = tf.backend_util.computePool2DInfo(
    ...[shape, filterSize, strides, 1, pad, dimRoundingMode] as const,
  );
  const output = heap.makeOutput(shape);
  const values = heap.view(input), gradient = heap.view(dy), into = heap.view(output).fill(0);
  let at = 0;
  for (let image = 0; image < info.batchSize; image++) {
    for (let y = 0; y < info.outHeight; y++) {
      for (let x = 0; x < info.outWidth; x++) {
        for (let channel = 0; channel < info.inChannels; channel++) {
          into[findLargest(values, info, { image, y, x, channel })] += gradient[at++];
        }
      }
    }
  }
  return output;
}

/** Index of the first of a window's largest values. */
function findLargest(
  values: Float32Array,
  info: tf.backend_util.Conv2DInfo,
  { image, y, x, channel }: Record<"image" | "y" | "x" | "channel", number>,
): number {
  const top = y * info.strideHeight - info.padInfo.top;
  const left = x * info.strideWidth - info.padInfo.left;
  const bottom = Math.min(info.inHeight, top + info.filterHeight);
  const right = Math.min(info.inWidth, left + info.filterWidth);
  let best = -1;
  for (let row = Math.max(0, top); row < bottom; row++) {
    const rowStart = (image * info.inHeight + row) * info.inWidth;
    for (let column = Math.max(0, left); column < right; column++) {
      const index = (rowStart + column) * info.inChannels + channel;
      if (best < 0 || values[index] > values[best]) best = index;
    }
  }
  return best;
}
