import assert from "node:assert/strict";
import type { WasmBackend } from "../../../lib/tfjs/kernels/heap.ts";
import { registerTrainingKernels } from "../../../lib/tfjs/kernels/register.ts";
import { tf, useBackend } from "../tf.ts";
import { assertAgreement, draw, useOurKernels } from "./backends.ts";

const heapBytes = () => (tf.backend() as unknown as WasmBackend).wasm.asm.memory.buffer.byteLength;

/** Gradients of a small network that goes through all our kernels. */
function differentiate(): tf.Tensor[] {
  const parameters = [draw([3, 3, 1, 5]), draw([5]), draw([45, 7], 2), draw([7, 3], 3)];
  const loss = (filter: tf.Tensor, bias: tf.Tensor, ...dense: tf.Tensor[]) => {
    const images = draw<tf.Rank.R4>([9, 14, 14, 1]);
    const maps = tf.relu(tf.add(tf.conv2d(images, filter as tf.Tensor4D, 1, "valid"), bias));
    const pooled = tf.avgPool(tf.maxPool(maps as tf.Tensor4D, 2, 2, "valid"), 2, 2, "valid");
    const hidden = tf.tanh(tf.matMul(pooled.reshape([9, 45]), dense[0] as tf.Tensor2D));
    return tf.sum(tf.square(tf.matMul(hidden, dense[1] as tf.Tensor2D)));
  };
  return tf.grads(loss as (...x: tf.Tensor[]) => tf.Scalar)(parameters);
}

Deno.test("registerTrainingKernels() asks for the WebAssembly backend, and can be asked again", async () => {
  await useBackend("cpu");
  await assert.rejects(registerTrainingKernels(), /expected tfjs's wasm backend, got cpu/);
  await useOurKernels();
  await Promise.all([registerTrainingKernels(), registerTrainingKernels()]);
  assert.ok(tf.getKernel("Conv2DBackpropFilter", "wasm"));
});

Deno.test("a network's gradients agree with the cpu backend's to 1e-4, also after the heap has grown", async () => {
  await assertAgreement(differentiate);
  await useOurKernels();
  const before = heapBytes(), large: tf.Tensor[] = [];
  while (heapBytes() === before) large.push(tf.zeros([1 << 22]));
  await assertAgreement(differentiate);
  tf.dispose(large);
});

Deno.test("our kernels leave no tensor and no heap behind", async () => {
  await useOurKernels();
  const run = () =>
    tf.tidy(() => {
      differentiate();
      // Four megabytes of scratch a time.
      tf.matMul(draw([8, 1000]), draw([1000, 1000]), false, true);
    });
  for (let i = 0; i < 3; i++) run();
  const tensors = tf.memory().numTensors, bytes = heapBytes();
  for (let i = 0; i < 30; i++) run();
  assert.equal(tf.memory().numTensors, tensors);
  assert.equal(heapBytes(), bytes);
});
