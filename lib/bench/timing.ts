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
  options: { runs: number; warmUps?: number },
): Promise<Timing> {
  const [timing] = await timeInTurns([work], options);
  return timing;
}

/**
 * Times several works turn about, so that what else the machine does meanwhile strikes all of them: for
 * works that are to be compared.
 */
export async function timeInTurns(
  works: (() => void | Promise<void>)[],
  { runs, warmUps = 2 }: { runs: number; warmUps?: number },
): Promise<Timing[]> {
  const times: number[][] = works.map(() => []);
  for (let run = -warmUps; run < runs; run++) {
    for (const [index, work] of works.entries()) {
      const startMs = performance.now();
      await work();
      if (run >= 0) times[index].push(performance.now() - startMs);
    }
  }
  return times.map(summarizeTimes);
}

/** The fastest and the middle one. */
export function summarizeTimes(times: number[]): Timing {
  const sorted = times.toSorted((a, b) => a - b);
  return { minMs: sorted[0], medianMs: sorted[sorted.length >> 1], runs: sorted.length };
}
