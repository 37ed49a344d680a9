/**
 * Runs of a sweep in processes on this machine, among which its cores are divided.
 *
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { join } from "@std/path";
import { PROJECT_DIR } from "../paths.ts";
import type { RunEvent, RunOrder } from "./sweep_process.ts";

/** A run to make. */
export interface LocalRun extends RunOrder {
  id: string;
}

/** How runs are made here. */
export interface RunLocallyOptions {
  /** Processes. */
  jobs: number;
  /** Cores to divide among them. */
  cores: number;
  /** Where sets known by name are kept. */
  dataDir: string;
  /** Aborting it stops all runs after the batch under way. */
  signal: AbortSignal;
  /** Told how a run goes. */
  onEvent(id: string, event: RunEvent): void;
}

/** A process that dies, for want of memory say, is replaced; its run is tried this often in all. */
const MOST_ATTEMPTS = 2;

/** Makes runs, as many at a time as there are processes; returns when all have ended or were stopped. */
export async function runLocally(
  runs: readonly LocalRun[],
  options: RunLocallyOptions,
): Promise<void> {
  const waiting = [...runs], count = Math.min(options.jobs, runs.length);
  await Promise.all(
    divideCores(options.cores, count).map((workers) => {
      return serve(waiting, workers, options);
    }),
  );
}

/** Threads of each process: their sum is the number of cores, but each has one at least. */
export function divideCores(cores: number, processes: number): number[] {
  return Array.from({ length: processes }, (_, i) => {
    return Math.max(1, Math.floor(cores / processes) + (i < cores % processes ? 1 : 0));
  });
}

/** One process after the other takes runs until none is left. */
async function serve(
  waiting: LocalRun[],
  workers: number,
  { dataDir, signal, onEvent }: RunLocallyOptions,
): Promise<void> {
  let process: RunProcess | undefined;
  while (waiting.length > 0 && !signal.aborted) {
    const { id, ...order } = waiting.shift()!;
    const tell = (event: RunEvent) => onEvent(id, event);
    for (let attempt = 1; attempt <= MOST_ATTEMPTS && !signal.aborted; attempt++) {
      process ??= new RunProcess(["--workers", `${workers}`, "--data-dir", dataDir], signal);
      const end = await process.make(order, tell);
      if (end.type !== "died") {
        tell(end);
        break;
      }
      process = undefined;
      if (attempt === MOST_ATTEMPTS) tell({ type: "failed", message: end.message });
    }
  }
  await process?.close();
}

/** How a run ended, or that its process did. */
type RunEnd = Exclude<RunEvent, { type: "progress" }> | { type: "died"; message: string };

/** A process that makes one run at a time. */
class RunProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #exit: Promise<unknown[]>;

  constructor(args: string[], signal: AbortSignal) {
    const script = join(PROJECT_DIR, "lib", "cli", "sweep_process.ts");
    const config = join(PROJECT_DIR, "deno.json");
    this.#child = spawn(
      Deno.execPath(),
      ["run", "--quiet", "--config", config, "-P=offline", script, ...args],
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    this.#exit = once(this.#child, "exit");
    const stop = () => this.#child.stdin!.end();
    signal.addEventListener("abort", stop, { once: true });
    this.#exit.finally(() => signal.removeEventListener("abort", stop));
    this.#child.stdin!.on("error", () => {}); // it died: its exit tells
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  async make(order: RunOrder, onProgress: (event: RunEvent) => void): Promise<RunEnd> {
    this.#child.stdin!.write(`${JSON.stringify(order)}\n`);
    while (true) {
      const { done, value } = await this.#lines.next();
      if (done) return { type: "died", message: `its process ended with ${await this.#code()}` };
      const event: RunEvent = JSON.parse(value);
      if (event.type !== "progress") return event;
      onProgress(event);
    }
  }

  async close(): Promise<void> {
    this.#child.stdin!.end();
    await this.#exit;
  }

  async #code(): Promise<string> {
    const [code, signal] = await this.#exit;
    return signal === null ? `exit code ${code}` : `${signal}`;
  }
}
