/**
 * Rest for a Worker whose core is kept busy by other programs. It is put aside for milliseconds with a piece
 * of work in its hands, and all others wait for that piece: they are faster without it.
 *
 * @module
 */
import { CONTROL } from "./barrier.ts";

/** The first rest, and the longest; each is twice the one before if it brought no help. */
const SHORTEST_MS = 40, LONGEST_MS = 640;

/** A Worker that has to rest again within so many steps has come back too early. */
const TRIAL_STEPS = 32;

/** Steps that are looked at before a rest, and share of what went before that each of them keeps. */
const LEAST_STEPS = 8, MEMORY = 0.9;

/** Time lost, as a share of the time that the work takes, beyond which a Worker holds the others up. */
const MOST_LOST = 0.4;

/** Growth a step of the time that a piece is thought to take, so that an old record is forgotten. */
const FORGETTING = 1.001;

/** Less than this is no turn of another program, and no more than the work itself takes is noise. */
const LEAST_LOST_MS = 1;

/** One Worker's account of its time. */
export interface Rest {
  /** Notes how long `pieces` of a phase of the step took it, waiting for others left out. */
  note(phase: number, pieces: number, ms: number): void;
  /**
   * Ends a step: sleeps if it is put aside time and again, but never as the last one that is awake. A hiccup now
   * and then costs less than a rest.
   *
   * @param endsBefore How many ends of an epoch's part had been counted when this one began.
   */
  endStep(endsBefore: number): void;
}

/** Opens the account. */
export function createRest(control: Int32Array, workers: number): Rest {
  const usualMs: number[] = [];
  let restMs = SHORTEST_MS, stepsAwake = 0, lostMs = 0, usefulMs = 0;
  return {
    note(phase, pieces, ms) {
      if (pieces === 0) return;
      usualMs[phase] = Math.min((usualMs[phase] ?? Infinity) * FORGETTING, ms / pieces);
      const useful = pieces * usualMs[phase], lost = ms - useful;
      usefulMs += useful;
      if (lost > Math.max(LEAST_LOST_MS, useful)) lostMs += lost;
    },
    endStep(endsBefore) {
      const isLate = ++stepsAwake >= LEAST_STEPS && lostMs > MOST_LOST * usefulMs;
      if (!isLate) {
        lostMs *= MEMORY;
        usefulMs *= MEMORY;
        return;
      }
      restMs = stepsAwake > TRIAL_STEPS ? SHORTEST_MS : Math.min(LONGEST_MS, 2 * restMs);
      if (Atomics.add(control, CONTROL.resting, 1) < workers - 1) {
        Atomics.wait(control, CONTROL.ends, endsBefore, restMs);
      }
      Atomics.sub(control, CONTROL.resting, 1);
      stepsAwake = lostMs = usefulMs = 0;
    },
  };
}
