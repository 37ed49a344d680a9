/**
 * Paths as the person at the terminal means them.
 *
 * @module
 */
import { relative, resolve } from "@std/path";

/** The folder in which the person stands: `deno task` and `npx` leave it and say so. */
export function personsFolder(): string {
  return Deno.env.get("INIT_CWD") || Deno.cwd();
}

/** The absolute path of what a person wrote. */
export function fromHere(path: string): string {
  return resolve(personsFolder(), path);
}

/** A path as the person would write it: relative to where they stand, if it is not far away. */
export function toHere(path: string): string {
  const shown = relative(personsFolder(), path);
  return shown === "" ? "." : shown.startsWith("../..") ? path : shown;
}

/** Goes to where the person stands, for commands that hand paths on as they were written. */
export function goHere(): void {
  Deno.chdir(personsFolder());
}
