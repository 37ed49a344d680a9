import { tf } from "../tf.ts";
import { assertAgreement, draw } from "./backends.ts";

type Padding = "valid" | "same";

/** maxPool's gradient at `x`. */
function differentiate(x: tf.Tensor, size: number, strides: number, pad: Padding): tf.Tensor {
  const run = (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, size, strides, pad);
  return tf.grad(run)(x, draw(run(x).shape, 2));
}

const WINDOWS: [size: number, strides: number, pad: Padding][] = [
  [2, 2, "valid"],
  [3, 2, "valid"],
  [2, 2, "same"],
  [5, 3, "same"],
  [1, 2, "valid"],
];

for (const [size, strides, pad] of WINDOWS) {
  const windows = `${size}×${size} by ${strides}, ${pad}`;

  Deno.test(`maxPoolGrad() agrees with the cpu backend where all values are negative: ${windows}`, async () => {
    await assertAgreement(() => [
      differentiate(tf.neg(tf.abs(draw([2, 7, 7, 3]))), size, strides, pad),
    ]);
  });

  Deno.test(`maxPoolGrad() gives a tie to the first value, as the cpu backend does: ${windows}`, async () => {
    await assertAgreement(() => [differentiate(tf.ones([3, 5, 5, 2]), size, strides, pad)]);
  });
}
