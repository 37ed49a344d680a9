/**
 * Notebooks on disk: the part of nbformat 4.5 that the project's notebooks use.
 *
 * @module
 */
import { basename, join } from "@std/path";
import { writeAtomically } from "../atomic_write.ts";
import { InputError } from "../errors.ts";

/** A notebook as Jupyter saves it. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

/** A cell: prose, or code with what it printed. */
export type Cell = MarkdownCell | CodeCell;

/** Prose. */
export interface MarkdownCell {
  cell_type: "markdown";
  id?: string;
  metadata: Record<string, unknown>;
  source: string | string[];
}

/** Code, the number of its last run in the kernel, and its outputs. */
export interface CodeCell {
  cell_type: "code";
  id?: string;
  metadata: Record<string, unknown>;
  source: string | string[];
  execution_count: number | null;
  outputs: Output[];
}

/** Anything that a cell put out. */
export type Output =
  | { output_type: "stream"; name: string; text: string | string[] }
  | { output_type: "display_data"; data: MimeBundle; metadata: Record<string, unknown> }
  | {
    output_type: "execute_result";
    execution_count: number;
    data: MimeBundle;
    metadata: Record<string, unknown>;
  }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

/** One thing in several formats, by mime type. */
export type MimeBundle = Record<string, unknown>;

/** Lists the notebooks of a folder by name. */
export async function listNotebooks(folder: string): Promise<string[]> {
  const names = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && name.endsWith(".ipynb")) names.push(name);
  }
  return names.sort().map((name) => join(folder, name));
}

/**
 * Reads a notebook.
 *
 * @throws {InputError} If there is none at `path`, or it is no notebook of format 4.
 */
export async function readNotebook(path: string): Promise<Notebook> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new InputError(`${path}: expected a notebook, found no such file`);
  }
  const notebook = parseJson(text);
  if (notebook?.nbformat === 4 && Array.isArray(notebook.cells)) return notebook;
  throw new InputError(`${basename(path)}: expected a notebook of format 4, got something else`);
}

/** Writes a notebook as Jupyter does, in place of the old one at once. */
export async function writeNotebook(path: string, notebook: Notebook): Promise<void> {
  await writeAtomically(path, new TextEncoder().encode(formatNotebook(notebook)));
}

/** The file's text, byte for byte as Jupyter writes it. */
export function formatNotebook(notebook: Notebook): string {
  return JSON.stringify(notebook, sortKeys, 1) + "\n";
}

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries);
}

/** A cell's source as one string. */
export function sourceOf(cell: Cell): string {
  return Array.isArray(cell.source) ? cell.source.join("") : cell.source;
}

/** The cells with code, in order. */
export function codeCells(notebook: Notebook): CodeCell[] {
  return notebook.cells.filter((cell) => cell.cell_type === "code");
}

/** Splits text into the lines that notebooks store, so that differences stay readable. */
export function splitLines(text: string): string[] {
  return text.split(/(?<=\n)/).filter((line) => line !== "");
}

// deno-lint-ignore no-explicit-any -- anything may be in a file
function parseJson(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
