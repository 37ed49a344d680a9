/**
 * A process that makes runs of a sweep, one after the other: it reads one as a line of JSON, and writes how it
 * goes as lines of JSON. It stops in good order when its input ends, however its owner went.
 *
 * @module
 */
import process from "node:process";
import { createInterface } from "node:readline";
import type { Source } from "../dataset/source.ts";
import { InputError } from "../errors.ts";
import type { RunSpec } from "../sweep/run_spec.ts";
import { createCommand, runCommand, wholeNumber } from "./command.ts";
import { readData } from "./data_options.ts";
import { watchInterrupts } from "./interrupt.ts";
import { makeRun } from "./make_run.ts";

/** A run to make, and its folder. */
export interface RunOrder {
  spec: RunSpec;
  dir: string;
}

/** How a run goes; all but "progress" are its end. */
export type RunEvent =
  | { type: "progress"; share: number }
  | { type: "done" }
  | { type: "stopped" }
  | { type: "failed"; message: string };

interface ProcessFlags {
  workers: number;
  dataDir: string;
}

const tell = (event: RunEvent) => process.stdout.write(`${JSON.stringify(event)}\n`);

async function main(args: string[]): Promise<void> {
  const { workers, dataDir } = createCommand("sweep", "Makes runs of a sweep.")
    .requiredOption("--workers <n>", "threads", wholeNumber(1))
    .requiredOption("--data-dir <dir>", "where sets known by name are kept")
    .parse(args, { from: "user" })
    .opts<ProcessFlags>();
  process.stdout.on("error", () => {}); // the owner is gone, which the end of the input tells
  const ended = new AbortController();
  const signal = AbortSignal.any([watchInterrupts(() => {}), ended.signal]);
  const lines = createInterface({ input: process.stdin });
  lines.on("close", () => ended.abort());
  const load = createSourceCache(dataDir);
  for await (const line of lines) {
    const { spec, dir }: RunOrder = JSON.parse(line);
    try {
      const source = await load(spec.data);
      const onProgress = (share: number) => tell({ type: "progress", share });
      const isDone = await makeRun(spec, { dir, source, workers, signal, onProgress });
      tell({ type: isDone ? "done" : "stopped" });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      tell({ type: "failed", message: error.message });
    }
    if (signal.aborted) return;
  }
}

/** Reads a source once for all runs that come one after the other on it. */
export function createSourceCache(dataDir: string): (data: string) => Promise<Source> {
  let last: { data: string; source: Promise<Source> } | undefined;
  return async (data) => {
    if (last?.data !== data) last = { data, source: readData("sweep", { data, dataDir }) };
    try {
      return await last.source;
    } catch (error) {
      last = undefined;
      throw error;
    }
  };
}

if (import.meta.main) await runCommand("sweep", () => main(Deno.args));
