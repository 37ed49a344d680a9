import assert from "node:assert/strict";
import { assembleLoop, measurePeak } from "../../lib/bench/peak.ts";

Deno.test("assembleLoop() makes a module that adds up all its multiply-adds", () => {
  const bytes = assembleLoop();
  assert.ok(WebAssembly.validate(bytes));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  // Three turns of twelve registers.
  assert.equal((exports.run as (turns: number, factor: number) => number)(3, 2), 3 * 12 * 4);
});

Deno.test("measurePeak() measures something, and nothing where relaxed SIMD is missing", async () => {
  assert.ok(await measurePeak() as number > 0);
  const { validate } = WebAssembly;
  WebAssembly.validate = () => false;
  try {
    assert.equal(await measurePeak(), undefined);
  } finally {
    WebAssembly.validate = validate;
  }
});
