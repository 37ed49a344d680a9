/**
 * The control block that main thread and Workers share, and the barrier at which Workers meet.
 *
 * @module
 */

/** Integers of the control block. */
export const CONTROL = {
  arrived: 0,
  generation: 1,
  /** 1 once a Worker has died: whoever waits for it gives up. */
  aborted: 2,
  /** 1 when the main thread asks for a stop. */
  stopRequested: 3,
  /** Step after which all stop, set by Worker 0 so that all agree. */
  stopAfter: 4,
  /** Steps done in this run. */
  stepsDone: 5,
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

/** Turns of the waiting loop before a Worker sleeps: some fifty microseconds; waking up costs as much. */
const SPINS = 20_000;

/**
 * Makes the function with which `parties` Workers wait for each other.
 *
 * @param beat Called now and then while it waits.
 */
export function createBarrier(
  control: Int32Array,
  parties: number,
  beat: () => void = () => {},
): () => void {
  if (parties === 1) return () => {};
  return () => {
    const generation = Atomics.load(control, CONTROL.generation);
    if (Atomics.add(control, CONTROL.arrived, 1) === parties - 1) {
      Atomics.store(control, CONTROL.arrived, 0);
      Atomics.add(control, CONTROL.generation, 1);
      Atomics.notify(control, CONTROL.generation);
      return;
    }
    for (let turn = 0; turn < SPINS; turn++) {
      if (Atomics.load(control, CONTROL.generation) !== generation) return;
    }
    while (Atomics.load(control, CONTROL.generation) === generation) {
      if (Atomics.load(control, CONTROL.aborted)) throw new Error("another Worker died");
      beat();
      Atomics.wait(control, CONTROL.generation, generation, 200);
    }
  };
}
