/**
 * Runs a notebook from top to bottom on a kernel of its own.
 *
 * @module
 */
import { stripVTControlCharacters } from "node:util";
import { dirname } from "@std/path";
import { InterruptedError } from "../errors.ts";
import { listInputs } from "./access_log.ts";
import { codeCells, type Notebook, type Output, sourceOf } from "./notebook_file.ts";
import { type ExecuteReply, Kernel, KernelError } from "./kernel.ts";
import { OutputCollector } from "./outputs.ts";

/** A cell failed; the cells after it were not run. */
export class CellError extends Error {
  override name = "CellError";
  /** Place of the cell among the code cells, from 1. */
  readonly cell: number;

  constructor(cell: number, message: string) {
    super(message);
    this.cell = cell;
  }
}

/** A code cell that has run. */
export interface CellProgress {
  /** Place among the code cells, from 1. */
  cell: number;
  cellCount: number;
  seconds: number;
}

/** How a notebook is run. */
export interface RunNotebookOptions {
  /** Called after each cell. */
  onCell?: (progress: CellProgress) => void;
  /** Longest time for the whole notebook. Default: none. */
  timeoutMs?: number;
  /** Ends the run. */
  signal?: AbortSignal;
}

/**
 * Runs all code cells in order and puts their outputs into `notebook`; those of a cell that fails too. Cells after
 * that one are left without outputs.
 *
 * @param path Where the notebook lies; its folder is the cells' working directory.
 * @returns The project's files that the run read; see access_log.ts.
 * @throws {CellError} If a cell throws, ends the kernel, or the time is up.
 * @throws {InterruptedError} If `signal` was aborted.
 */
export async function runNotebook(
  notebook: Notebook,
  path: string,
  { onCell, timeoutMs = Infinity, signal }: RunNotebookOptions = {},
): Promise<string[]> {
  const kernel = await Kernel.start(dirname(path));
  const stop = () => kernel.stop();
  signal?.addEventListener("abort", stop);
  try {
    signal?.throwIfAborted(); // before or while the kernel started
    await runCells(kernel, notebook, { onCell, timeoutMs });
    return listInputs(await kernel.readAccessLog());
  } catch (error) {
    throw signal?.aborted ? new InterruptedError("stopped") : error;
  } finally {
    signal?.removeEventListener("abort", stop);
    await kernel.stop();
  }
}

async function runCells(
  kernel: Kernel,
  notebook: Notebook,
  { onCell, timeoutMs }: { onCell?: (progress: CellProgress) => void; timeoutMs: number },
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  const collector = new OutputCollector();
  const cells = codeCells(notebook);
  // A cell that is not reached shows nothing, rather than what an earlier run gave.
  for (const cell of cells) Object.assign(cell, { outputs: [], execution_count: null });
  for (const [i, cell] of cells.entries()) {
    const start = performance.now();
    collector.startCell(cell.outputs = []);
    const reply = await kernel.execute(sourceOf(cell), (message) => collector.add(message), {
      timeoutMs: deadline - start,
    }).catch((error) => {
      throw error instanceof KernelError ? new CellError(i + 1, error.message) : error;
    });
    cell.execution_count = reply.execution_count;
    if (reply.status !== "ok") {
      keepError(cell.outputs, reply);
      throw new CellError(i + 1, describeError(reply));
    }
    const seconds = (performance.now() - start) / 1000;
    onCell?.({ cell: i + 1, cellCount: cells.length, seconds });
  }
}

/** Puts the error among the outputs, where the kernel itself has not. */
function keepError(outputs: Output[], { ename, evalue, traceback }: ExecuteReply): void {
  if (outputs.some(({ output_type }) => output_type === "error")) return;
  outputs.push({
    output_type: "error",
    ename: ename ?? "Error",
    evalue: evalue ?? "",
    traceback: traceback ?? [],
  });
}

/** The error with its stack, if it has one: neither a cell that does not parse nor `throw "text"` has. */
function describeError({ ename, evalue, traceback = [] }: ExecuteReply): string {
  return stripVTControlCharacters(traceback.join("\n") || `${ename}: ${evalue}`);
}
