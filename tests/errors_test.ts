import assert from "node:assert/strict";
import { join } from "@std/path";
import { InputError, isRefusal } from "../lib/errors.ts";

Deno.test("InputError is one line and not a long one, whatever came", () => {
  assert.equal(new InputError("a.csv: got x").message, "a.csv: got x");
  assert.equal(new InputError("a\nb: got\r\n").message, "a\\nb: got\\r\\n");
  const { message } = new InputError(`a.csv: got ${"x".repeat(1e6)}, the last`);
  assert.ok(message.length < 2000, `${message.length}`);
  assert.match(message, /^a\.csv: got x+ … x+, the last$/);
});

const catchError = (work: Promise<unknown>) => work.then(() => undefined, (error) => error);

Deno.test("isRefusal() knows what the operating system says no with, and no defect of ours", async () => {
  const dir = await Deno.makeTempDir(), loop = join(dir, "loop"), file = join(dir, "file");
  try {
    await Deno.symlink(loop, loop);
    await Deno.writeTextFile(file, "");
    const refused = [
      () => Deno.stat(loop),
      () => Deno.stat(join(dir, "x".repeat(300))),
      () => Deno.stat(""),
      () => Deno.stat("a\0b"),
      () => Deno.readFile(join(file, "below")),
      () => Deno.readFile(dir),
      () => Deno.remove(dir),
      () => Deno.mkdir(dir),
    ];
    for (const [index, work] of refused.entries()) {
      assert.ok(isRefusal(await catchError(work())), `${index}`);
    }
    const full = Object.assign(new Error("No space left on device"), { code: "ENOSPC" });
    assert.ok(isRefusal(full));
    for (
      const error of [new Error("ENOSPC"), new TypeError("x is not a function"), "ENOSPC", null]
    ) {
      assert.ok(!isRefusal(error), `${error}`);
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
