import assert from "node:assert/strict";
import {
  collectResults,
  type JobStore,
  type NamedJob,
  type Outcome,
} from "../../lib/queue/collect.ts";
import type { PredictJob } from "../../lib/queue/job.ts";

interface Entry {
  state: string;
  returnvalue?: unknown;
  failedReason?: string;
}

/** A queue in memory, whose jobs are done by whoever calls `finish`. */
class FakeQueue {
  readonly entries = new Map<string, Entry>();
  /** Every job that was added, in order. */
  readonly added: string[] = [];
  /** Jobs that were there at the same time. */
  most = 0;
  /** Called whenever a state is asked for. */
  onLook = (_id: string) => {};

  getJobState = (id: string) => {
    this.onLook(id);
    return Promise.resolve(this.entries.get(id)?.state ?? "unknown");
  };
  add = (_name: string, _data: unknown, { jobId }: { jobId: string }) => {
    if (!this.entries.has(jobId)) {
      this.entries.set(jobId, { state: "waiting" });
      this.added.push(jobId);
    }
    this.most = Math.max(this.most, this.entries.size);
    return Promise.resolve();
  };
  getJob = (id: string) => Promise.resolve(this.entries.get(id));
  getJobs = () => Promise.resolve([]);
  remove = (id: string) => Promise.resolve(this.entries.delete(id) ? 1 : 0);

  finish(id: string, entry: Partial<Entry> = { returnvalue: `result of ${id}` }): void {
    if (!this.entries.has(id)) return;
    this.entries.set(id, { state: entry.failedReason ? "failed" : "completed", ...entry });
  }

  get store(): JobStore {
    return this as unknown as JobStore;
  }
}

const createJobs = (count: number) =>
  Array.from({ length: count }, (_, i): NamedJob<PredictJob> => {
    return { id: `job-${i}`, data: { kind: "predict" } as PredictJob };
  });

interface Options {
  window?: number;
  ordered?: boolean;
}

async function collect(queue: FakeQueue, count: number, options: Options = {}) {
  const outcomes: Outcome<PredictJob>[] = [], { signal } = new AbortController();
  const all = { window: 100, signal, ...options };
  for await (const outcome of collectResults(queue.store, createJobs(count), all)) {
    outcomes.push(outcome);
  }
  return outcomes.map((outcome) => [
    outcome.job.id,
    "result" in outcome ? outcome.result : outcome.failure,
  ]);
}

const expected = (count: number) => createJobs(count).map(({ id }) => [id, `result of ${id}`]);

Deno.test("collectResults() yields each result once and leaves nothing in the queue", async () => {
  const queue = new FakeQueue();
  queue.onLook = (id) => queue.finish(id);
  assert.deepEqual(await collect(queue, 20), expected(20));
  assert.deepEqual([queue.entries.size, queue.added.length], [0, 20]);
});

Deno.test("collectResults() in order waits for the first, and has no more jobs there than its window", async () => {
  const queue = new FakeQueue();
  let looks = 0;
  queue.onLook = () => {
    // The youngest is done first.
    if (looks++ % 2 === 0) queue.finish([...queue.entries.keys()].at(-1) ?? "");
    else for (const id of queue.entries.keys()) queue.finish(id);
  };
  assert.deepEqual(await collect(queue, 12, { ordered: true, window: 4 }), expected(12));
  assert.equal(queue.most, 4);
});

Deno.test("collectResults() finds results that are there already, and adds none of them again", async () => {
  const queue = new FakeQueue();
  for (const { id } of createJobs(3)) {
    queue.entries.set(id, { state: "completed", returnvalue: `result of ${id}` });
  }
  assert.deepEqual(await collect(queue, 3), expected(3));
  assert.deepEqual(queue.added, []);
});

Deno.test("collectResults() puts a job there again that the server has lost", async () => {
  const queue = new FakeQueue();
  let isLost = false;
  queue.onLook = (id) => {
    if (!isLost && queue.entries.size === 3) {
      isLost = true;
      queue.entries.delete("job-1");
    } else if (isLost) queue.finish(id);
  };
  assert.deepEqual((await collect(queue, 3)).toSorted(), expected(3));
  assert.deepEqual(queue.added, ["job-0", "job-1", "job-2", "job-1"]);
});

Deno.test("collectResults() tells of failures, and tries jobs again that failed in an earlier call", async () => {
  const queue = new FakeQueue();
  queue.entries.set("job-0", { state: "failed", failedReason: "no memory" });
  queue.onLook = (id) => {
    if (queue.added.length < 2) return;
    queue.finish(id, id === "job-1" ? { failedReason: "no such data" } : undefined);
  };
  const outcomes = await collect(queue, 2);
  assert.deepEqual(outcomes, [["job-0", "result of job-0"], ["job-1", "no such data"]]);
  assert.deepEqual(queue.added, ["job-0", "job-1"]);
});

Deno.test("collectResults() ends with the signal and leaves the jobs to the next call", async () => {
  const queue = new FakeQueue(), controller = new AbortController();
  queue.onLook = (id) => queue.finish(id);
  const options = { window: 10, signal: controller.signal };
  const ids: string[] = [];
  for await (const { job } of collectResults(queue.store, createJobs(5), options)) {
    ids.push(job.id);
    if (ids.length === 2) controller.abort();
  }
  assert.deepEqual(ids, ["job-0", "job-1"]);
  assert.equal(queue.entries.size, 3);
  assert.deepEqual((await collect(queue, 5)).slice(-3), expected(5).slice(-3));
});
