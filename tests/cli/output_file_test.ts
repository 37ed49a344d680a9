import assert from "node:assert/strict";
import { join } from "@std/path";
import { prepareOutput } from "../../lib/cli/output_file.ts";

Deno.test("prepareOutput() makes the file's folder and leaves nothing in it", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await prepareOutput(join(dir, "a", "b", "x.csv"), "--csv");
    assert.deepEqual([...Deno.readDirSync(join(dir, "a", "b"))], []);
    await Deno.writeTextFile(join(dir, "old.csv"), "kept");
    await prepareOutput(join(dir, "old.csv"), "--csv");
    assert.equal(await Deno.readTextFile(join(dir, "old.csv")), "kept");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("prepareOutput() says in one line where nothing can be written", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(dir, "file"), "");
    const cases: [string, RegExp][] = [
      ["", /^--csv: expected a file, got nothing$/],
      [dir, /^--csv \S+: expected a file that can be written, got a folder$/],
      ["/dev/null", /^--csv \/dev\/null: expected a file that can be written, got a device$/],
      [join(dir, "file", "x.csv"), /^--csv \S+: expected a file that can be written: [^':]+$/],
      ["/proc/none/x.csv", /^--csv \S+: expected a file that can be written: [^':]+$/],
    ];
    for (const [path, message] of cases) {
      await assert.rejects(prepareOutput(path, "--csv"), { name: "InputError", message });
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
