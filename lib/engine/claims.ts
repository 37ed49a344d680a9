/**
 * Work that several Workers share: each piece is done once a round, by whoever comes first.
 *
 * @module
 */

/**
 * Makes the function with which a Worker takes part in a round over pieces of work. It may come late, or
 * stay away: a round is over for all once its pieces are done.
 *
 * A Worker begins with its own share, whose data its core's cache holds, and then helps the others from
 * the end of theirs.
 *
 * @param claims One integer a piece, shared by all Workers: how many rounds it has been taken in.
 * @returns Takes the number of the round, from 0, and the work; gives how many pieces this Worker did.
 */
export function createClaims(
  claims: Int32Array,
  { workerIndex, workers }: { workerIndex: number; workers: number },
): (round: number, work: (piece: number) => void) => number {
  const count = claims.length;
  const bound = (index: number) => Math.floor(count * index / workers);
  const first = bound(workerIndex), end = bound(workerIndex + 1);
  const own = Array.from({ length: end - first }, (_, i) => first + i);
  const others = Array.from(
    { length: count - own.length },
    (_, i) => (first - 1 - i + count) % count,
  );
  const pieces = Int32Array.from([...own, ...others]);
  return (round, work) => {
    const before = round | 0, after = round + 1 | 0;
    let done = 0;
    for (const piece of pieces) {
      if (
        claims[piece] === before &&
        Atomics.compareExchange(claims, piece, before, after) === before
      ) {
        work(piece);
        done++;
      }
    }
    return done;
  };
}
