/**
 * `deno task notebooks`: runs the notebooks on the real kernel and saves them with their outputs.
 *
 * @module
 */
import { basename } from "@std/path";
import { InputError } from "../errors.ts";
import { checkCells, formatCells } from "../jupyter/check_cells.ts";
import { takeFingerprint } from "../jupyter/fingerprint.ts";
import { inspectNotebook, stampNotebook } from "../jupyter/inspect_notebook.ts";
import { requireKernel } from "../jupyter/kernelspec.ts";
import { listNotebooks, readNotebook, writeNotebook } from "../jupyter/notebook_file.ts";
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

/** Runs one notebook; returns whether all went well. */
async function runOne(
  path: string,
  { check, timeout, signal }: NotebooksOptions & { signal: AbortSignal },
): Promise<boolean> {
  const name = basename(path);
  const notebook = await formatCells(await readNotebook(path));
  console.log(name);
  const findings = await checkCells(notebook, path, { lint: false });
  if (findings) {
    console.error(findings);
    return false;
  }
  const start = performance.now();
  try {
    await runNotebook(notebook, path, { onCell: printCell, timeoutMs: timeout * 1000, signal });
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    console.error(`${name}, cell ${error.cell}: ${error.message}`);
    return false;
  }
  stampNotebook(notebook, await takeFingerprint(notebook, NOTEBOOKS_DIR));
  if (!check) await writeNotebook(path, notebook);
  console.log(`  ${check ? "ran" : "saved"} in ${formatSeconds(performance.now() - start)}`);
  return printProblems(name, await inspectNotebook(notebook, path));
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
  console.log(`  cell ${place}/${cellCount}  ${formatSeconds(1000 * seconds)}`);
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

if (import.meta.main) await runCommand("notebooks", () => main(Deno.args));
