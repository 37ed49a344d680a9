import assert from "node:assert/strict";
import { CONTROL, CONTROL_INTS } from "../../lib/engine/barrier.ts";
import { createRest } from "../../lib/engine/rest.ts";

const createControl = () => new Int32Array(new SharedArrayBuffer(CONTROL_INTS * 4));
const USUAL = { pieces: 100, ms: 2 };
const LATE = { pieces: 80, ms: 6 };

function timeMs(work: () => void): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

Deno.test("a Worker rests after a step in which it was put aside, and longer if that was no help", () => {
  const control = createControl();
  const rest = createRest(control, { workers: 2, fairShare: 100 });
  assert.ok(timeMs(() => rest(USUAL, 0)) < 5);
  const first = timeMs(() => rest(LATE, 0)), second = timeMs(() => rest(LATE, 0));
  assert.ok(first >= 15 && second >= 1.5 * first, `${first} ms, then ${second}`);
  assert.equal(control[CONTROL.resting], 0);
});

Deno.test("after many steps on time, a rest is short again", () => {
  const rest = createRest(createControl(), { workers: 2, fairShare: 100 });
  rest(USUAL, 0);
  const [, long] = [1, 2].map(() => timeMs(() => rest(LATE, 0)));
  for (let step = 0; step < 40; step++) rest(USUAL, 0);
  assert.ok(timeMs(() => rest(LATE, 0)) < long);
});

Deno.test("the last Worker that is awake does not rest, nor does one that works alone", () => {
  const control = createControl();
  const alone = createRest(control, { workers: 1, fairShare: 100 });
  const last = createRest(control, { workers: 2, fairShare: 100 });
  alone(USUAL, 0);
  last(USUAL, 0);
  assert.ok(timeMs(() => alone(LATE, 0)) < 5);
  control[CONTROL.resting] = 1;
  assert.ok(timeMs(() => last(LATE, 0)) < 5);
});

Deno.test("nobody rests once the part of the epoch has ended", () => {
  const control = createControl();
  const rest = createRest(control, { workers: 2, fairShare: 100 });
  rest(USUAL, 0);
  control[CONTROL.ends] = 1;
  assert.ok(timeMs(() => rest(LATE, 0)) < 5);
});

Deno.test("a step with little of the work does not count as usual", () => {
  const rest = createRest(createControl(), { workers: 2, fairShare: 100 });
  rest(USUAL, 0);
  rest({ pieces: 3, ms: 0.001 }, 0);
  assert.ok(timeMs(() => rest({ pieces: 100, ms: 2.1 }, 0)) < 5);
});
