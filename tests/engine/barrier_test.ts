import assert from "node:assert/strict";
import { CONTROL, CONTROL_INTS, countFinished, createBarrier } from "../../lib/engine/barrier.ts";

const createControl = (finished = 0) => {
  const control = new Int32Array(new SharedArrayBuffer(CONTROL_INTS * 4));
  control[CONTROL.finished] = finished;
  return control;
};
const noBeat = () => {};

Deno.test("a barrier lets pass once the work is done, and whoever comes late", () => {
  const control = createControl(2);
  countFinished(control, 3);
  createBarrier(control, noBeat)(3);
  createBarrier(control, noBeat)(1);
});

Deno.test("a barrier counts on beyond 2³¹", () => {
  const control = createControl(2 ** 31 - 1);
  const due = 2 ** 31 | 0;
  countFinished(control, due);
  assert.equal(control[CONTROL.finished], due);
  createBarrier(control, noBeat)(due);
  createBarrier(control, noBeat)(2 ** 31 - 5);
});

Deno.test("a barrier holds while work is missing, and gives up once a Worker has died", () => {
  const control = createControl(2);
  let beats = 0;
  const barrier = createBarrier(control, () => {
    if (++beats === 2) Atomics.store(control, CONTROL.aborted, 1);
  });
  assert.throws(() => barrier(3), /another Worker died/);
  assert.equal(beats, 2);
});
