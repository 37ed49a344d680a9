/**
 * The control block that main thread and Workers share, and the barrier at which Workers wait for work to
 * be done: for the work, not for each other. Who holds none keeps nobody waiting.
 *
 * @module
 */

/** Integers of the control block. */
export const CONTROL = {
  /** Pieces of work done since the engine was made, modulo 2³². */
  finished: 0,
  /** Workers that rest; see rest.ts. */
  resting: 1,
  /** 1 once a Worker has died: whoever waits for it gives up. */
  aborted: 2,
  /** 1 when the main thread asks for a stop. */
  stopRequested: 3,
  /** Step after which all stop, set within that step's work so that all agree. */
  stopAfter: 4,
  /** Steps done in this run. */
  stepsDone: 5,
  /** Parts of epochs that a Worker came to the end of; wakes those who rest. */
  ends: 6,
} as const;

/** Integers reserved for the control block: one cache line. */
export const CONTROL_INTS = 16;

/** Integers between two Workers' heartbeats: a cache line each. */
export const HEARTBEAT_INTS = 16;

/** Makes the function with which a Worker shows that it lives; `counter` has one integer. */
export function createHeartbeat(counter: Int32Array): () => void {
  return () => {
    Atomics.add(counter, 0, 1);
  };
}

/** Counts a piece of work as done; the last of the `due` wakes whoever waits for them. */
export function countFinished(control: Int32Array, due: number): void {
  const finished = Atomics.add(control, CONTROL.finished, 1) + 1 | 0;
  if (finished === due) Atomics.notify(control, CONTROL.finished);
}

/** Turns of the waiting loop before a Worker sleeps: some fifty microseconds; waking up costs as much. */
const SPINS = 20_000;

/**
 * Makes the function with which a Worker waits until `due` pieces of work are done, modulo 2³².
 *
 * @param beat Called now and then while it waits.
 */
export function createBarrier(control: Int32Array, beat: () => void): (due: number) => void {
  const isMissing = (finished: number, due: number) => (finished - due | 0) < 0;
  return (due) => {
    for (let turn = 0; turn < SPINS; turn++) {
      if (!isMissing(Atomics.load(control, CONTROL.finished), due)) return;
    }
    for (;;) {
      const finished = Atomics.load(control, CONTROL.finished);
      if (!isMissing(finished, due)) return;
      if (Atomics.load(control, CONTROL.aborted)) throw new Error("another Worker died");
      beat();
      Atomics.wait(control, CONTROL.finished, finished, 200);
    }
  };
}
