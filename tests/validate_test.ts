import assert from "node:assert/strict";
import * as v from "valibot";
import { validate } from "../lib/validate.ts";

const SCHEMA = v.strictObject({
  name: v.string(),
  settings: v.optional(v.record(v.string(), v.unknown())),
  runs: v.optional(v.array(v.object({ seed: v.optional(v.number()) }))),
  fold: v.optional(v.nullable(v.strictObject({ index: v.optional(v.number()) }))),
});

Deno.test("validate() hands back what is right, lists inside unknown values included", () => {
  const whole = {
    name: "a",
    settings: { sizes: [1, 2] },
    runs: [{}],
    fold: null,
  };
  assert.deepEqual(validate(SCHEMA, whole), whole);
});

Deno.test("validate() says path, wanted and came, of a list in the place of an object as well", () => {
  const cases: [unknown, string][] = [
    [[], "plan: expected an object, got a list"],
    [{ name: "a", settings: [1] }, "plan: settings: expected an object, got a list"],
    [{ name: "a", runs: [{}, []] }, "plan: runs[1]: expected an object, got a list"],
    [{ name: "a", fold: [] }, "plan: fold: expected an object, got a list"],
    [{ name: "a", runs: [{ seed: "1" }] }, 'plan: runs[0].seed: expected a number, got "1"'],
    [{}, "plan: name: expected a text, got nothing"],
    [{ name: "a", names: 1 }, 'plan: expected name, settings, runs, fold, got "names"'],
    ["x".repeat(100), `plan: expected an object, got "${"x".repeat(59)}…`],
  ];
  for (const [value, message] of cases) {
    assert.throws(() => validate(SCHEMA, value, "plan"), { name: "Error", message });
  }
});

Deno.test("validate() does not walk through arrays of numbers", () => {
  const holder = v.object({ pixels: v.instance(Uint8Array), more: v.looseObject({}) });
  const pixels = new Uint8Array(48_000_000), startMs = performance.now();
  validate(holder, { pixels, more: { pixels } });
  assert.ok(performance.now() - startMs < 100);
});
