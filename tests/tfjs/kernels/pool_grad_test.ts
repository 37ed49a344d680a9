import assert from "node:assert/strict";
import { poolGrad } from "../../../lib/tfjs/kernels/pool_grad.ts";
import { tf } from "../tf.ts";
import { assertAgreement, draw, openHeap } from "./backends.ts";

interface Case {
  input: [number, number, number, number];
  size: number | [number, number];
  strides: number | [number, number];
  pad?: "valid" | "same";
}

const CASES: Record<string, Case> = {
  "S2": { input: [4, 28, 28, 6], size: 2, strides: 2 },
  "batch of 11, three channels, a remainder": { input: [11, 7, 9, 3], size: 2, strides: 2 },
  "oblong window": { input: [2, 6, 8, 5], size: [3, 2], strides: [3, 2] },
  "same, without need to pad": { input: [1, 6, 6, 1], size: 3, strides: 3, pad: "same" },
  "overlapping windows": { input: [2, 7, 7, 3], size: 3, strides: 2 },
  "padded": { input: [2, 7, 5, 3], size: 2, strides: 2, pad: "same" },
};

for (const [name, { input, size, strides, pad = "valid" }] of Object.entries(CASES)) {
  for (const pool of [tf.maxPool, tf.avgPool]) {
    Deno.test(`${pool.name}'s gradient agrees with the cpu backend's to 1e-4: ${name}`, async () => {
      await assertAgreement(() => {
        const run = (x: tf.Tensor) => pool(x as tf.Tensor4D, size, strides, pad);
        const x = draw(input);
        return [tf.grad(run)(x, draw(run(x).shape, 2))];
      });
    });
  }
}

Deno.test("poolGrad() leaves windows that overlap, skip or pad to tfjs", async () => {
  const heap = await openHeap();
  const input = draw([1, 7, 7, 2]), dy = draw([1, 3, 3, 2]);
  const run = (filterSize: number, strides: number, pad: "valid" | "same") =>
    poolGrad(heap, { dy, input }, { filterSize, strides, pad, average: true });
  assert.equal(run(3, 2, "valid"), undefined);
  assert.equal(run(2, 3, "valid"), undefined);
  assert.equal(run(2, 2, "same"), undefined);
  const own = run(2, 2, "valid");
  assert.deepEqual(own?.shape, [1, 7, 7, 2]);
  tf.engine().makeTensorFromTensorInfo(own!).dispose();
  tf.dispose([input, dy]);
});
