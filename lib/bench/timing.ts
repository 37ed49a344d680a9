/**
 * How everything is timed: warm up, then several runs, and the fastest and the middle one are told.
 *
 * @module
 */

/** Times of several runs of the same work. */
export interface Timing {
  minMs: number;
  medianMs: number;
  runs: number;
}

/** Times `work`, after `warmUps` untimed runs. */
export async function time(
  work: () => void | Promise<void>,
  { runs, warmUps = 2 }: { runs: number; warmUps?: number },
): Promise<Timing> {
  const times: number[] = [];
  for (let run = -warmUps; run < runs; run++) {
    const startMs = performance.now();
    await work();
    if (run >= 0) times.push(performance.now() - startMs);
  }
  times.sort((a, b) => a - b);
  return { minMs: times[0], medianMs: times[runs >> 1], runs };
}
