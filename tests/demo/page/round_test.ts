import assert from "node:assert/strict";
import { describeRound, Round } from "../../../lib/demo/page/round.ts";

const pixels = new Uint8Array(784);

Deno.test("Round asks for each digit twice, in an order of its seed", () => {
  const order = (seed: number) => {
    const round = new Round(seed), wanted: number[] = [];
    while (round.wanted !== undefined) {
      wanted.push(round.wanted);
      round.take({ pixels, said: round.wanted });
    }
    assert.deepEqual([round.done, round.missed.length], [20, 0]);
    return wanted;
  };
  assert.deepEqual(order(1).sort(), [..."00112233445566778899"].map(Number));
  assert.deepEqual(order(2), order(2));
  assert.notDeepEqual(order(2), order(3));
});

Deno.test("Round tells what was missed, with what it should have been", () => {
  const round = new Round(4), first = round.wanted!;
  round.take({ pixels, said: (first + 1) % 10 });
  const second = round.wanted!;
  round.take({ pixels, said: undefined });
  round.take({ pixels, said: round.wanted });
  const labels = round.missed.map(({ label }) => label);
  assert.deepEqual(labels, [first, second]);
  assert.equal(
    describeRound(round),
    `It read 1 of your 3 digits. Missed: ${first} as ${(first + 1) % 10}, ${second} as no digit.`,
  );
});
