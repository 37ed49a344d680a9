/**
 * Gradient of a convolution's input, for stride 1: a convolution with the filter turned round.
 *
 * @module
 */
import { tf } from "../backend.ts";
import { VALUE_BYTES } from "../../kernels/module.ts";
import { eachBlock, type Heap } from "./heap.ts";

interface Attributes {
  strides: [number, number] | number;
  pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  dimRoundingMode?: "floor" | "round" | "ceil";
  inputShape: [number, number, number, number];
  dataFormat?: "NHWC" | "NCHW";
}

/** The gradient, NHWC; undefined where this kernel does not serve (a stride other than 1). */
export function conv2dBackpropInput(
  heap: Heap,
  { dy, filter }: Record<"dy" | "filter", tf.TensorInfo>,
  attributes: Attributes,
): tf.TensorInfo | undefined {
  const { strides, pad, dimRoundingMode, inputShape, dataFormat } = attributes;
  if (dataFormat === "NCHW") return undefined;
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    filter.shape as [number, number, number, number],
    ...[strides, 1, pad, dimRoundingMode] as const,
  );
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
  if (strideHeight !== 1 || strideWidth !== 1) return undefined;
  const outValues = outHeight * outWidth * outChannels, inValues = inHeight * inWidth * inChannels;
  const output = heap.makeOutput(inputShape);
  const filterBytes = filterHeight * filterWidth * inChannels * outChannels * 4;
  const sizes = [outValues * VALUE_BYTES, inValues * VALUE_BYTES, filterBytes];

  heap.withScratch(sizes, ([gradient, dx, flipped]) => {
    const { kernels, addressOf } = heap;
    const taps = filterHeight * filterWidth;
    kernels.flipWeights(addressOf(filter), flipped, taps, inChannels, outChannels);
    eachBlock(info.batchSize, (first, count) => {
      const from = addressOf(dy) + first * outValues * 4;
      kernels.interleave(from, gradient, outValues, count, outValues * 4);
      // deno-fmt-ignore
      kernels.convolve(gradient, flipped, dx, outHeight, outWidth, outChannels,
        outWidth * outChannels * VALUE_BYTES, filterHeight, filterWidth, inChannels,
        filterHeight - 1 - padInfo.top, filterWidth - 1 - padInfo.left, inHeight, inWidth);
      kernels.deinterleave(dx, addressOf(output) + first * inValues * 4, inValues, count);
    });
  });
  return output;
}
