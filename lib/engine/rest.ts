/**
 * Rest for a Worker whose core is kept busy by other programs. It is put aside for milliseconds with a piece
 * of work in its hands, and all others wait for that piece: they are faster without it.
 *
 * @module
 */
import { CONTROL } from "./barrier.ts";

/** What a Worker did of a step. */
export interface StepShare {
  /** Pieces of work. */
  pieces: number;
  /** Milliseconds that they took, waiting for others left out. */
  ms: number;
}

/** The first rest, and the longest; each is twice the one before if it brought no help. */
const SHORTEST_MS = 20, LONGEST_MS = 640;

/** A Worker that is late again within so many steps has come back too early. */
const TRIAL_STEPS = 32;

/** Growth a step of the time that a piece is thought to take, so that an old record is forgotten. */
const FORGETTING = 1.001;

/** Later than this, and than the work takes again, is put aside and not merely slow. */
const LATE_MS = 1;

/**
 * Makes the function with which a Worker ends its step: it sleeps there if it was put aside, but never the
 * last one that is awake.
 *
 * @param fairShare Pieces of a step, divided by the Workers.
 */
export function createRest(
  control: Int32Array,
  { workers, fairShare }: { workers: number; fairShare: number },
): (share: StepShare, endsBefore: number) => void {
  let usualMs = Infinity, restMs = SHORTEST_MS, stepsAwake = 0;
  return ({ pieces, ms }, endsBefore) => {
    stepsAwake++;
    if (pieces >= fairShare / 2) usualMs = Math.min(usualMs * FORGETTING, ms / pieces);
    if (pieces === 0 || ms < 2 * pieces * usualMs + LATE_MS) return;
    restMs = stepsAwake > TRIAL_STEPS ? SHORTEST_MS : Math.min(LONGEST_MS, 2 * restMs);
    if (Atomics.add(control, CONTROL.resting, 1) < workers - 1) {
      Atomics.wait(control, CONTROL.ends, endsBefore, restMs);
    }
    Atomics.sub(control, CONTROL.resting, 1);
    stepsAwake = 0;
  };
}
