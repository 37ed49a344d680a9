/**
 * Files that a command writes when its work is done.
 *
 * @module
 */
import { dirname } from "@std/path";
import { InputError, isRefusal, reasonOf } from "../errors.ts";
import { fromHere } from "./here.ts";

/**
 * Makes sure, before the work, that a file can be written: its folder is made if need be.
 *
 * @param path As the person wrote it.
 * @param flag What it was given by, such as "--csv".
 * @throws {InputError} If it cannot.
 */
export async function prepareOutput(path: string, flag: string): Promise<void> {
  if (path === "") throw new InputError(`${flag}: expected a file, got nothing`);
  const full = fromHere(path), info = await Deno.stat(full).catch(() => undefined);
  if (info && !info.isFile) {
    const found = info.isDirectory ? "a folder" : "a device";
    throw new InputError(`${flag} ${path}: expected a file that can be written, got ${found}`);
  }
  try {
    await Deno.mkdir(dirname(full), { recursive: true });
    await Deno.remove(await Deno.makeTempFile({ dir: dirname(full), suffix: ".tmp" }));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const reason = reasonOf(error).replace(/: (mkdir|open|stat) '.*$/, "");
    throw new InputError(`${flag} ${path}: expected a file that can be written: ${reason}`);
  }
}
