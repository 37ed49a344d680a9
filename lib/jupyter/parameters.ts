/**
 * Values given from outside in place of a notebook's own: `--param name=value`.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { codeCells, type Notebook, sourceOf } from "./notebook_file.ts";

/** What stands behind `--param`, by name. */
export type Parameters = Readonly<Record<string, string>>;

/** The first line of a "Try this" cell, or any line of a cell tagged "parameters". */
const KNOB = /^const (\w+) = (.+?);(\s*\/\/.*)?$/;

/**
 * Splits "name=value".
 *
 * @throws {InputError} If it is not of that form.
 */
export function parseParameter(text: string): [name: string, value: string] {
  const match = text.match(/^(\w+)=(.*)$/s);
  if (match) return [match[1], match[2]];
  throw new InputError(`--param ${text}: expected name=value`);
}

/** The parameters of a notebook with the code of their values, in order. */
export function listParameters(notebook: Notebook): Record<string, string> {
  const found = codeCells(notebook).flatMap((cell) =>
    knobLines(cell.metadata, sourceOf(cell)).map((line) => {
      const [, name, value] = line.match(KNOB)!;
      return [name, value];
    })
  );
  return Object.fromEntries(found);
}

/**
 * A copy of a notebook whose parameters have other values. A value that is JSON (a number, true, null, a
 * list) is taken as that, anything else as a string.
 *
 * @throws {InputError} If the notebook has no parameter of that name.
 */
export function setParameters(notebook: Notebook, parameters: Parameters): Notebook {
  const known = Object.keys(listParameters(notebook));
  for (const name of Object.keys(parameters)) {
    if (known.includes(name)) continue;
    throw new InputError(
      `--param ${name}: expected one of the notebook's parameters (${
        known.join(", ") || "it has none"
      })`,
    );
  }
  const changed = structuredClone(notebook);
  for (const cell of codeCells(changed)) {
    const source = sourceOf(cell);
    const knobs = knobLines(cell.metadata, source);
    cell.source = source.split("\n").map((line) => {
      const [, name, , comment = ""] = knobs.includes(line) ? line.match(KNOB)! : [];
      if (name === undefined || !Object.hasOwn(parameters, name)) return line;
      return `const ${name} = ${writeValue(parameters[name])};${comment}`;
    }).join("\n");
  }
  return changed;
}

function knobLines(metadata: Record<string, unknown>, source: string): string[] {
  const lines = source.split("\n");
  const tagged = Array.isArray(metadata.tags) && metadata.tags.includes("parameters");
  return (tagged ? lines : lines.slice(0, 1)).filter((line) => KNOB.test(line));
}

function writeValue(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return JSON.stringify(text);
  }
}
