import assert from "node:assert/strict";
import { compareDisplays, findUnshown, listDisplays } from "../../lib/jupyter/displays.ts";
import { codeCells, type MimeBundle } from "../../lib/jupyter/notebook_file.ts";
import { createNotebook } from "./helpers.ts";

/** A notebook of cells with the given displays. */
function createShown(cells: Record<string, MimeBundle[]>) {
  const notebook = createNotebook(...Object.keys(cells));
  codeCells(notebook).forEach((cell, i) => {
    cell.outputs = Object.values(cells)[i].map((data) => ({
      output_type: "display_data",
      data,
      metadata: {},
    }));
  });
  return notebook;
}

const FIGURE = { "text/plain": "[figure]", "image/png": "iVBO" };
const TABLE = { "text/plain": "a  1", "text/html": "<table>" };

Deno.test("listDisplays() gives the mime types of each display, cell by cell", () => {
  const notebook = createShown({ "await show(a, b);": [FIGURE, TABLE], "const a = 1;": [] });
  codeCells(notebook)[1].outputs = [{ output_type: "stream", name: "stdout", text: "1" }];
  assert.deepEqual(listDisplays(notebook), [
    ["image/png, text/plain", "text/html, text/plain"],
    [],
  ]);
});

Deno.test("findUnshown() reports cells that call for a display and have none", () => {
  const notebook = createShown({
    "await show(a);": [],
    "await watchTraining(events, 3);": [],
    "await showDrawingPad(read);": [],
    "const shown = snow(a);": [],
    'import { show } from "../lib/notebook/mod.ts";': [],
    "await show(b);": [TABLE],
  });
  const unshown = [1, 2, 3].map((cell) => `cell ${cell}: expected a figure or table, got none`);
  assert.deepEqual(findUnshown(notebook), unshown);
});

Deno.test("compareDisplays() reports displays that are missing, new or of another kind", () => {
  const saved = listDisplays(createShown({ a: [FIGURE], b: [TABLE, FIGURE], c: [] }));
  const current = listDisplays(createShown({ a: [FIGURE], b: [TABLE], c: [TABLE] }));
  assert.deepEqual(compareDisplays(saved, saved), []);
  assert.deepEqual(compareDisplays(saved, current), [
    "cell 2: expected the displays [text/html, text/plain] [image/png, text/plain] as saved, " +
    "got [text/html, text/plain]",
    "cell 3: expected the displays none as saved, got [text/html, text/plain]",
  ]);
});
