/**
 * Format, type errors and lint of notebook cells, which Deno's own commands do not read, or (`deno fmt
 * --check`, as of Deno 2.9) always complain of.
 *
 * @module
 */
import { stripVTControlCharacters } from "node:util";
import { basename, join, toFileUrl } from "@std/path";
import { JUPYTER_DIR, PROJECT_DIR } from "../paths.ts";
import { joinCells, locateLine } from "./cell_module.ts";
import { formatNotebook, type Notebook } from "./notebook_file.ts";

/** The same notebook with its code formatted; one that cannot be parsed stays as it is. */
export async function formatCells(notebook: Notebook): Promise<Notebook> {
  const { success, output } = await runDeno(["fmt", "--ext=ipynb", "-"], formatNotebook(notebook));
  return success ? JSON.parse(output) : notebook;
}

/**
 * Checks a notebook's cells with `deno check`, and with `deno lint` unless told otherwise.
 *
 * @param path The notebook's file, for its name.
 * @returns What Deno has to say, with places as cells and lines; empty if nothing.
 */
export async function checkCells(
  notebook: Notebook,
  path: string,
  { lint = true } = {},
): Promise<string> {
  const module = joinCells(notebook);
  const name = basename(path);
  // Beside notebooks/, so that the cells' relative imports hold.
  const file = join(JUPYTER_DIR, name.replace(/\.ipynb$/, ".ts"));
  await Deno.mkdir(JUPYTER_DIR, { recursive: true });
  await Deno.writeTextFile(file, module.source);
  try {
    const commands = [["check", "--quiet", file], ...(lint ? [["lint", "--quiet", file]] : [])];
    const results = await Promise.all(commands.map((command) => runDeno(command)));
    const findings = results.map(({ success, output }) => success ? "" : output).join("");
    const place = new RegExp(`${RegExp.escape(file)}:(\\d+)(:\\d+)?`, "g");
    return findings.replaceAll(toFileUrl(file).href, file)
      .replace(place, (_, line) => `${name}, ${locateLine(module, Number(line))}`);
  } finally {
    await Deno.remove(file);
  }
}

/** Runs a Deno command with the project's settings; its output has no colours. */
async function runDeno(
  args: string[],
  input = "",
): Promise<{ success: boolean; output: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: PROJECT_DIR,
    env: { NO_COLOR: "1", RUST_BACKTRACE: "0" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const [{ success, stdout, stderr }] = await Promise.all([
    child.output(),
    writer.write(new TextEncoder().encode(input)).then(() => writer.close()),
  ]);
  const decoder = new TextDecoder();
  const output = decoder.decode(stdout) + (success ? "" : decoder.decode(stderr));
  return { success, output: stripVTControlCharacters(output) };
}
