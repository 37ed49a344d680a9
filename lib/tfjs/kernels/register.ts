/**
 * Registers the kernels with tfjs: afterwards any model whose ops tfjs's WebAssembly backend covers can
 * be trained on it.
 *
 * @module
 */
import { tf } from "../backend.ts";
import { conv2dBackpropFilter } from "./conv2d_backprop_filter.ts";
import { conv2dBackpropInput } from "./conv2d_backprop_input.ts";
import { createHeap, type Heap } from "./heap.ts";
import { matMul } from "./mat_mul.ts";
import { maxPoolGrad } from "./max_pool_grad.ts";
import { poolGrad } from "./pool_grad.ts";
import { tile } from "./tile.ts";

/** Our way of computing a kernel; undefined where it does not serve. */
// deno-lint-ignore no-explicit-any
type Compute = (heap: Heap, inputs: any, attributes: any) => tf.TensorInfo | undefined;

const KERNELS: Record<string, Compute> = {
  Conv2DBackpropFilter: conv2dBackpropFilter,
  Conv2DBackpropInput: conv2dBackpropInput,
  BatchMatMul: matMul,
  AvgPoolGrad: (heap, { dy, input }, attributes) =>
    poolGrad(heap, { dy, input }, { ...attributes, average: true }),
  MaxPoolGrad: maxPoolGrad,
  Tile: tile,
};

let registration: Promise<void> | undefined;

/**
 * Puts our kernels in the place of tfjs's, which still serve where ours do not. Calling it again is free.
 *
 * @throws {Error} If "wasm" is not the current backend.
 */
export function registerTrainingKernels(): Promise<void> {
  if (tf.getBackend() !== "wasm") {
    return Promise.reject(new Error(`expected tfjs's wasm backend, got ${tf.getBackend()}`));
  }
  return registration ??= createHeap().then(registerKernels);
}

function registerKernels(heap: Heap): void {
  for (const [kernelName, compute] of Object.entries(KERNELS)) {
    const theirs = tf.getKernel(kernelName, "wasm");
    if (theirs) tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({
      kernelName,
      backendName: "wasm",
      kernelFunc: ({ inputs, backend, attrs }) => {
        const ours = compute(heap, inputs, attrs);
        if (ours) return ours;
        if (theirs) return theirs.kernelFunc({ inputs, backend, attrs });
        throw new Error(`no ${kernelName} for these arguments on the WebAssembly backend`);
      },
    });
  }
}
