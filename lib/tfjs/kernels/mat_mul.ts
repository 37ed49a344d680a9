/**
 * Matrix products with one factor transposed: the two gradients of a dense layer, for which tfjs's
 * WebAssembly backend has only a plain loop.
 *
 * @module
 */
import type { tf } from "../backend.ts";
import { VALUE_BYTES } from "../../kernels/module.ts";
import { eachBlock, type Heap } from "./heap.ts";

interface Attributes {
  transposeA: boolean;
  transposeB: boolean;
}

type Factors = Record<"a" | "b", tf.TensorInfo>;

/** a · bᵀ or aᵀ · b of single matrices; undefined where these kernels do not serve. */
export function matMul(
  heap: Heap,
  factors: Factors,
  { transposeA, transposeB }: Attributes,
): tf.TensorInfo | undefined {
  const { a, b } = factors;
  const serves = transposeA !== transposeB && a.shape.length === b.shape.length &&
    isMatrix(a) && isMatrix(b);
  if (!serves) return undefined;
  return transposeA
    ? multiplyTransposedByPlain(heap, factors)
    : multiplyByTransposed(heap, factors);
}

const isMatrix = ({ shape, dtype }: tf.TensorInfo) =>
  dtype === "float32" && shape.slice(0, -2).every((size) => size === 1) && !shape.includes(0);

/** Rows of images times bᵀ: the gradient of a dense layer's input. */
function multiplyByTransposed(heap: Heap, { a, b }: Factors): tf.TensorInfo {
  const [rows, inner] = a.shape.slice(-2), outputs = b.shape.at(-2)!;
  const output = heap.makeOutput([...a.shape.slice(0, -2), rows, outputs]);
  const sizes = [inner * VALUE_BYTES, outputs * VALUE_BYTES, inner * outputs * 4];
  heap.withScratch(sizes, ([input, result, transposed]) => {
    const { kernels, addressOf } = heap;
    kernels.flipWeights(addressOf(b), transposed, 1, outputs, inner);
    eachBlock(rows, (first, count) => {
      kernels.interleave(addressOf(a) + first * inner * 4, input, inner, count, inner * 4);
      kernels.convolve(input, transposed, result, 1, 1, inner, 0, 1, 1, outputs, 0, 0, 1, 1);
      kernels.deinterleave(result, addressOf(output) + first * outputs * 4, outputs, count);
    });
  });
  return output;
}

/** Sums over images of a's row times b's row: the gradient of a dense layer's weights. */
function multiplyTransposedByPlain(heap: Heap, { a, b }: Factors): tf.TensorInfo {
  const [rows, inputs] = a.shape.slice(-2), outputs = b.shape.at(-1)!;
  const output = heap.makeOutput([...a.shape.slice(0, -2), inputs, outputs]);
  const bytes = inputs * outputs * 4;
  const sizes = [inputs * VALUE_BYTES, outputs * VALUE_BYTES, bytes];
  heap.withScratch(sizes, ([left, right, sum]) => {
    const { kernels, addressOf } = heap;
    eachBlock(rows, (first, count) => {
      kernels.interleave(addressOf(a) + first * inputs * 4, left, inputs, count, inputs * 4);
      kernels.interleave(addressOf(b) + first * outputs * 4, right, outputs, count, outputs * 4);
      kernels.addFilterGradient(
        left,
        right,
        sum,
        inputs,
        outputs,
        1,
        1,
        0,
        VALUE_BYTES,
        0,
        VALUE_BYTES,
      );
    });
    heap.copy(sum, addressOf(output), bytes);
  });
  return output;
}
