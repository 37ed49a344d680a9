/**
 * The Workers of an engine, asked all at once.
 *
 * @module
 */
import { startWorker, type WorkerThread } from "../worker_thread.ts";
import { CONTROL, HEARTBEAT_INTS } from "./barrier.ts";
import type { EngineMemory } from "./engine_memory.ts";
import type { Command, Reply } from "./messages.ts";
import { WorkerError } from "./types.ts";
// A package for npm holds what is imported, if only for its types.
import type {} from "./worker.ts";

/** How often it is seen whether a Worker's heart still beats. */
const WATCH_MS = 1000;

/**
 * After how many such looks without a beat it is dead. Looks, not seconds: a process that was suspended has
 * looked no more often. Starting up is one long beat.
 */
const PATIENCE = { start: 120, train: 8, predict: 8 } as const satisfies Record<
  Command["type"],
  number
>;

/** Workers that share a control block; {@link WorkerPool.close} ends them. */
export class WorkerPool {
  readonly #workers: WorkerThread[];
  readonly #control: Int32Array;
  readonly #heartbeats: Int32Array;
  /** Set once a Worker has died: whatever is asked later is refused with it. */
  #failure?: WorkerError;
  #stopWatching = () => {};
  #fail: (error: Error) => void = () => {};
  #answer: (reply: Reply, index: number) => void = () => {};

  /**
   * Creates Workers; each waits for its first command.
   *
   * @param module Theirs.
   */
  constructor(
    { layout, control, heartbeats }: EngineMemory,
    module: URL = new URL("./worker.ts", import.meta.url),
  ) {
    this.#control = control;
    this.#heartbeats = heartbeats;
    this.#workers = Array.from(
      layout.workers,
      (_, index) =>
        startWorker(module, import.meta.url, {
          name: `trainer ${index + 1}`,
          onMessage: (reply) => this.#answer(reply as Reply, index),
          onError: (message) => this.#abort(message),
        }),
    );
  }

  /** How many there are. */
  get size(): number {
    return this.#workers.length;
  }

  /**
   * Sends each Worker its command and waits for all of them.
   *
   * @returns The positions that they reached.
   * @throws {WorkerError} If one dies, be it without a word, or has died before.
   */
  ask(command: (workerIndex: number) => Command): Promise<number[]> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      const positions: number[] = [];
      const commands = this.#workers.map((_, index) => command(index));
      this.#stopWatching = this.#watch(positions, PATIENCE[commands[0].type]);
      this.#fail = (error) => {
        this.#stopWatching();
        reject(error);
      };
      let missing = this.size;
      this.#answer = (reply, index) => {
        if ("error" in reply) return this.#abort(reply.error);
        positions[index] = reply.position;
        if (--missing > 0) return;
        this.#stopWatching();
        resolve(positions);
      };
      this.#workers.forEach((worker, index) => worker.post(commands[index]));
    });
  }

  /**
   * Watches the hearts of those who have not answered yet.
   *
   * @returns A function that ends it.
   */
  #watch(positions: readonly number[], patience: number): () => void {
    const counters = this.#workers.map((_, index) => index * HEARTBEAT_INTS);
    const last = counters.map((at) => Atomics.load(this.#heartbeats, at));
    const still = counters.map(() => 0);
    const timer = setInterval(() => {
      counters.forEach((at, index) => {
        const beats = Atomics.load(this.#heartbeats, at);
        const isFine = beats !== last[index] || positions[index] !== undefined;
        still[index] = isFine ? 0 : still[index] + 1;
        last[index] = beats;
      });
      const dead = still.findIndex((looks) => looks >= patience);
      if (dead >= 0) this.#abort(`trainer ${dead + 1} has not been heard for ${patience} s`);
    }, WATCH_MS);
    return () => clearInterval(timer);
  }

  /** Ends the Workers. */
  close(): void {
    this.#stopWatching();
    this.#workers.forEach((worker) => worker.end());
  }

  /** Tells the others, who wait for the dead one at a barrier; what they say then is not news. */
  #abort(message: string): void {
    Atomics.store(this.#control, CONTROL.aborted, 1);
    Atomics.notify(this.#control, CONTROL.finished);
    this.#failure ??= new WorkerError(`a Worker died: ${message}`);
    this.#fail(this.#failure);
  }
}
