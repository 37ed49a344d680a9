/**
 * The only source of randomness: everything random in the project is a function of a seed.
 *
 * @module
 */

/** A seeded stream of uniform numbers. */
export interface Random {
  /** The next number, uniform in [0, 1), with 32 random bits. */
  next(): number;
  /** The next integer, uniform in [0, bound). */
  nextInt(bound: number): number;
  /** The next number from the standard normal distribution. */
  nextNormal(): number;
}

/** Scrambles 32 bits so that neighbouring inputs give unrelated outputs (murmur3's finaliser). */
export function hash32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Folds several integers into one 32-bit seed: independent streams from (seed, epoch, index). */
export function mixSeeds(...parts: number[]): number {
  let h = 0x9e3779b9;
  for (const part of parts) h = hash32(Math.imul(h, 31) ^ part);
  return h >>> 0;
}

/**
 * Creates the stream of a seed (sfc32, 128 bits of state; passes PractRand).
 *
 * @param seed Any integer; its low 32 bits count.
 */
export function createRandom(seed: number): Random {
  let a = hash32(seed), b = hash32(seed ^ 0x5bd1e995), c = hash32(~seed), counter = 1;
  const nextUint32 = () => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) nextUint32();
  const next = () => nextUint32() / 2 ** 32;
  return {
    next,
    nextInt: (bound) => Math.floor(next() * bound),
    nextNormal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

/** A seeded permutation of 0 … count − 1 (Fisher–Yates). */
export function createPermutation(count: number, seed: number): Uint32Array {
  const random = createRandom(seed);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.nextInt(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
