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
const FEWEST_TRIES = 2, FEWEST_QUESTIONS = 2;
const LARGEST_BYTES = 500_000;
/** A value to change, and what it is. */
const KNOB = /^const \w+ = .+; \/\/ \S/;

/** A question whose answer is folded away. */
const FOLD = /<details><summary><b>Question\.<\/b>[^]*?<\/details>/g;

const paths = await listNotebooks(NOTEBOOKS_DIR);

Deno.test("the project has notebooks", () => assert.ok(paths.length > 0));

for (const path of paths) {
  const name = basename(path);
  const notebook = await readNotebook(path);
  const sources = codeCells(notebook).map(sourceOf);
  const texts = notebook.cells.filter(({ cell_type }) => cell_type === "markdown").map(sourceOf);

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

  Deno.test(`${name} invites to try things, by values on first lines`, () => {
    const invited = notebook.cells.flatMap((cell, i) => {
      if (cell.cell_type !== "markdown" || !/Try\s+this/.test(sourceOf(cell))) return [];
      const next = notebook.cells.slice(i).find(({ cell_type }) => cell_type === "code");
      return [next ? sourceOf(next).split("\n")[0] : ""];
    });
    assert.ok(invited.length >= FEWEST_TRIES);
    for (const line of invited) assert.match(line, KNOB);
  });

  Deno.test(`${name} asks questions, with folded answers`, () => {
    const folds = texts.flatMap((text) => text.match(FOLD) ?? []);
    assert.ok(folds.length >= FEWEST_QUESTIONS);
    for (const fold of folds) assert.match(fold, /<\/summary>\n\n[^<]{40,}\n\n<\/details>$/);
    assert.equal(texts.join().split("<details>").length - 1, folds.length);
  });

  Deno.test(`${name} ends with its sources, linked`, () => {
    const [, sources = ""] = texts.at(-1)!.split("**Sources.**");
    assert.ok(sources.includes("](https://"));
    for (const [, address] of sources.matchAll(/\]\((http.+?)\)(?=[\s,;.(]|$)/g)) {
      assert.ok(URL.canParse(address), address);
    }
  });

  Deno.test(`${name} describes every picture, and holds no script or address of a server`, () => {
    const bundles = codeCells(notebook).flatMap((cell) =>
      cell.outputs.flatMap((output) => "data" in output ? [output.data] : [])
    );
    for (const bundle of bundles) {
      const html = [bundle["text/html"] ?? ""].flat().join("");
      for (const [picture] of html.matchAll(/<img[^>]*>/g)) assert.match(picture, / alt="[^"]/);
      // What a frame holds is escaped: a viewer that drops frames drops it as a whole.
      assert.ok(!/<script|javascript:|127\.0\.0\.1|localhost/i.test(html));
      assert.ok("text/plain" in bundle);
    }
  });

  Deno.test(`${name} is at most ${LARGEST_BYTES / 1000} kB`, async () => {
    assert.ok((await Deno.stat(path)).size <= LARGEST_BYTES);
  });

  Deno.test(`${name} names no path of the machine that it ran on`, () => {
    const text = JSON.stringify(notebook.cells);
    assert.ok(!text.includes(NOTEBOOKS_DIR) && !/file:\/\/|\/(home|Users|root)\//.test(text));
  });
}
