import assert from "node:assert/strict";
import { createClaims } from "../../lib/engine/claims.ts";

const createShared = (count: number, round = 0) => new Int32Array(count).fill(round);

function takeAll(claims: ReturnType<typeof createClaims>, round: number): number[] {
  const taken: number[] = [];
  assert.equal(claims(round, (piece) => taken.push(piece)), taken.length);
  return taken;
}

Deno.test("a Worker alone takes all pieces, its own share first", () => {
  const shared = createShared(6);
  const claims = createClaims(shared, { workerIndex: 1, workers: 3 });
  assert.deepEqual(takeAll(claims, 0), [2, 3, 1, 0, 5, 4]);
  assert.deepEqual(takeAll(claims, 1).length, 6);
});

Deno.test("each piece is taken once a round, and late comers get none of it", () => {
  const shared = createShared(5);
  const [one, other] = [0, 1].map((workerIndex) =>
    createClaims(shared, { workerIndex, workers: 2 })
  );
  const others: number[] = [];
  const mine: number[] = [];
  one(0, (piece) => {
    mine.push(piece);
    // The other one comes while this one works on its first piece.
    if (mine.length === 1) others.push(...takeAll(other, 0));
  });
  assert.deepEqual([...mine, ...others].sort(), [0, 1, 2, 3, 4]);
  assert.equal(mine.length, 1);
  takeAll(one, 1);
  takeAll(one, 2);
  assert.deepEqual(takeAll(other, 1), []);
  assert.deepEqual(takeAll(other, 2), []);
  assert.deepEqual(takeAll(other, 3).length, 5);
});

Deno.test("rounds go on beyond 2³¹", () => {
  const shared = createShared(2, 2 ** 31 - 1);
  const claims = createClaims(shared, { workerIndex: 0, workers: 1 });
  assert.equal(takeAll(claims, 2 ** 31 - 1).length, 2);
  assert.equal(takeAll(claims, 2 ** 31).length, 2);
});
