/**
 * A notebook's cells as one TypeScript module, which Deno can check and lint.
 *
 * @module
 */
import { codeCells, type Notebook, sourceOf } from "./notebook_file.ts";

/** The cells' code in one file. */
export interface CellModule {
  source: string;
  /** Where each code cell starts: line of the module, from 1. */
  startLines: number[];
}

/** Joins the code cells in order, a blank line between them. */
export function joinCells(notebook: Notebook): CellModule {
  let source = "";
  let line = 1;
  const startLines: number[] = [];
  for (const cell of codeCells(notebook)) {
    const code = sourceOf(cell).trimEnd() + "\n\n";
    startLines.push(line);
    source += code;
    line += code.split("\n").length - 1;
  }
  return { source, startLines };
}

/** Says a line of the module in the notebook's terms: "cell 3, line 2". */
export function locateLine({ startLines }: CellModule, line: number): string {
  const cell = startLines.findLastIndex((start) => start <= line);
  return `cell ${cell + 1}, line ${line - startLines[cell] + 1}`;
}
