/**
 * Work that several Workers share: each piece is done once a round, by whoever comes first.
 *
 * @module
 */

/**
 * Makes the function with which a Worker takes part in rounds over `count` pieces. All Workers must call
 * it equally often, and meet at a barrier between two rounds.
 *
 * A Worker begins with its own share, whose data its core's cache holds, and then helps the others from
 * the end of theirs.
 *
 * @param claims One integer a piece, shared by all Workers: how many rounds it has been done in.
 */
export function createClaims(
  claims: Int32Array,
  { workerIndex, workers }: { workerIndex: number; workers: number },
): (work: (piece: number) => void) => void {
  const count = claims.length;
  const bound = (index: number) => Math.floor(count * index / workers);
  const first = bound(workerIndex), end = bound(workerIndex + 1);
  const own = Array.from({ length: end - first }, (_, i) => first + i);
  const others = Array.from(
    { length: count - own.length },
    (_, i) => (first - 1 - i + count) % count,
  );
  const pieces = Int32Array.from([...own, ...others]);
  let round = 0;
  return (work) => {
    for (const piece of pieces) {
      if (
        claims[piece] === round &&
        Atomics.compareExchange(claims, piece, round, round + 1) === round
      ) {
        work(piece);
      }
    }
    round++;
  };
}
