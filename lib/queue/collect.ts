/**
 * Jobs put into a queue, and their results taken out, each once. Whoever collects may die at any moment and
 * begin again: jobs are known by their content, a job is removed only after its result is kept, and one that
 * the server has lost is put there again.
 *
 * @module
 */
import type { Job as QueueEntry } from "bullmq";
import type { Queue } from "./connect.ts";
import type { Job } from "./job.ts";

/** What is asked of a queue. */
export type JobStore = Pick<Queue, "add" | "getJob" | "getJobs" | "getJobState" | "remove">;

/** A job under the name that its content gives it. */
export interface NamedJob<Data extends Job = Job> {
  /** The same for the same job. */
  id: string;
  /** What to do. */
  data: Data;
}

/** What came of a job. */
export type Outcome<Data extends Job = Job> =
  & { job: NamedJob<Data> }
  & ({ result: unknown } | { failure: string });

/** How results are collected. */
export interface CollectOptions {
  /** Jobs in the queue at a time. */
  window: number;
  /** Results in the order of the jobs, rather than as they come. */
  ordered?: boolean;
  /** Aborting it ends the collecting; what is in the queue stays there. */
  signal: AbortSignal;
  /** Told the progress of a job that is under way, as its worker reports it. */
  onProgress?: (id: string, progress: unknown) => void;
  /** Told that a job's progress is to be forgotten: its worker was lost or has given it back. */
  onWaiting?: (id: string) => void;
}

const POLL_MS = 200;

/** Looks at progress are this far apart: they are for people. */
const PROGRESS_MS = 1_000;

/** A worker's failures before a job is given up; a worker that dies is another matter. */
const ATTEMPTS = 3;

/** Results that nobody has come for are dropped after thirty days; who comes later has the work done again. */
const KEPT_SECONDS = 30 * 24 * 3600;

/**
 * Puts jobs into a queue and yields what comes of them. A job is removed from the queue when the next outcome
 * is asked for: until then the caller keeps the result.
 */
export async function* collectResults<Data extends Job>(
  queue: JobStore,
  jobs: Iterable<NamedJob<Data>> | AsyncIterable<NamedJob<Data>>,
  options: CollectOptions,
): AsyncGenerator<Outcome<Data>, void> {
  const { window, ordered = false, signal } = options;
  const source = iterate(jobs), outstanding = new Map<string, NamedJob<Data>>();
  const watch = createProgressWatch(queue, options);
  let isExhausted = false;
  while (!signal.aborted) {
    while (!isExhausted && outstanding.size < window && !signal.aborted) {
      const { done, value } = await source.next();
      if (done) isExhausted = true;
      else {
        await addJob(queue, value);
        outstanding.set(value.id, value);
      }
    }
    if (outstanding.size === 0) return;
    const looked = [...outstanding.values()].slice(0, ordered ? 1 : window);
    let settled = 0;
    for (const [i, state] of (await readStates(queue, looked)).entries()) {
      const job = looked[i];
      if (state === "unknown") await addJob(queue, job);
      if (state !== "completed" && state !== "failed") continue;
      const outcome = await readOutcome(queue, job);
      if (!outcome) continue; // taken by another collector in this moment
      yield outcome;
      await queue.remove(job.id);
      outstanding.delete(job.id);
      settled++;
      if (signal.aborted) return;
    }
    if (settled > 0) continue;
    await watch([...outstanding.keys()]);
    await pause(POLL_MS, signal);
  }
}

/** Forgets jobs whose results are kept already: leftovers of a collector that died in between. */
export async function forgetJobs(queue: JobStore, ids: Iterable<string>): Promise<void> {
  for (const id of ids) await queue.remove(id).catch(() => {}); // one that a worker holds stays
}

async function* iterate<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void> {
  yield* items;
}

/** Adds a job unless it is there; one that has failed before is tried again. */
async function addJob(queue: JobStore, { id, data }: NamedJob): Promise<void> {
  if (await queue.getJobState(id) === "failed") await queue.remove(id);
  await queue.add(data.kind, data, {
    jobId: id,
    attempts: ATTEMPTS,
    backoff: { type: "fixed", delay: 1_000 },
    removeOnComplete: { age: KEPT_SECONDS },
    removeOnFail: { age: KEPT_SECONDS },
  });
}

const readStates = (queue: JobStore, jobs: readonly NamedJob[]) =>
  Promise.all(jobs.map(({ id }) => queue.getJobState(id)));

async function readOutcome<Data extends Job>(
  queue: JobStore,
  job: NamedJob<Data>,
): Promise<Outcome<Data> | undefined> {
  const entry: QueueEntry | undefined = await queue.getJob(job.id);
  if (!entry) return undefined;
  if (entry.failedReason) return { job, failure: entry.failedReason };
  return entry.returnvalue ? { job, result: entry.returnvalue } : undefined;
}

/** Looks at jobs that workers hold, now and then. */
function createProgressWatch(queue: JobStore, { onProgress, onWaiting, window }: CollectOptions) {
  let lastMs = 0;
  return async (ids: readonly string[]) => {
    if (!onProgress || performance.now() - lastMs < PROGRESS_MS) return;
    lastMs = performance.now();
    const active = await queue.getJobs(["active"], 0, window);
    const underway = new Map(active.map((entry) => [entry?.id, entry?.progress]));
    for (const id of ids) {
      if (underway.has(id)) onProgress(id, underway.get(id));
      else onWaiting?.(id);
    }
  };
}

/** Waits, but no longer than until the signal. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise.finally(() => clearTimeout(timer));
}
