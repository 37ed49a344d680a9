import assert from "node:assert/strict";
import { conv2dBackpropFilter } from "../../../lib/tfjs/kernels/conv2d_backprop_filter.ts";
import { conv2dBackpropInput } from "../../../lib/tfjs/kernels/conv2d_backprop_input.ts";
import { tf } from "../tf.ts";
import { assertAgreement, draw, openHeap } from "./backends.ts";

interface Case {
  input: [number, number, number, number];
  filter: [number, number, number, number];
  strides?: number | [number, number];
  pad?: "valid" | "same" | number;
}

const CASES: Record<string, Case> = {
  "C1": { input: [4, 28, 28, 1], filter: [5, 5, 1, 6], pad: "same" },
  "C3": { input: [4, 14, 14, 6], filter: [5, 5, 6, 16] },
  "batch of 1, one output": { input: [1, 6, 5, 3], filter: [3, 3, 3, 1] },
  "batch of 11, seven outputs": { input: [11, 5, 6, 5], filter: [3, 2, 5, 7] },
  "even kernel, same": { input: [3, 7, 6, 2], filter: [4, 4, 2, 3], pad: "same" },
  "padding in numbers": { input: [2, 6, 6, 3], filter: [3, 3, 3, 5], pad: 2 },
  "stride 2, valid, columns left over": {
    ...{ input: [9, 8, 9, 3], filter: [3, 3, 3, 5], strides: 2 },
  },
  "stride 2, same": { input: [3, 8, 7, 2], filter: [5, 5, 2, 9], strides: 2, pad: "same" },
  "stride 3 by 1, kernel of 1": { input: [2, 7, 4, 5], filter: [1, 1, 5, 3], strides: [3, 1] },
  "strides larger than the kernel": { input: [2, 9, 9, 1], filter: [2, 2, 1, 4], strides: 4 },
};

for (const [name, { input, filter, strides = 1, pad = "valid" }] of Object.entries(CASES)) {
  Deno.test(`conv2d's gradients agree with the cpu backend's to 1e-4: ${name}`, async () => {
    await assertAgreement(() => {
      const x = draw<tf.Rank.R4>(input), w = draw<tf.Rank.R4>(filter);
      const convolve = (x: tf.Tensor, w: tf.Tensor) =>
        tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad);
      return tf.grads(convolve)([x, w], draw(convolve(x, w).shape, 2));
    });
  });
}

Deno.test("conv2dBackpropInput() leaves strides and channels-first to tfjs", async () => {
  const heap = await openHeap();
  const dy = draw([1, 2, 2, 3]), filter = draw([3, 3, 1, 3]);
  const attributes = { pad: "valid", inputShape: [1, 5, 5, 1] } as const;
  const inputs = { dy, filter };
  const shape: [number, number, number, number] = [...attributes.inputShape];
  assert.equal(
    conv2dBackpropInput(heap, inputs, { ...attributes, inputShape: shape, strides: 2 }),
    undefined,
  );
  assert.equal(
    conv2dBackpropInput(heap, inputs, {
      ...{ ...attributes, inputShape: shape, strides: 1, dataFormat: "NCHW" },
    }),
    undefined,
  );
  tf.dispose([dy, filter]);
});

Deno.test("conv2dBackpropFilter() leaves channels-first to tfjs, which has none and says so", async () => {
  const heap = await openHeap();
  const x = draw([1, 1, 5, 5]), dy = draw([1, 2, 3, 3]);
  const attributes = { strides: 1, pad: "valid", filterShape: [3, 3, 1, 2], dataFormat: "NCHW" };
  // deno-lint-ignore no-explicit-any
  assert.equal(conv2dBackpropFilter(heap, { x, dy }, attributes as any), undefined);
  assert.throws(
    // deno-lint-ignore no-explicit-any
    () => tf.engine().runKernel("Conv2DBackpropFilter", { x, dy }, attributes as any),
    /no Conv2DBackpropFilter for these arguments on the WebAssembly backend/,
  );
  tf.dispose([x, dy]);
});
