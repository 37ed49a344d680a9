/**
 * Runs of a sweep through a queue: put there, made by workers anywhere, and kept here.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { InputError } from "../errors.ts";
import { decodeModel, readModelJson } from "../model/model_json.ts";
import { saveModel } from "../model/store.ts";
import { collectResults, forgetJobs } from "../queue/collect.ts";
import { connectQueue } from "../queue/connect.ts";
import { checkRunResult, type RunResult } from "../queue/job.ts";
import { checkRunRecord } from "../sweep/run_record.ts";
import type { SweepRun } from "../sweep/expand.ts";
import type { RunEvent } from "./sweep_process.ts";

/** A run to have made, and where to keep it. */
export interface QueuedRun extends SweepRun {
  dir: string;
}

/** How runs go through a queue. */
export interface RunQueuedOptions {
  /** Address of the queue. */
  url: string;
  /** Runs that are done already: what the queue still knows of them is forgotten. */
  done: readonly string[];
  /** Aborting it leaves the runs in the queue. */
  signal: AbortSignal;
  /** Told how a run goes. */
  onEvent(id: string, event: RunEvent): void;
}

/** Runs in the queue at a time. */
const WINDOW = 1_000;

/** Has workers make runs; returns when all are kept here, have failed, or the signal came. */
export async function runQueued(
  runs: readonly QueuedRun[],
  { url, done, signal, onEvent }: RunQueuedOptions,
): Promise<void> {
  const connection = await connectQueue(url);
  const folders = new Map(runs.map(({ id, dir }) => [id, dir]));
  try {
    await forgetJobs(connection.queue, done);
    const jobs = runs.map(({ id, spec }) => ({ id, data: { kind: "run" as const, spec } }));
    const outcomes = collectResults(connection.queue, jobs, {
      window: WINDOW,
      signal,
      onProgress(id, progress) {
        if (typeof progress === "number") onEvent(id, { type: "progress", share: progress });
      },
      onWaiting: (id) => onEvent(id, { type: "stopped" }),
    });
    for await (const outcome of outcomes) {
      const { id } = outcome.job;
      try {
        if ("failure" in outcome) throw new InputError(outcome.failure);
        await keepModel(folders.get(id)!, id, checkRunResult(outcome.result));
        onEvent(id, { type: "done" });
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        onEvent(id, { type: "failed", message: error.message });
      }
    }
  } finally {
    await connection.close();
  }
}

/**
 * Saves a model that came through a queue, once it is known to be one, and of this run.
 *
 * @throws {InputError} If it is not.
 */
export async function keepModel(dir: string, id: string, { files }: RunResult): Promise<void> {
  const bytesOf = (name: keyof RunResult["files"]) => Buffer.from(files[name], "base64");
  const weights = bytesOf("weights.bin");
  try {
    const run = JSON.parse(bytesOf("run.json").toString());
    checkRunRecord(run, id);
    const sha256 = createHash("sha256").update(weights).digest("hex");
    if (run.weightsSha256 !== sha256) {
      throw new Error(`expected weights of SHA-256 ${run.weightsSha256}, got ${sha256}`);
    }
    const outline = readModelJson(JSON.parse(bytesOf("model.json").toString()));
    const { network, classes } = run;
    await saveModel(dir, decodeModel(outline, weights, { ...network, classes }), run);
  } catch (error) {
    throw new InputError(`expected a trained model: ${(error as Error).message}`);
  }
}
