import assert from "node:assert/strict";
import { PROJECT_DIR } from "../../lib/paths.ts";
import { commandOf } from "../project_config.ts";

/** Runs a command as its task does; gives back how it ended and what it printed. */
async function runTask(name: "notebooks" | "lab", ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...commandOf(name), ...args],
    cwd: PROJECT_DIR,
    env: { NO_COLOR: "1" },
  }).output();
  const read = (bytes: Uint8Array) =>
    new TextDecoder().decode(bytes).split("\n").filter((line) => line !== "" && !isWarning(line));
  return { code, lines: read(stdout), errors: read(stderr) };
}

/** What Deno itself says of permission sets. */
const isWarning = (line: string) => line.startsWith("Warning Permissions in the config file");

Deno.test("notebooks --help and lab --help describe themselves and exit 0", async () => {
  const notebooks = await runTask("notebooks", "--help");
  assert.equal(notebooks.code, 0);
  assert.match(
    notebooks.lines.join("\n"),
    /deno task notebooks[^]*--check[^]*--stale[^]*--timeout/,
  );
  const lab = await runTask("lab", "--help");
  assert.equal(lab.code, 0);
  assert.match(lab.lines.join("\n"), /deno task lab[^]*--port[^]*--no-browser/);
});

Deno.test("notebooks names those there are when asked for another, and exits 2", async () => {
  const { code, errors } = await runTask("notebooks", "99_nothing");
  assert.equal(code, 2);
  assert.equal(errors.length, 1);
  assert.match(errors[0], /^notebooks: 99_nothing: expected one of the notebooks 01_exploration/);
});

for (
  const [name, ...args] of [
    ["notebooks", "--timeout", "0"],
    ["notebooks", "--chek"],
    ["lab", "--port", "70000"],
    ["lab", "extra"],
  ] as const
) {
  Deno.test(`${name} ${args.join(" ")} is wrong use: one line, exit 2`, async () => {
    const { code, lines, errors } = await runTask(name, ...args);
    assert.deepEqual([code, lines, errors.length], [2, [], 1]);
    assert.ok(errors[0].startsWith(`${name}: `));
  });
}
