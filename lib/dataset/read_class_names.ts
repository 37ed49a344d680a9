/**
 * `--classes WHAT`: names in the argument itself, or in a file.
 *
 * @module
 */
import { resolve } from "node:path";
import process from "node:process";
import { InputError } from "../errors.ts";
import { parseClassNames } from "./class_names.ts";
import { readWhole, statKind } from "./open_file.ts";

/** More than 255 names have, in any script. */
const MAX_NAMES_BYTES = 1_000_000;

/**
 * Reads the names of classes, in the order of their indices: "a,b,c", or a file with one a line.
 *
 * @throws {InputError} If there is neither, a name is blank or given twice, or there are fewer than two
 *   names or more than 255.
 */
export async function readClassNames(
  what: string,
  { cwd = process.cwd() }: { cwd?: string } = {},
): Promise<string[]> {
  const file = { path: resolve(cwd, what), name: what };
  if (what.trim() !== "" && await statKind(file) === "file") {
    return parseClassNames(new TextDecoder().decode(await readWhole(file, MAX_NAMES_BYTES)), what);
  }
  if (!what.includes(",")) {
    const came = what.trim() === "" ? "nothing" : what;
    throw new InputError(`classes: expected names such as a,b,c or a file of names, got ${came}`);
  }
  return parseClassNames(what, "classes");
}
