import assert from "node:assert/strict";
import { createMemory } from "../../lib/kernels/memory.ts";

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
