import assert from "node:assert/strict";
import { join, toFileUrl } from "@std/path";
import { createTemplate } from "../../lib/jupyter/new_notebook.ts";
import { codeCells, readNotebook, writeNotebook } from "../../lib/jupyter/notebook_file.ts";
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

/** A small notebook in a folder of its own. */
async function withNotebook(
  cells: string[],
  use: (path: string, dir: string) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  const path = join(dir, "own.ipynb");
  const notebook = createTemplate("own");
  const [code] = codeCells(notebook);
  notebook.cells = cells.map((source, i) => ({ ...code, id: `cell-${i}`, source }));
  try {
    await writeNotebook(path, notebook);
    await use(path, dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("notebooks refuses a file that is not there, in one line", async () => {
  const { code, errors } = await runTask("notebooks", "nowhere/own.ipynb");
  assert.equal(code, 2);
  assert.deepEqual(errors, [
    "notebooks: nowhere/own.ipynb: expected a notebook, found no such file",
  ]);
});

Deno.test("notebooks --param gives a cell another value; the notebook itself stays as it is", async () => {
  const cells = ["const count = 1; // try 2", "console.log(count + 1);"];
  await withNotebook(cells, async (path, dir) => {
    const before = await Deno.readTextFile(path), out = join(dir, "out.ipynb");
    const refused = await runTask("notebooks", path, "--param", "count=41");
    assert.deepEqual([refused.code, refused.errors], [
      2,
      ["notebooks: --param: expected --check or --out with it, got neither"],
    ]);
    await runTask("notebooks", path, "--param", "count=41", "--out", out);
    const [, { outputs }] = codeCells(await readNotebook(out));
    assert.deepEqual(outputs, [{ output_type: "stream", name: "stdout", text: ["42\n"] }]);
    assert.equal(await Deno.readTextFile(path), before);
  });
});

Deno.test("notebooks --out saves the error of a cell that fails, names the cell and exits 1", async () => {
  const cells = ["console.log(1);", `throw new RangeError("too far");`, "console.log(3);"];
  await withNotebook(cells, async (path, dir) => {
    const out = join(dir, "out.ipynb");
    const { code, errors } = await runTask("notebooks", path, "--out", out);
    assert.equal(code, 1);
    assert.match(errors[0], /^own\.ipynb, cell 2: .*RangeError.*too far/);
    const [first, failed, last] = codeCells(await readNotebook(out)).map(({ outputs }) => outputs);
    assert.equal(first[0].output_type, "stream");
    const [error] = failed as { output_type: string; ename: string; evalue: string }[];
    const { output_type, ename, evalue } = error;
    assert.deepEqual([output_type, ename, evalue], ["error", "RangeError", "too far"]);
    assert.deepEqual(last, []);
  });
});

Deno.test("notebooks names a misspelt option before anything runs", async () => {
  const cells = [
    `import { table } from "${toFileUrl(PROJECT_DIR)}/lib/notebook/table.ts";`,
    `table([{ a: 1 }], { titel: "b" });`,
  ];
  await withNotebook(cells, async (path) => {
    const { code, lines, errors } = await runTask("notebooks", path, "--check");
    assert.equal(code, 1);
    assert.deepEqual(lines, ["own.ipynb"]);
    assert.match(errors.join("\n"), /'titel' does not exist[^]*own\.ipynb, cell 2, line 1/);
  });
});

Deno.test("notebooks --timeout ends a cell that takes too long", async () => {
  await withNotebook(["await new Promise((r) => setTimeout(r, 60_000));"], async (path) => {
    const { code, errors } = await runTask("notebooks", path, "--check", "--timeout", "3");
    assert.equal(code, 1);
    assert.match(errors[0], /^own\.ipynb, cell 1: /);
  });
});

Deno.test("notebooks --new refuses a name that is taken, or is a path", async () => {
  for (const [name, wanted] of [["01_exploration", /exists already/], ["a/b", /expected a name/]]) {
    const { code, errors } = await runTask("notebooks", "--new", name as string);
    assert.equal(code, 2);
    assert.match(errors.join("\n"), wanted as RegExp);
  }
});
