/**
 * Whether a saved notebook can be trusted as a report: nothing in it failed, was run out of order, or
 * has been overtaken by a change.
 *
 * @module
 */
import { stripVTControlCharacters } from "node:util";
import { dirname } from "@std/path";
import { joinCells } from "./cell_module.ts";
import { formatCells } from "./check_cells.ts";
import { findUnshown } from "./displays.ts";
import { type Fingerprint, takeFingerprint } from "./fingerprint.ts";
import { codeCells, formatNotebook, type Notebook } from "./notebook_file.ts";

/** Largest notebook that code hosts still display comfortably. */
export const MAXIMUM_KILOBYTES = 500;

/** Longest run that a reader waits for: on two idle cores, as saved. */
export const MAXIMUM_SECONDS = 90;

/** Where a notebook carries the stamp of its last run. */
const METADATA_KEY = "lenet5";

/** What a notebook says of the run that made its outputs. */
export interface Stamp extends Fingerprint {
  /** How long its cells took. */
  seconds: number;
}

/** Notes in a notebook what its outputs were made from, and how long that took. */
export function stampNotebook(
  notebook: Notebook,
  { cells, code, seconds, inputs }: Stamp,
): void {
  const rounded = Math.round(10 * seconds) / 10;
  notebook.metadata[METADATA_KEY] = { cells, code, seconds: rounded, inputs };
}

/** Reads what {@link stampNotebook} noted; undefined if the notebook was never run. */
export function readStamp(notebook: Notebook): Stamp | undefined {
  return notebook.metadata[METADATA_KEY] as Stamp | undefined;
}

/** Lists what is wrong with a saved notebook, one line each; empty if nothing is. */
export async function inspectNotebook(notebook: Notebook, path: string): Promise<string[]> {
  return [
    ...await findUnformatted(notebook),
    ...await findStaleness(notebook, path),
    ...findErrors(notebook),
    ...findUnshown(notebook),
    ...findDisorder(notebook),
    ...findSlowness(notebook),
    ...findExcess(notebook),
  ];
}

async function findUnformatted(notebook: Notebook): Promise<string[]> {
  const formatted = await formatCells(notebook);
  return joinCells(formatted).source === joinCells(notebook).source
    ? []
    : ["its cells are not formatted"];
}

async function findStaleness(notebook: Notebook, path: string): Promise<string[]> {
  const stamp = readStamp(notebook);
  if (stamp === undefined) return ["stale: it was never run by deno task notebooks"];
  const current = await takeFingerprint(notebook, dirname(path), { inputs: stamp.inputs });
  if (current.cells !== stamp.cells) return ["stale: its cells changed since it ran"];
  if (current.code === stamp.code) return [];
  return ["stale: a module, package or model that it uses changed since it ran"];
}

function findErrors(notebook: Notebook): string[] {
  return codeCells(notebook).flatMap(({ outputs }, i) =>
    outputs.flatMap((output) => {
      if (output.output_type === "error") {
        return [`cell ${i + 1}: shows an error: ${output.ename}: ${output.evalue}`];
      }
      if (output.output_type !== "stream" || output.name !== "stderr") return [];
      return [`cell ${i + 1}: shows what was written to stderr: ${firstLine(output.text)}`];
    })
  );
}

function firstLine(text: string | string[]): string {
  return stripVTControlCharacters([text].flat().join("")).split("\n", 1)[0];
}

function findDisorder(notebook: Notebook): string[] {
  const counts = codeCells(notebook).map((cell) => cell.execution_count);
  if (counts.every((count, i) => count === i + 1)) return [];
  const list = counts.map((count) => count ?? "none").join(", ");
  return [`execution counts: expected 1 to ${counts.length} in order, got ${list}`];
}

function findSlowness(notebook: Notebook): string[] {
  const stamp = readStamp(notebook);
  if (stamp === undefined || stamp.seconds <= MAXIMUM_SECONDS) return [];
  const got = stamp.seconds === undefined ? "none" : `${stamp.seconds} s`;
  return [`time: expected at most ${MAXIMUM_SECONDS} s, got ${got}`];
}

function findExcess(notebook: Notebook): string[] {
  const kilobytes = new TextEncoder().encode(formatNotebook(notebook)).length / 1000;
  if (kilobytes <= MAXIMUM_KILOBYTES) return [];
  return [`size: expected at most ${MAXIMUM_KILOBYTES} kB, got ${Math.ceil(kilobytes)} kB`];
}
