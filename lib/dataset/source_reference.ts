/**
 * What `--data WHAT` can be: the name of a known set, or where files are.
 *
 * @module
 */
import { resolve } from "node:path";
import { closest, distance } from "fastest-levenshtein";
import { InputError } from "../errors.ts";
import { PUBLISHED_SETS } from "./catalog.ts";

/** A reference to a source, not yet looked up. */
export type SourceReference =
  /** A set that is known by name. */
  | { readonly kind: "set"; readonly name: string }
  /** A file or folder; or the two files of a pair, where `text` has one comma in it. */
  | {
    readonly kind: "path";
    readonly name: string;
    readonly path: string;
    readonly pair?: readonly [images: string, labels: string];
  };

/** The set that comes with the code, and the default. */
export const DEFAULT_SET = "mnist";

/** Names of all sets that are known by name. */
export const SET_NAMES: readonly string[] = [DEFAULT_SET, ...Object.keys(PUBLISHED_SETS)];

/**
 * Tells a name from a path. A folder that is called as a set is goes by "./mnist".
 *
 * @param text What the person wrote.
 * @param options.cwd The folder that relative paths start from.
 * @param options.names The names that are known. Default {@link SET_NAMES}.
 * @throws {InputError} If the text is blank.
 */
export function parseSource(
  text: string,
  { cwd, names = SET_NAMES }: { cwd: string; names?: readonly string[] },
): SourceReference {
  if (text.trim() === "") {
    throw new InputError("data: expected the name of a set or a path, got none");
  }
  const lower = text.toLowerCase();
  if (names.includes(lower)) return { kind: "set", name: lower };
  const parts = text.split(",");
  const pair = parts.length === 2 && parts.every((part) => part !== "")
    ? parts.map((part) => resolve(cwd, part)) as [string, string]
    : undefined;
  return { kind: "path", name: text, path: resolve(cwd, text), ...pair && { pair } };
}

/** Says what a mistyped name may have meant: "did you mean kmnist?", or which names there are. */
export function suggestSet(text: string, names: readonly string[] = SET_NAMES): string {
  const wanted = text.toLowerCase().replace(/[_ ]/g, "-");
  const begun = names.filter((name) => wanted.length > 2 && name.startsWith(wanted));
  const nearest = closest(wanted, [...names]);
  if (begun.length === 0 && distance(wanted, nearest) <= 2) begun.push(nearest);
  return begun.length > 0
    ? `did you mean ${begun.join(" or ")}?`
    : `the sets are ${names.join(", ")}`;
}
