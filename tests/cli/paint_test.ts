import assert from "node:assert/strict";
import { choosePaint, paintAnsi, paintPlain } from "../../lib/cli/paint.ts";
import { spawnDeno } from "./spawn.ts";

Deno.test("paintAnsi() switches a style on and off, paintPlain() does nothing", () => {
  assert.equal(paintAnsi("bold", "99%"), "\x1b[1m99%\x1b[22m");
  assert.equal(paintAnsi("red", "3"), "\x1b[31m3\x1b[39m");
  assert.equal(paintPlain("red", "3"), "3");
});

Deno.test("choosePaint() leaves pipes and files plain", () => {
  assert.equal(choosePaint({ isTerminal: () => false }), paintPlain);
});

Deno.test("choosePaint() paints a terminal unless NO_COLOR is set", async () => {
  const url = import.meta.resolve("../../lib/cli/paint.ts");
  const code = `import { choosePaint } from "${url}";
    console.log(JSON.stringify(choosePaint({ isTerminal: () => true })("dim", "x")));`;
  const run = (variable: string, value: string) =>
    spawnDeno(["eval", "--quiet", code], { [variable]: value });
  const [coloured, plain] = await Promise.all([run("UNRELATED", "1"), run("NO_COLOR", "1")]);
  assert.equal(JSON.parse(coloured.stdout), "\x1b[2mx\x1b[22m");
  assert.equal(JSON.parse(plain.stdout), "x");
});
