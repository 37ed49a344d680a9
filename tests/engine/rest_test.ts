import assert from "node:assert/strict";
import { CONTROL, CONTROL_INTS } from "../../lib/engine/barrier.ts";
import { createRest, type Rest } from "../../lib/engine/rest.ts";

const createControl = () => new Int32Array(new SharedArrayBuffer(CONTROL_INTS * 4));

/** Milliseconds of two phases' pieces: as usual; put aside in the second; merely slow. */
const USUAL = [1, 2], LATE = [1, 6], SLOW = [1.6, 3.4];

/** Ends steps that were alike; how long the Worker slept in all. */
function endSteps(rest: Rest, phasesMs: number[], steps: number): number {
  const startMs = performance.now();
  for (let i = 0; i < steps; i++) {
    phasesMs.forEach((ms, phase) => rest.note(phase, 16, ms));
    rest.endStep(0);
  }
  return performance.now() - startMs;
}

Deno.test("a Worker that is put aside time and again rests, and longer if that was no help", () => {
  const control = createControl(), rest = createRest(control, 2);
  assert.ok(endSteps(rest, USUAL, 20) < 10);
  const first = endSteps(rest, LATE, 8), second = endSteps(rest, LATE, 8);
  assert.ok(first >= 35 && second >= 1.5 * first, `${first} ms, then ${second}`);
  assert.equal(control[CONTROL.resting], 0);
});

Deno.test("after many steps on time, a rest is short again", () => {
  const rest = createRest(createControl(), 2);
  endSteps(rest, USUAL, 20);
  const [, long] = [1, 2].map(() => endSteps(rest, LATE, 8));
  endSteps(rest, USUAL, 60);
  assert.ok(endSteps(rest, LATE, 8) < long);
});

Deno.test("neither a hiccup now and then nor slow work is a reason to rest", () => {
  const rest = createRest(createControl(), 2);
  endSteps(rest, USUAL, 20);
  let sleptMs = 0;
  for (let i = 0; i < 10; i++) sleptMs += endSteps(rest, LATE, 1) + endSteps(rest, USUAL, 15);
  assert.ok(sleptMs < 20, `${sleptMs} ms`);
  assert.ok(endSteps(rest, SLOW, 100) < 20);
});

Deno.test("the last Worker that is awake does not rest, nor does one that works alone", () => {
  const control = createControl();
  const alone = createRest(control, 1), last = createRest(control, 2);
  for (const rest of [alone, last]) endSteps(rest, USUAL, 20);
  assert.ok(endSteps(alone, LATE, 20) < 10);
  control[CONTROL.resting] = 1;
  assert.ok(endSteps(last, LATE, 20) < 10);
});

Deno.test("nobody rests once the part of the epoch has ended", () => {
  const control = createControl(), rest = createRest(control, 2);
  endSteps(rest, USUAL, 20);
  control[CONTROL.ends] = 1;
  assert.ok(endSteps(rest, LATE, 20) < 10);
});

Deno.test("phases in which a Worker got nothing to do say nothing", () => {
  const rest = createRest(createControl(), 2);
  endSteps(rest, USUAL, 20);
  for (let i = 0; i < 20; i++) rest.note(0, 0, 50);
  assert.ok(endSteps(rest, USUAL, 20) < 10);
});
