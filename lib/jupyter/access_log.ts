/**
 * Which of the project's files a kernel read: what a notebook's outputs depend on beyond its imports.
 *
 * Deno itself writes the log (DENO_AUDIT_PERMISSIONS): models, data and the modules of Workers are in it,
 * however the code names them.
 *
 * @module
 */
import { fromFileUrl, join, relative } from "@std/path";
import { isSavingFolder } from "../model/replace_files.ts";
import { PROJECT_DIR } from "../paths.ts";

/** The environment variable that names the log. */
export const ACCESS_LOG_VARIABLE = "DENO_AUDIT_PERMISSIONS";

/** Folders whose files are inputs: trained models, and modules that Workers start from. */
const INPUT_FOLDERS = ["models", "lib"];

/** Files in those folders that are counted elsewhere, or by nothing: compiled kernels, pages, a stand-in. */
const COUNTED_ELSEWHERE = /\.(wasm|html|ttf)$|^lib\/std_path\//;

/**
 * Lists the project's files that a log says were read, relative to the project, sorted. A folder that the
 * notebook writes, such as a model that it saves, is its output and not an input.
 *
 * @param log Lines of JSON, as Deno writes them; reading a file is logged as reading and as writing.
 */
export function listInputs(log: string, projectDir: string = PROJECT_DIR): string[] {
  const paths = log.split("\n").flatMap((line) => {
    const value = parseLine(line);
    return value === undefined ? [] : locate(value, projectDir) ?? [];
  });
  const isInput = (path: string) =>
    INPUT_FOLDERS.some((folder) => path.startsWith(`${folder}/`)) && /\.\w+$/.test(path) &&
    !COUNTED_ELSEWHERE.test(path);
  const saved = new Set(paths.flatMap((path) => findSaved(path) ?? []));
  const isSaved = (path: string) => [...saved].some((folder) => path.startsWith(`${folder}/`));
  return [...new Set(paths)].filter((path) => isInput(path) && !isSaved(path)).sort();
}

/** The folder that files are being saved to, if that is what a path says. */
function findSaved(path: string): string | undefined {
  const names = path.split("/"), at = names.findIndex(isSavingFolder);
  return at > 0 ? names.slice(0, at).join("/") : undefined;
}

/** The path or URL in a line of the log; undefined if it is no such line, or was cut short. */
function parseLine(line: string): string | undefined {
  try {
    const { permission, value } = JSON.parse(line);
    return permission === "read" && typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A path or file URL relative to the project with forward slashes; undefined outside of it. */
function locate(value: string, projectDir: string): string | undefined {
  const path = value.startsWith("file:") ? fromFileUrl(value) : join(value);
  const inside = relative(projectDir, path).replaceAll("\\", "/");
  return inside === "" || inside.startsWith("..") ? undefined : inside;
}
