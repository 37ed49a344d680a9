/**
 * A worker: takes one job after the other from a queue, and says while it works that it is alive. Jobs of one
 * that says so no longer go to another.
 *
 * @module
 */
import { hostname } from "node:os";
import { InputError, InterruptedError } from "../errors.ts";
import type { QueueConnection } from "./connect.ts";
import { checkJob, type Job } from "./job.ts";

/** Does a job; what it returns goes back through the queue. */
export type JobHandler = (
  job: Job,
  context: { signal: AbortSignal; onProgress: (share: number) => void },
) => Promise<unknown>;

/** What a worker did. */
export interface JobReport {
  /** The job's name. */
  id: string;
  /** What kind it was, if it was any. */
  kind: string;
  /** Time in the handler. */
  seconds: number;
  /** Why it failed, if it did. */
  failure?: string;
}

/** How a worker works. */
export interface ServeOptions {
  /** Aborting it gives the job under way back to the queue and ends the worker. */
  signal: AbortSignal;
  /** Without a sign of life for this long, a job goes to another worker. */
  stalledMs: number;
  /** Told of each job that is over, when the queue knows. */
  onReport(report: JobReport): Promise<void>;
}

/** Workers that a job may outlive before it is taken for what kills them. */
const MOST_STALLS = 5;

/** Progress is written this often at most. */
const PROGRESS_MS = 1_000;

/** Serves until the signal; returns when the job under way is given back. */
export async function serveQueue(
  { bullmq, connect, name }: QueueConnection,
  handle: JobHandler,
  { signal, stalledMs, onReport }: ServeOptions,
): Promise<void> {
  const seconds = new Map<string, number>();
  const worker = new bullmq.Worker(
    name,
    async (entry, token) => {
      const startMs = performance.now();
      try {
        const onProgress = throttle((share) => void entry.updateProgress(share).catch(() => {}));
        return await handle(checkJob(entry.data), { signal, onProgress });
      } catch (error) {
        if (error instanceof InterruptedError) {
          await entry.moveToWait(token);
          throw new bullmq.WaitingError();
        }
        // No other worker would fare better.
        if (error instanceof InputError) throw new bullmq.UnrecoverableError(error.message);
        throw error;
      } finally {
        seconds.set(entry.id!, (performance.now() - startMs) / 1000);
      }
    },
    {
      connection: connect(),
      ...{ name: `${hostname()}:${Deno.pid}`, concurrency: 1, maxStalledCount: MOST_STALLS },
      ...{ lockDuration: stalledMs, stalledInterval: stalledMs },
    },
  );
  worker.on("error", () => {}); // a lost connection, of which the connection itself tells
  const report = (id: string, kind: string, failure?: string) =>
    void onReport({ id, kind, seconds: seconds.get(id) ?? 0, ...failure && { failure } });
  worker.on("completed", ({ id, name }) => report(id!, name));
  worker.on("failed", (entry, error) => entry && report(entry.id!, entry.name, error.message));
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await worker.close();
}

function throttle(tell: (share: number) => void): (share: number) => void {
  let lastMs = 0;
  return (share) => {
    if (performance.now() - lastMs < PROGRESS_MS) return;
    lastMs = performance.now();
    tell(share);
  };
}
