/**
 * What makes the project's notebooks readable as reports.
 *
 * @module
 */
import assert from "node:assert/strict";
import { basename } from "@std/path";
import {
  codeCells,
  listNotebooks,
  readNotebook,
  sourceOf,
} from "../../lib/jupyter/notebook_file.ts";
import { NOTEBOOKS_DIR } from "../../lib/paths.ts";
import { findDefinition } from "./cell_rules.ts";

const FEWEST_OUTPUTS = 8;
const CODE_CELLS = { fewest: 12, most: 20 };
const LINES = { median: 7, most: 12 };

const paths = await listNotebooks(NOTEBOOKS_DIR);

Deno.test("the project has notebooks", () => assert.ok(paths.length > 0));

for (const path of paths) {
  const name = basename(path);
  const notebook = await readNotebook(path);
  const sources = codeCells(notebook).map(sourceOf);

  Deno.test(`${name} begins with question, inputs, outputs and time`, () => {
    const [first] = notebook.cells;
    assert.equal(first.cell_type, "markdown");
    for (const heading of ["Question", "In", "Out", "Time"]) {
      assert.match(sourceOf(first), new RegExp(`\\*\\*${heading}\\.\\*\\*`));
    }
  });

  Deno.test(`${name} has ${CODE_CELLS.fewest} to ${CODE_CELLS.most} short code cells`, () => {
    assert.ok(sources.length >= CODE_CELLS.fewest && sources.length <= CODE_CELLS.most);
    const lengths = sources.map((source) => source.split("\n").length).sort((a, b) => a - b);
    assert.ok(lengths.at(-1)! <= LINES.most, `a cell of ${lengths.at(-1)} lines`);
    const median = lengths[lengths.length >> 1];
    assert.ok(median <= LINES.median, `a median of ${median} lines`);
  });

  Deno.test(`${name} defines no function, class, loop or condition in a cell`, () => {
    for (const source of sources) assert.equal(findDefinition(source), undefined, source);
  });

  Deno.test(`${name} shows at least ${FEWEST_OUTPUTS} figures and tables, without errors`, () => {
    const outputs = codeCells(notebook).flatMap((cell) => cell.outputs);
    const isShown = (type: string) =>
      outputs.filter((output) => "data" in output && type in output.data).length;
    assert.ok(isShown("image/png") + isShown("text/html") >= FEWEST_OUTPUTS);
    assert.ok(outputs.every((output) => output.output_type !== "error"));
  });

  Deno.test(`${name} names no path of the machine that it ran on`, () => {
    const text = JSON.stringify(notebook.cells);
    assert.ok(!text.includes(NOTEBOOKS_DIR) && !/file:\/\/|\/(home|Users|root)\//.test(text));
  });
}
