import assert from "node:assert/strict";
import { join } from "@std/path";
import { InterruptedError } from "../../lib/errors.ts";
import { codeCells } from "../../lib/jupyter/notebook_file.ts";
import { CellError, type CellProgress, runNotebook } from "../../lib/jupyter/run_notebook.ts";
import { NOTEBOOKS_DIR } from "../../lib/paths.ts";
import { createNotebook } from "./helpers.ts";

const PATH = join(NOTEBOOKS_DIR, "test.ipynb");

Deno.test("runNotebook() fills in outputs and counts and reports each cell", async () => {
  const notebook = createNotebook(`console.log("a");`, "1 + 1", "const silent = 0;");
  const progress: CellProgress[] = [];
  await runNotebook(notebook, PATH, { onCell: (cell) => progress.push(cell) });
  const [first, second, third] = codeCells(notebook);
  assert.deepEqual(first.outputs, [{ output_type: "stream", name: "stdout", text: ["a\n"] }]);
  assert.equal(second.outputs[0].output_type, "execute_result");
  assert.deepEqual(third.outputs, []);
  assert.deepEqual([first, second, third].map((cell) => cell.execution_count), [1, 2, 3]);
  assert.deepEqual(progress.map(({ cell, cellCount }) => [cell, cellCount]), [[1, 3], [2, 3], [
    3,
    3,
  ]]);
  assert.ok(progress.every(({ seconds }) => seconds > 0 && seconds < 30));
});

Deno.test("runNotebook() stops at the first cell that fails, with its number and error", async () => {
  const notebook = createNotebook(
    "1;",
    `throw new TypeError("not a digit");`,
    `console.log("late");`,
  );
  const [, , unreached] = codeCells(notebook);
  unreached.outputs = [{ output_type: "stream", name: "stdout", text: ["of an earlier run\n"] }];
  unreached.execution_count = 3;
  await assert.rejects(
    runNotebook(notebook, PATH),
    (error) =>
      error instanceof CellError && error.cell === 2 &&
      /TypeError: not a digit/.test(error.message),
  );
  assert.deepEqual([unreached.outputs, unreached.execution_count], [[], null]);
});

Deno.test("runNotebook() says what was thrown that is no error", async () => {
  await assert.rejects(
    runNotebook(createNotebook(`throw "not a digit";`), PATH),
    (error) => error instanceof CellError && error.message === "Error: not a digit",
  );
});

Deno.test("runNotebook() gives the cell that ended the kernel, or took too long", async () => {
  const isCell = (cell: number, message: RegExp) => (error: unknown) =>
    error instanceof CellError && error.cell === cell && message.test(error.message);
  await assert.rejects(
    runNotebook(createNotebook("1;", "Deno.exit(1);"), PATH),
    isCell(2, /the kernel ended \(exit code 1\)/),
  );
  await assert.rejects(
    runNotebook(createNotebook("await new Promise(() => {});"), PATH, { timeoutMs: 1000 }),
    isCell(1, /no answer within 1\.0 s/),
  );
});

Deno.test("runNotebook() ends when its signal is aborted", async () => {
  const controller = new AbortController();
  const notebook = createNotebook("1;", "await new Promise(() => {});");
  const onCell = () => controller.abort();
  const run = runNotebook(notebook, PATH, { onCell, signal: controller.signal });
  await assert.rejects(run, InterruptedError);
});

Deno.test("runNotebook() runs no cell when its signal was aborted before", async () => {
  const notebook = createNotebook("1;");
  const run = runNotebook(notebook, PATH, { signal: AbortSignal.abort() });
  await assert.rejects(run, InterruptedError);
  assert.equal(codeCells(notebook)[0].execution_count, null);
});
