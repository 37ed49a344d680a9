/**
 * `deno task notebooks`: runs the notebooks on the real kernel and saves them with their outputs.
 *
 * @module
 */
import { basename } from "@std/path";
import { InputError } from "../errors.ts";
import { checkCells, formatCells } from "../jupyter/check_cells.ts";
import { compareDisplays, listDisplays } from "../jupyter/displays.ts";
import { takeFingerprint } from "../jupyter/fingerprint.ts";
import { inspectNotebook, readStamp, stampNotebook } from "../jupyter/inspect_notebook.ts";
import { requireKernel } from "../jupyter/kernelspec.ts";
import {
  listNotebooks,
  type Notebook,
  readNotebook,
  writeNotebook,
} from "../jupyter/notebook_file.ts";
import { CellError, type CellProgress, runNotebook } from "../jupyter/run_notebook.ts";
import { NOTEBOOKS_DIR } from "../paths.ts";
import { watchInterrupts } from "./interrupt.ts";
import { createCommand, positiveNumber, runCommand } from "./command.ts";

interface NotebooksOptions {
  check?: boolean;
  stale?: boolean;
  timeout: number;
}

/** Runs or inspects the notebooks that the arguments name; returns the exit code. */
async function main(args: string[]): Promise<number> {
  const command = createCommand("notebooks", "Runs the notebooks and saves them with outputs.")
    .argument("[names...]", "notebooks by name or number, such as 01; all if none is named")
    .option("--check", "run without saving")
    .option("--stale", "do not run: say whether the saved notebooks are still true")
    .option("--timeout <seconds>", "longest time for a notebook", positiveNumber, 600)
    .parse(args, { from: "user" });
  const options = command.opts<NotebooksOptions>();
  const paths = await chooseNotebooks(command.args);
  if (options.stale) return await inspectAll(paths);
  requireKernel();
  const signal = watchInterrupts(() => console.error("notebooks: stopping"));
  for (const path of paths) {
    if (!await runOne(path, { ...options, signal })) return 1;
  }
  return 0;
}

async function chooseNotebooks(names: string[]): Promise<string[]> {
  const all = await listNotebooks(NOTEBOOKS_DIR);
  if (names.length === 0) return all;
  return names.map((name) => {
    const path = all.find((path) => basename(path).startsWith(basename(name)));
    if (path) return path;
    const known = all.map((other) => basename(other, ".ipynb")).join(", ");
    throw new InputError(`${name}: expected one of the notebooks ${known}`);
  });
}

/** Runs one notebook and saves it, or compares it with the saved one; returns whether all went well. */
async function runOne(
  path: string,
  options: NotebooksOptions & { signal: AbortSignal },
): Promise<boolean> {
  const name = basename(path);
  const notebook = await formatCells(await readNotebook(path));
  const saved = { displays: listDisplays(notebook), stamp: readStamp(notebook) };
  console.log(name);
  const seconds = await runCells(notebook, path, options);
  if (seconds === undefined) return false;
  const fingerprint = await takeFingerprint(notebook, NOTEBOOKS_DIR);
  // The time that counts is that of the saved run: a check may share the machine with others.
  const counted = options.check ? saved.stamp?.seconds ?? 0 : seconds;
  stampNotebook(notebook, { ...fingerprint, seconds: counted });
  if (!options.check) await writeNotebook(path, notebook);
  console.log(`  ${options.check ? "ran" : "saved"} in ${seconds.toFixed(1)} s`);
  const problems = await inspectNotebook(notebook, path);
  if (options.check && saved.stamp?.cells === fingerprint.cells) {
    problems.push(...compareDisplays(saved.displays, listDisplays(notebook)));
  }
  return printProblems(name, problems);
}

/** Runs the cells; returns how long that took, or undefined if one failed, which is printed. */
async function runCells(
  notebook: Notebook,
  path: string,
  { timeout, signal }: NotebooksOptions & { signal: AbortSignal },
): Promise<number | undefined> {
  const findings = await checkCells(notebook, path, { lint: false });
  if (findings) {
    console.error(findings);
    return;
  }
  const start = performance.now();
  try {
    await runNotebook(notebook, path, { onCell: printCell, timeoutMs: timeout * 1000, signal });
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    console.error(`${basename(path)}, cell ${error.cell}: ${error.message}`);
    return;
  }
  return (performance.now() - start) / 1000;
}

/** Inspects saved notebooks; returns the exit code. */
async function inspectAll(paths: string[]): Promise<number> {
  let good = true;
  for (const path of paths) {
    const name = basename(path);
    const notebook = await readNotebook(path);
    const findings = await checkCells(notebook, path);
    if (findings) console.error(findings);
    const problems = await inspectNotebook(notebook, path);
    if (printProblems(name, problems) && !findings) console.log(`${name}: up to date`);
    else good = false;
  }
  if (!good) console.error("Run `deno task notebooks` to bring the outputs up to date.");
  return good ? 0 : 1;
}

/** Prints problems on stderr; returns whether there were none. */
function printProblems(name: string, problems: string[]): boolean {
  for (const problem of problems) console.error(`${name}: ${problem}`);
  return problems.length === 0;
}

function printCell({ cell, cellCount, seconds }: CellProgress): void {
  const place = `${cell}`.padStart(`${cellCount}`.length);
  console.log(`  cell ${place}/${cellCount}  ${seconds.toFixed(1)} s`);
}

if (import.meta.main) await runCommand("notebooks", () => main(Deno.args));
