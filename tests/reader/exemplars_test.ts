import assert from "node:assert/strict";
import type { Network } from "../../lib/model/network.ts";
import {
  decodeExemplars,
  encodeExemplars,
  type Exemplars,
  findLikeness,
} from "../../lib/reader/exemplars.ts";

const POOL = { poolHeight: 1, poolWidth: 1, outputs: 1 };
const NETWORK = {
  stages: [{ outHeight: 2, outWidth: 1, ...POOL }, { outHeight: 1, outWidth: 1, ...POOL }],
} as unknown as Network;

const EXEMPLARS: Exemplars = {
  ...{ stage: 0, size: 2 },
  digits: { values: Int8Array.of(127, 0), within: 0.1 },
  others: { values: Int8Array.of(0, 127, -127, 0), within: 0.3 },
};

Deno.test("findLikeness() tells the nearer kind, and neither where both are far", () => {
  const like = (x: number, y: number) => findLikeness(Float32Array.of(x, y), EXEMPLARS);
  assert.deepEqual([like(3, 0), like(3, 1), like(0, 1), like(-1, 0.1)], [
    "digit",
    "digit",
    "other",
    "other",
  ]);
  assert.equal(like(1, 0.7), undefined);
  assert.equal(like(1, 1), "other", "0.29 from the one that is none");
});

Deno.test("decodeExemplars() gives back what encodeExemplars() was given", () => {
  const json = JSON.parse(JSON.stringify(encodeExemplars(EXEMPLARS)));
  assert.deepEqual(decodeExemplars(json, NETWORK), EXEMPLARS);
  const empty = { ...EXEMPLARS, others: { values: new Int8Array(), within: 0 } };
  assert.deepEqual(decodeExemplars(encodeExemplars(empty), NETWORK), empty);
});

const GOOD = encodeExemplars(EXEMPLARS);
const BAD: Record<string, unknown> = {
  "nothing": undefined,
  "another stage": { ...GOOD, stage: 1 },
  "another size": { ...GOOD, size: 3 },
  "no others": { ...GOOD, others: undefined },
  "half a direction": { ...GOOD, digits: { ...GOOD.digits, values: btoa("abc") } },
  "no base64": { ...GOOD, digits: { ...GOOD.digits, values: "%" } },
  "no distance": { ...GOOD, digits: { ...GOOD.digits, within: null } },
};
for (const [what, json] of Object.entries(BAD)) {
  Deno.test(`decodeExemplars() says what it expected instead of ${what}`, () => {
    assert.match(decodeExemplars(json, NETWORK) as string, /^exemplars: /);
  });
}
