/**
 * The same computation on tfjs's `cpu` backend and on its WebAssembly backend with our kernels.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createHeap, type Heap } from "../../../lib/tfjs/kernels/heap.ts";
import { registerTrainingKernels } from "../../../lib/tfjs/kernels/register.ts";
import { tf, useBackend } from "../tf.ts";
import { assertClose, drawValues } from "../../kernels/kernel_memory.ts";

/** Makes the WebAssembly backend current, with our kernels in place. */
export async function useOurKernels(): Promise<void> {
  await useBackend("wasm");
  await registerTrainingKernels();
}

/** Our kernels on the backend's heap, to be called directly. */
export async function openHeap(): Promise<Heap> {
  await useOurKernels();
  return await createHeap();
}

/** A tensor of normal numbers that depend on shape and seed alone; the caller disposes it. */
export function draw<Rank extends tf.Rank>(shape: tf.ShapeMap[Rank], seed = 1): tf.Tensor<Rank> {
  const count = tf.util.sizeFromShape(shape as number[]);
  return tf.tensor(drawValues(count, seed * 1000 + count), shape);
}

/**
 * Runs `compute` on both backends and fails unless its tensors agree to `tolerance`, relative to the
 * largest value, and no tensor is left behind.
 */
export async function assertAgreement(
  compute: () => tf.Tensor[],
  { tolerance = 1e-4 } = {},
): Promise<void> {
  await useBackend("cpu");
  const wanted = tf.tidy(compute).map(toPlain);
  await useOurKernels();
  const before = tf.memory().numTensors;
  const got = tf.tidy(compute).map(toPlain);
  assert.equal(tf.memory().numTensors, before);
  got.forEach(({ shape, values }, index) => {
    assert.deepEqual(shape, wanted[index].shape);
    assertClose(values, wanted[index].values, { tolerance, what: `result ${index}` });
  });
}

function toPlain(tensor: tf.Tensor) {
  const { shape } = tensor, values = tensor.dataSync();
  tensor.dispose();
  return { shape, values };
}
