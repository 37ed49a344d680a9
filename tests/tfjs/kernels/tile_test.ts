import assert from "node:assert/strict";
import { tile } from "../../../lib/tfjs/kernels/tile.ts";
import { tf } from "../tf.ts";
import { assertAgreement, draw, openHeap } from "./backends.ts";

Deno.test("tile() repeats a row as the cpu backend does, bit for bit", async () => {
  await assertAgreement(() => [
    tf.tile(draw([1, 1, 1, 6]), [3, 14, 14, 1]),
    tf.tile(draw([1, 5]), [7, 1]),
    tf.tile(draw([1, 1]), [1, 1]),
    tf.tile(draw([3]), [1]),
  ], { tolerance: 0 });
});

Deno.test("tile() leaves several rows, repeated columns, integers and nothing to tfjs", async () => {
  const heap = await openHeap();
  const row = draw([1, 3]), rows = draw([2, 3]), integers = tf.ones([1, 3], "int32");
  assert.equal(tile(heap, { x: rows }, { reps: [2, 1] }), undefined);
  assert.equal(tile(heap, { x: row }, { reps: [2, 2] }), undefined);
  assert.equal(tile(heap, { x: integers }, { reps: [2, 1] }), undefined);
  assert.equal(tile(heap, { x: row }, { reps: [0, 1] }), undefined);
  tf.dispose([row, rows, integers]);
  await assertAgreement(() => [
    tf.tile(draw([2, 3]), [2, 2]),
    tf.tile(draw([1, 3]), [2, 2]),
    tf.tile(tf.ones([1, 3], "int32"), [4, 1]),
  ]);
});
