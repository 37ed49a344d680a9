/**
 * What the cells of a notebook show, counted by mime type: a cell can end well and show nothing.
 *
 * @module
 */
import { codeCells, type Notebook, sourceOf } from "./notebook_file.ts";

/** The mime types of each display of each code cell, such as `[["image/png, text/plain"], []]`. */
export type DisplayTypes = readonly (readonly string[])[];

/** Calls that show something. */
const SHOWING = /\b(show|watch\w*|showDrawingPad)\(/;

/** Lists what each code cell shows. */
export function listDisplays(notebook: Notebook): DisplayTypes {
  return codeCells(notebook).map(({ outputs }) =>
    outputs.flatMap((output) =>
      "data" in output ? [Object.keys(output.data).sort().join(", ")] : []
    )
  );
}

/** Lists the cells that call for a display and have none, one line each. */
export function findUnshown(notebook: Notebook): string[] {
  const displays = listDisplays(notebook);
  return codeCells(notebook).flatMap((cell, i) =>
    SHOWING.test(sourceOf(cell)) && displays[i].length === 0
      ? [`cell ${i + 1}: expected a figure or table, got none`]
      : []
  );
}

/** Lists the cells that show other kinds of things than they did, one line each. */
export function compareDisplays(saved: DisplayTypes, current: DisplayTypes): string[] {
  const describe = (types: readonly string[]) =>
    types.map((type) => `[${type}]`).join(" ") || "none";
  return current.flatMap((types, i) => {
    const got = describe(types), expected = describe(saved[i] ?? []);
    return got === expected
      ? []
      : [`cell ${i + 1}: expected the displays ${expected} as saved, got ${got}`];
  });
}
