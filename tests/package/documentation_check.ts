/**
 * What documentation generators complain about, and the package registries with them.
 *
 * @module
 */
import assert from "node:assert/strict";
import { dirname, fromFileUrl, join } from "@std/path";

const PROJECT_DIR = dirname(dirname(dirname(fromFileUrl(import.meta.url))));

/** The one type of another package that a signature shows by an alias of ours. */
const FOREIGN = /^\s*\d+ \| export declare class LayersModel extends Container/m;

async function run(...args: string[]): Promise<{ success: boolean; output: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args,
    cwd: PROJECT_DIR,
    env: { NO_COLOR: "1" },
  });
  const { success, stdout, stderr } = await command.output();
  const output = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  return { success, output };
}

Deno.test("deno doc --lint finds every public symbol documented and every type exported", async () => {
  const config = await Deno.readTextFile(join(PROJECT_DIR, "deno.json"));
  const exports = config.slice(config.indexOf(`"exports"`), config.indexOf(`"publish"`));
  const entries = [...exports.matchAll(/"(\.\/lib\/[^"]+)"/g)].map(([, path]) => path);
  assert.ok(entries.length >= 15);
  const { output } = await run("doc", "--lint", ...entries);
  const errors = output.split(/^(?=error\[)/m).filter((text) => text.startsWith("error["));
  assert.deepEqual(errors.filter((text) => !FOREIGN.test(text)), []);
});

Deno.test("deno publish finds no slow types, and would publish no tests or notebooks", async () => {
  const { success, output } = await run("publish", "--dry-run", "--allow-dirty");
  assert.ok(success, output);
  assert.doesNotMatch(output, /slow-type|warning\[/);
  assert.match(output, /\/lib\/reader\/reader\.ts/);
  assert.doesNotMatch(output, /\/(tests|notebooks|\.ci|lib\/(cli|demo|jupyter|bench))\//);
});
