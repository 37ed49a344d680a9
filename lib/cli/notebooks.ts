/**
 * `deno task notebooks`: runs the notebooks on the real kernel and saves them with their outputs.
 *
 * @module
 */
import { basename, dirname, join } from "@std/path";
import { InputError, isRefusal, reasonOf } from "../errors.ts";
import { checkCells, formatCells } from "../jupyter/check_cells.ts";
import { compareDisplays, listDisplays } from "../jupyter/displays.ts";
import { takeFingerprint } from "../jupyter/fingerprint.ts";
import { inspectNotebook, readStamp, stampNotebook } from "../jupyter/inspect_notebook.ts";
import { requireKernel } from "../jupyter/kernelspec.ts";
import { createTemplate } from "../jupyter/new_notebook.ts";
import {
  listNotebooks,
  type Notebook,
  readNotebook,
  writeNotebook,
} from "../jupyter/notebook_file.ts";
import { type Parameters, parseParameter, setParameters } from "../jupyter/parameters.ts";
import { CellError, type CellProgress, runNotebook } from "../jupyter/run_notebook.ts";
import { NOTEBOOKS_DIR } from "../paths.ts";
import { watchInterrupts } from "./interrupt.ts";
import { fromHere, toHere } from "./here.ts";
import { prepareOutput } from "./output_file.ts";
import { createCommand, positiveNumber, runCommand } from "./command.ts";

interface NotebooksOptions {
  check?: boolean;
  stale?: boolean;
  timeout: number;
  param: Parameters;
  out?: string;
  new?: string;
}

/** Runs or inspects the notebooks that the arguments name; returns the exit code. */
async function main(args: string[]): Promise<number> {
  const command = createCommand("notebooks", "Runs the notebooks and saves them with outputs.")
    .argument("[names...]", "notebooks by name, number (such as 01) or file; all if none is named")
    .option("--check", "run without saving")
    .option("--stale", "do not run: say whether the saved notebooks are still true")
    .option("--timeout <seconds>", "longest time for a notebook", positiveNumber, 600)
    .option(
      "--param <name=value>",
      "another value for the first line `const name = …;` of a cell, or of a cell tagged parameters; " +
        "repeatable, needs --check or --out",
      collectParameter,
      {},
    )
    .option("--out <file>", "save one notebook's run there, with the error of a cell that fails")
    .option("--new <name>", "write a notebook to start from")
    .parse(args, { from: "user" });
  const options = command.opts<NotebooksOptions>();
  if (options.new !== undefined) return await writeTemplate(options.new);
  const paths = await chooseNotebooks(command.args);
  checkOptions(options, paths);
  if (options.stale) return await inspectAll(paths);
  requireKernel();
  if (options.out !== undefined) await prepareOutput(options.out, "--out");
  const signal = watchInterrupts(() => console.error("notebooks: stopping"));
  for (const path of paths) {
    if (!await runOne(path, { ...options, signal })) return 1;
  }
  return 0;
}

function collectParameter(text: string, others: Parameters): Parameters {
  const [name, value] = parseParameter(text);
  return { ...others, [name]: value };
}

/** What a saved notebook says must be what its own cells gave. */
function checkOptions({ param, check, out, stale }: NotebooksOptions, paths: string[]): void {
  if (out !== undefined && paths.length !== 1) {
    throw new InputError(`--out ${out}: expected one notebook, got ${paths.length}`);
  }
  if (Object.keys(param).length > 0 && !check && !stale && out === undefined) {
    throw new InputError("--param: expected --check or --out with it, got neither");
  }
}

/** Writes a notebook to start from; returns the exit code. */
async function writeTemplate(name: string): Promise<number> {
  if (!/^[\w-]+$/.test(name)) {
    throw new InputError(`--new ${name}: expected a name of letters, digits, _ and -`);
  }
  const path = join(NOTEBOOKS_DIR, `${name}.ipynb`);
  if (await isThere(path)) throw new InputError(`--new ${name}: ${toHere(path)} exists already`);
  await writeNotebook(path, createTemplate(name));
  console.log(`wrote ${toHere(path)}; open it with deno task lab`);
  return 0;
}

async function chooseNotebooks(names: string[]): Promise<string[]> {
  const all = await listNotebooks(NOTEBOOKS_DIR);
  if (names.length === 0) return all;
  return await Promise.all(names.map((name) => chooseNotebook(name, all)));
}

/** A file where the argument looks like one, else the project's notebook of that name or number. */
async function chooseNotebook(name: string, all: readonly string[]): Promise<string> {
  if (/[/\\]|\.ipynb$/.test(name)) {
    const path = fromHere(name);
    if (await isThere(path)) return path;
    throw new InputError(`${name}: expected a notebook, found no such file`);
  }
  const path = all.find((path) => basename(path).startsWith(name));
  if (path) return path;
  const known = all.map((other) => basename(other, ".ipynb")).join(", ");
  throw new InputError(`${name}: expected one of the notebooks ${known}`);
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isFile }) => isFile, () => false);
}

/** Runs one notebook and saves it, or compares it with the saved one; returns whether all went well. */
async function runOne(
  path: string,
  options: NotebooksOptions & { signal: AbortSignal },
): Promise<boolean> {
  const name = basename(path);
  const original = await formatCells(await readNotebook(path));
  const notebook = setParameters(original, options.param);
  const saved = { displays: listDisplays(notebook), stamp: readStamp(notebook) };
  console.log(name);
  const run = await runCells(notebook, path, options);
  if (run === undefined) {
    if (options.out !== undefined) await saveTo(options.out, notebook);
    return false;
  }
  const { seconds, inputs } = run;
  const fingerprint = await takeFingerprint(notebook, dirname(path), { inputs });
  // The time that counts is that of the saved run: a check may share the machine with others.
  const counted = options.check ? saved.stamp?.seconds ?? 0 : seconds;
  stampNotebook(notebook, { ...fingerprint, seconds: counted });
  if (options.out !== undefined) await saveTo(options.out, notebook);
  else if (!options.check) await writeNotebook(path, notebook);
  const kept = options.out !== undefined || !options.check;
  console.log(`  ${kept ? "saved" : "ran"} in ${seconds.toFixed(1)} s`);
  const problems = await inspectNotebook(notebook, path);
  if (options.check && saved.stamp?.cells === fingerprint.cells) {
    problems.push(...compareDisplays(saved.displays, listDisplays(notebook)));
  }
  return printProblems(name, problems);
}

/** @throws {InputError} If nothing can be written there. */
async function saveTo(out: string, notebook: Notebook): Promise<void> {
  try {
    await writeNotebook(fromHere(out), notebook);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`--out ${out}: cannot write a notebook there: ${reasonOf(error)}`);
  }
}

/** Runs the cells; returns how long and from what, or undefined if one failed, which is printed. */
async function runCells(
  notebook: Notebook,
  path: string,
  { timeout, signal }: NotebooksOptions & { signal: AbortSignal },
): Promise<{ seconds: number; inputs: string[] } | undefined> {
  const findings = await checkCells(notebook, path, { lint: false });
  if (findings) {
    console.error(findings);
    return;
  }
  const start = performance.now();
  try {
    const timeoutMs = timeout * 1000;
    const inputs = await runNotebook(notebook, path, { onCell: printCell, timeoutMs, signal });
    return { seconds: (performance.now() - start) / 1000, inputs };
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    console.error(`${basename(path)}, cell ${error.cell}: ${error.message}`);
  }
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
