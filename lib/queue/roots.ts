/**
 * Folders that a worker reads from, and no others, whatever a job asks for.
 *
 * @module
 */
import { isAbsolute, relative, sep } from "node:path";
import { InputError, isRefusal } from "../errors.ts";

/** Finds the real path of a file or folder inside the roots; links count for what they lead to. */
export type RootedPath = (path: string) => Promise<string>;

/**
 * Makes a guard.
 *
 * @param roots Folders that are there.
 * @throws {InputError} If one of them is not; the guard itself throws one for a path outside, or that leads
 *   nowhere.
 */
export async function createRoots(roots: readonly string[]): Promise<RootedPath> {
  const real = await Promise.all(roots.map((root) => resolveOrRefuse(root, "a folder")));
  return async (path) => {
    if (!isAbsolute(path)) throw new InputError(`${path}: expected an absolute path`);
    const target = await resolveOrRefuse(path, `a path inside ${roots.join(" or ")}`);
    if (real.some((root) => isInside(root, target))) return target;
    throw new InputError(`${path}: expected a path inside ${roots.join(" or ")}, got one outside`);
  };
}

async function resolveOrRefuse(path: string, wanted: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${path}: expected ${wanted}, found none`);
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
