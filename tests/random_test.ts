import assert from "node:assert/strict";
import { createPermutation, createRandom, hash32, mixSeeds } from "../lib/random.ts";

/** Chi-squared of counts against equal shares. */
function chiSquared(counts: number[]): number {
  const expected = counts.reduce((sum, count) => sum + count) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

Deno.test("hash32() is murmur3's finaliser", () => {
  // From the reference code, MurmurHash3.cpp, fmix32.
  const known = [[0, 0], [1, 0x514e28b7], [2, 0x30f4c306], [0xffffffff, 0x81f16f39]];
  for (const [value, hash] of known) assert.equal(hash32(value), hash);
});

Deno.test("mixSeeds() depends on every part and on their order", () => {
  const seeds = [[], [0], [0, 0], [1], [1, 2], [2, 1], [1, 2, 0], [-1]].map((parts) =>
    mixSeeds(...parts)
  );
  assert.equal(new Set(seeds).size, seeds.length);
  assert.equal(mixSeeds(1, 2), mixSeeds(1, 2));
});

Deno.test("mixSeeds() has no collision among 100 seeds and 100 epochs", () => {
  const mixed = new Set<number>();
  for (let seed = 0; seed < 100; seed++) {
    for (let epoch = 0; epoch < 100; epoch++) mixed.add(mixSeeds(seed, epoch));
  }
  assert.equal(mixed.size, 10_000);
});

Deno.test("createRandom() repeats a seed's stream and gives other seeds other streams", () => {
  const draw = (seed: number) => Array.from({ length: 20 }, createRandom(seed).next);
  assert.deepEqual(draw(1), draw(1));
  const first = [0, 1, 2, -1, 2 ** 31].map((seed) => draw(seed)[0]);
  assert.equal(new Set(first).size, first.length);
});

Deno.test("createRandom().next() is uniform in [0, 1) (chi-squared, 99 degrees, p > 1e-4)", () => {
  const { next } = createRandom(5);
  const counts = Array(100).fill(0);
  for (let i = 0; i < 100_000; i++) counts[Math.floor(next() * 100)]++;
  assert.equal(counts.length, 100);
  assert.ok(chiSquared(counts) < 160, `chi-squared ${chiSquared(counts)}`);
});

Deno.test("createRandom().nextInt() reaches every integer below its bound evenly", () => {
  const { nextInt } = createRandom(6);
  const counts = Array(7).fill(0);
  for (let i = 0; i < 70_000; i++) counts[nextInt(7)]++;
  assert.equal(counts.length, 7);
  assert.ok(chiSquared(counts) < 30, `chi-squared ${chiSquared(counts)}`);
});

Deno.test("createRandom().nextNormal() has mean 0, variance 1 and kurtosis 3 (to 4 sigma)", () => {
  const { nextNormal } = createRandom(7);
  const n = 100_000;
  const values = Array.from({ length: n }, nextNormal);
  const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / n;
  assert.ok(Math.abs(moment(1)) < 4 * Math.sqrt(1 / n), `mean ${moment(1)}`);
  assert.ok(Math.abs(moment(2) - 1) < 4 * Math.sqrt(2 / n), `variance ${moment(2)}`);
  assert.ok(Math.abs(moment(4) - 3) < 4 * Math.sqrt(96 / n), `kurtosis ${moment(4)}`);
});

Deno.test("createPermutation() holds every index once, and repeats itself for a seed", () => {
  for (const count of [0, 1, 2, 1000]) {
    const order = createPermutation(count, 3);
    assert.deepEqual([...order.toSorted()], Array.from({ length: count }, (_, i) => i));
    assert.deepEqual(createPermutation(count, 3), order);
  }
  assert.notDeepEqual(createPermutation(1000, 3), createPermutation(1000, 4));
});

Deno.test("createPermutation() draws all orders of four evenly (chi-squared, 23 degrees)", () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 24_000; seed++) {
    const order = createPermutation(4, seed).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 24);
  assert.ok(
    chiSquared([...counts.values()]) < 57,
    `chi-squared ${chiSquared([...counts.values()])}`,
  );
});
