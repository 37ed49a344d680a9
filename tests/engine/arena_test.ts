import assert from "node:assert/strict";
import { checkBatchBytes } from "../../lib/engine/arena.ts";

Deno.test("checkBatchBytes() refuses what lies beyond signed addresses", () => {
  checkBatchBytes(1000, 2 ** 31);
  assert.throws(() => checkBatchBytes(1000, 2 ** 31 + 1), {
    name: "InputError",
    message: "a batch of 1000 digits: expected 2 GB at most, got 2.0 GB",
  });
});
