import assert from "node:assert/strict";
import { join } from "@std/path";
import { takeFingerprint } from "../../lib/jupyter/fingerprint.ts";
import { inspectNotebook, type Stamp, stampNotebook } from "../../lib/jupyter/inspect_notebook.ts";
import { codeCells, type Notebook } from "../../lib/jupyter/notebook_file.ts";
import { NOTEBOOKS_DIR } from "../../lib/paths.ts";
import { createNotebook } from "./helpers.ts";

const PATH = join(NOTEBOOKS_DIR, "test.ipynb");

/** A notebook as a run leaves it. */
async function createFinished(): Promise<Notebook> {
  const notebook = createNotebook("const a = 1;", "console.log(a);");
  codeCells(notebook).forEach((cell, i) => cell.execution_count = i + 1);
  stampNotebook(notebook, { ...await takeFingerprint(notebook, NOTEBOOKS_DIR), seconds: 12.34 });
  return notebook;
}

Deno.test("inspectNotebook() is content with a notebook as it ran", async () => {
  assert.deepEqual(await inspectNotebook(await createFinished(), PATH), []);
});

Deno.test("inspectNotebook() reports cells that changed, and one that never ran", async () => {
  const notebook = await createFinished();
  notebook.cells[1].source = "console.log(a + 1);";
  assert.deepEqual(await inspectNotebook(notebook, PATH), [
    "stale: its cells changed since it ran",
  ]);
  delete notebook.metadata.lenet5;
  assert.match((await inspectNotebook(notebook, PATH))[0], /never run/);
});

Deno.test("inspectNotebook() reports a change outside of the cells", async () => {
  const notebook = await createFinished();
  Object.assign(notebook.metadata.lenet5 as object, { code: "other" });
  assert.match((await inspectNotebook(notebook, PATH))[0], /module, package or model/);
});

Deno.test("inspectNotebook() reports a run of more than 90 s, and one that was not timed", async () => {
  const notebook = await createFinished();
  const stamp = notebook.metadata.lenet5 as Stamp;
  assert.equal(stamp.seconds, 12.3);
  const inspectAfter = (seconds?: number) => {
    notebook.metadata.lenet5 = { ...stamp, seconds };
    return inspectNotebook(notebook, PATH);
  };
  assert.deepEqual(await inspectAfter(90), []);
  assert.deepEqual(await inspectAfter(90.1), ["time: expected at most 90 s, got 90.1 s"]);
  assert.deepEqual(await inspectAfter(), ["time: expected at most 90 s, got none"]);
});

Deno.test("inspectNotebook() reports cells that should show something and do not", async () => {
  const notebook = await createFinished();
  notebook.cells[1].source = "await show(a);";
  assert.ok(
    (await inspectNotebook(notebook, PATH)).includes(
      "cell 2: expected a figure or table, got none",
    ),
  );
});

Deno.test("inspectNotebook() reports error outputs", async () => {
  const notebook = await createFinished();
  codeCells(notebook)[1].outputs = [
    { output_type: "error", ename: "Error", evalue: "no", traceback: [] },
  ];
  assert.deepEqual(await inspectNotebook(notebook, PATH), ["cell 2: shows an error: Error: no"]);
});

Deno.test("inspectNotebook() reports what was written to stderr, not to stdout", async () => {
  const notebook = await createFinished();
  const print = (name: string, text: string[]) => ({ output_type: "stream" as const, name, text });
  codeCells(notebook)[0].outputs = [print("stdout", ["fine\n"])];
  codeCells(notebook)[1].outputs = [print("stderr", ["\x1b[33mold\x1b[0m\n", "more\n"])];
  assert.deepEqual(await inspectNotebook(notebook, PATH), [
    "cell 2: shows what was written to stderr: old",
  ]);
});

Deno.test("inspectNotebook() reports cells that ran out of order or not at all", async () => {
  const notebook = await createFinished();
  codeCells(notebook)[0].execution_count = 7;
  codeCells(notebook)[1].execution_count = null;
  assert.deepEqual(await inspectNotebook(notebook, PATH), [
    "execution counts: expected 1 to 2 in order, got 7, none",
  ]);
});

Deno.test("inspectNotebook() reports a notebook above 500 kB", async () => {
  const notebook = await createFinished();
  const data = { "text/plain": "x".repeat(500_000) };
  codeCells(notebook)[0].outputs = [{ output_type: "display_data", data, metadata: {} }];
  assert.deepEqual(await inspectNotebook(notebook, PATH), [
    "size: expected at most 500 kB, got 501 kB",
  ]);
});

Deno.test("inspectNotebook() reports unformatted cells", async () => {
  const notebook = createNotebook("const a=1;");
  assert.equal((await inspectNotebook(notebook, PATH))[0], "its cells are not formatted");
});
