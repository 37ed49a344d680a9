/**
 * Gradient of a convolution's filter: the kernel without which tfjs's WebAssembly backend cannot train
 * a convolution at all.
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
  filterShape: [number, number, number, number];
  dataFormat?: "NHWC" | "NCHW";
}

/**
 * Σ over images and positions of input · gradient, any stride and padding, undilated; undefined where
 * this kernel does not serve (NCHW).
 */
export function conv2dBackpropFilter(
  heap: Heap,
  { x, dy }: Record<"x" | "dy", tf.TensorInfo>,
  attributes: Attributes,
): tf.TensorInfo | undefined {
  const { strides, pad, dimRoundingMode, filterShape, dataFormat } = attributes;
  if (dataFormat === "NCHW") return undefined;
  const info = tf.backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filterShape,
    ...[strides, 1, pad, dimRoundingMode] as const,
  );
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const fieldHeight = Math.max(
    (outHeight - 1) * strideHeight + filterHeight,
    inHeight + padInfo.top,
  );
  const fieldWidth = Math.max((outWidth - 1) * strideWidth + filterWidth, inWidth + padInfo.left);
  const pixel = inChannels * VALUE_BYTES, outPixel = outChannels * VALUE_BYTES;
  const fieldRow = fieldWidth * pixel, outValues = outHeight * outWidth * outChannels;
  const rowValues = inWidth * inChannels, run = filterWidth * inChannels;
  const output = heap.makeOutput(filterShape);
  const filterBytes = filterHeight * run * outChannels * 4;
  const sizes = [fieldHeight * fieldRow, outValues * VALUE_BYTES, filterBytes];

  heap.withScratch(sizes, ([field, gradient, filter]) => {
    const { kernels, addressOf } = heap;
    const images = addressOf(x), gradients = addressOf(dy);
    const imageBytes = inHeight * rowValues * 4;
    eachBlock(info.batchSize, (first, count) => {
      for (let y = 0; y < inHeight; y++) {
        const from = images + first * imageBytes + y * rowValues * 4;
        const to = field + (y + padInfo.top) * fieldRow + padInfo.left * pixel;
        kernels.interleave(from, to, rowValues, count, imageBytes);
      }
      const dyBytes = outValues * 4;
      kernels.interleave(gradients + first * dyBytes, gradient, outValues, count, dyBytes);
      for (let ky = 0; ky < filterHeight; ky++) {
        // deno-fmt-ignore
        kernels.addFilterGradient(field + ky * fieldRow, gradient, filter + ky * run * outChannels * 4,
          run, outChannels, outHeight, outWidth, strideHeight * fieldRow, strideWidth * pixel,
          outWidth * outPixel, outPixel);
      }
    });
    heap.copy(filter, addressOf(output), filterBytes);
  });
  return output;
}
