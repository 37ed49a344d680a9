import assert from "node:assert/strict";
import { checkBatchBytes, createMemory } from "../../lib/engine/arena.ts";

Deno.test("createMemory() says in one line how much memory the machine would not give", () => {
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class {
    constructor() {
      throw new RangeError("could not allocate memory");
    }
  } as unknown as typeof Memory;
  try {
    assert.throws(() => createMemory(100 * 2 ** 20, true), {
      name: "InputError",
      message: "expected 100 MB of free memory, got none: could not allocate memory",
    });
  } finally {
    WebAssembly.Memory = Memory;
  }
});

Deno.test("checkBatchBytes() refuses what lies beyond signed addresses", () => {
  checkBatchBytes(1000, 2 ** 31);
  assert.throws(() => checkBatchBytes(1000, 2 ** 31 + 1), {
    name: "InputError",
    message: "a batch of 1000 digits: expected 2 GB at most, got 2.0 GB",
  });
});
