import assert from "node:assert/strict";
import { CONTROL, CONTROL_INTS, createBarrier } from "../../lib/engine/barrier.ts";

const createControl = () => new Int32Array(new SharedArrayBuffer(CONTROL_INTS * 4));

Deno.test("a barrier lets a single Worker pass, and the last of several", () => {
  createBarrier(createControl(), 1)();
  const control = createControl();
  // Two of three have arrived.
  control[CONTROL.arrived] = 2;
  createBarrier(control, 3)();
  assert.equal(control[CONTROL.arrived], 0);
  assert.equal(control[CONTROL.generation], 1);
});

Deno.test("a barrier gives up on Workers that will not come", () => {
  const control = createControl();
  control[CONTROL.aborted] = 1;
  assert.throws(createBarrier(control, 2), /another Worker died/);
});
