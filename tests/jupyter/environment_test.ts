import assert from "node:assert/strict";
import { join } from "@std/path";
import { InputError } from "../../lib/errors.ts";
import { ensureJupyterLab } from "../../lib/jupyter/environment.ts";

const IS_WINDOWS = Deno.build.os === "windows";

/** Calls `test` with a folder and a maker of commands that answer as if they were Python. */
async function withFakePythons(
  test: (folder: string, make: (name: string, script: string) => Promise<string>) => Promise<void>,
) {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder, async (name, script) => {
      const path = join(folder, name);
      await Deno.writeTextFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      return path;
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("ensureJupyterLab() says clearly that Python is missing", async () => {
  const venvDir = join(await Deno.makeTempDir(), "venv");
  const said: string[] = [];
  const missing = ensureJupyterLab((line) => said.push(line), { venvDir, pythons: ["no-python"] });
  await assert.rejects(
    missing,
    (error) =>
      error instanceof InputError &&
      /expected Python 3\.11 or newer.*found none/.test(error.message),
  );
  assert.deepEqual(said, []);
  await assert.rejects(Deno.stat(venvDir));
});

Deno.test({
  name: "ensureJupyterLab() refuses an old Python and one that makes no environment",
  ignore: IS_WINDOWS, // the commands are shell scripts
  fn: () =>
    withFakePythons(async (folder, make) => {
      const venvDir = join(folder, "venv");
      const old = await make("old", "echo 3.8.20");
      const bare = await make("bare", `[ "$1" = -c ] && echo 3.13.1`);
      const install = (pythons: string[]) => ensureJupyterLab(() => {}, { venvDir, pythons });
      await assert.rejects(install([old]), /found 3\.8\.20/);
      await assert.rejects(install([old, bare]), /install the package python3-venv/);
      await assert.rejects(Deno.stat(venvDir));
    }),
});

Deno.test({
  name: "ensureJupyterLab() starts over where pip failed, and is free once installed",
  ignore: IS_WINDOWS,
  fn: () =>
    withFakePythons(async (folder, make) => {
      const venvDir = join(folder, "venv");
      const venv = `mkdir -p "$3/bin" && cp "${folder}/pip" "$3/bin/python"`;
      const python = await make("python", `[ "$1" = -c ] && echo 3.13.1 || { ${venv}; }`);
      const said: string[] = [];
      const install = () =>
        ensureJupyterLab((line) => said.push(line), { venvDir, pythons: [python] });
      await make("pip", "exit 1");
      await assert.rejects(install(), /expected it to install JupyterLab/);
      await make("pip", "exit 0");
      assert.equal(await install(), join(venvDir, "bin/python"));
      assert.equal(said.length, 2);
      assert.equal(await install(), join(venvDir, "bin/python"));
      assert.equal(said.length, 2);
    }),
});
