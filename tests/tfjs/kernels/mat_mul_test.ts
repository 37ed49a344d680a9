import assert from "node:assert/strict";
import { matMul } from "../../../lib/tfjs/kernels/mat_mul.ts";
import { tf } from "../tf.ts";
import { assertAgreement, draw, openHeap } from "./backends.ts";

/** Rows, inner size, columns. */
const SIZES = [[128, 400, 120], [128, 84, 10], [1, 1, 1], [9, 7, 5], [11, 13, 1], [3, 1, 6]];

for (const [rows, inner, columns] of SIZES) {
  Deno.test(`matMul() with one factor transposed agrees with the cpu backend to 1e-4: ${rows}×${inner}×${columns}`, async () => {
    await assertAgreement(() => [
      tf.matMul(draw([rows, inner]), draw([columns, inner], 2), false, true),
      tf.matMul(draw([inner, rows]), draw([inner, columns], 2), true, false),
      tf.matMul(draw([1, 1, rows, inner]), draw([1, 1, columns, inner], 2), false, true),
    ]);
  });
}

Deno.test("a dense layer's gradients agree with the cpu backend's to 1e-4", async () => {
  await assertAgreement(() =>
    tf.grads((x, w, b) => tf.add(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D), b))(
      [draw([11, 13]), draw([13, 7]), draw([7])],
      draw([11, 7], 2),
    )
  );
});

Deno.test("matMul() leaves batches, both or no transposition, and empty factors to tfjs", async () => {
  const heap = await openHeap();
  const one = draw([2, 3, 4]), other = draw([2, 5, 4]), plain = draw([3, 4]), empty = draw([0, 4]);
  const byTransposed = { transposeA: false, transposeB: true };
  assert.equal(matMul(heap, { a: one, b: other }, byTransposed), undefined);
  assert.equal(matMul(heap, { a: plain, b: empty }, byTransposed), undefined);
  assert.equal(matMul(heap, { a: plain, b: one }, byTransposed), undefined);
  for (const both of [true, false]) {
    const attributes = { transposeA: both, transposeB: both };
    assert.equal(matMul(heap, { a: plain, b: plain }, attributes), undefined);
  }
  tf.dispose([one, other, plain, empty]);
  await assertAgreement(() => [
    tf.matMul(draw([2, 3, 4]), draw([2, 5, 4], 2), false, true),
    tf.matMul(draw([3, 4]), draw([5, 3], 2), true, true),
    tf.matMul(draw([3, 4]), draw([4, 5], 2)),
    tf.matMul(draw([3, 0]), draw([5, 0], 2), false, true),
    tf.matMul(draw([1, 3, 4]), draw([6, 5, 4], 2), false, true),
  ]);
});
