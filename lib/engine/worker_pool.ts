/**
 * The Workers of an engine, asked all at once.
 *
 * @module
 */
import { startWorker, type WorkerThread } from "../worker_thread.ts";
import { CONTROL } from "./barrier.ts";
import type { Command, Reply } from "./messages.ts";
import { WorkerError } from "./types.ts";
// A package for npm holds what is imported, if only for its types.
import type {} from "./worker.ts";

/** Workers that share a control block; {@link WorkerPool.close} ends them. */
export class WorkerPool {
  readonly #workers: WorkerThread[];
  readonly #control: Int32Array;
  /** Set once a Worker has died: whatever is asked later is refused with it. */
  #failure?: WorkerError;
  #fail: (error: Error) => void = () => {};
  #answer: (reply: Reply, index: number) => void = () => {};

  /** Creates Workers; each waits for its first command. */
  constructor(count: number, control: Int32Array) {
    this.#control = control;
    const module = new URL("./worker.ts", import.meta.url);
    this.#workers = Array.from(
      { length: count },
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
   * @throws {WorkerError} If one dies, or has died before.
   */
  ask(command: (workerIndex: number) => Command): Promise<number[]> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#fail = reject;
      const positions: number[] = [];
      let missing = this.size;
      this.#answer = (reply, index) => {
        if ("error" in reply) return this.#abort(reply.error);
        positions[index] = reply.position;
        if (--missing === 0) resolve(positions);
      };
      this.#workers.forEach((worker, index) => worker.post(command(index)));
    });
  }

  /** Ends the Workers. */
  close(): void {
    this.#workers.forEach((worker) => worker.end());
  }

  /** Tells the others, who wait for the dead one at a barrier; what they say then is not news. */
  #abort(message: string): void {
    Atomics.store(this.#control, CONTROL.aborted, 1);
    Atomics.notify(this.#control, CONTROL.generation);
    this.#failure ??= new WorkerError(`a Worker died: ${message}`);
    this.#fail(this.#failure);
  }
}
