/**
 * The Workers of an engine, asked all at once.
 *
 * @module
 */
import { CONTROL } from "./barrier.ts";
import type { Command, Reply } from "./messages.ts";
import { WorkerError } from "./types.ts";

/** Workers that share a control block; {@link WorkerPool.close} ends them. */
export class WorkerPool {
  readonly #workers: Worker[];
  readonly #control: Int32Array;
  /** Set once a Worker has died: whatever is asked later is refused with it. */
  #failure?: WorkerError;
  #fail: (error: Error) => void = () => {};

  /**
   * Creates Workers; each waits for its first command.
   *
   * @param url Of their script.
   */
  constructor(
    count: number,
    control: Int32Array,
    url: URL = new URL("./worker.ts", import.meta.url),
  ) {
    this.#control = control;
    this.#workers = Array.from({ length: count }, (_, index) => {
      const worker = new Worker(url, { type: "module", name: `trainer ${index + 1}` });
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        this.#abort(event.message);
      });
      return worker;
    });
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
      this.#workers.forEach((worker, index) => {
        worker.onmessage = ({ data }: MessageEvent<Reply>) => {
          if ("error" in data) return this.#abort(data.error);
          positions[index] = data.position;
          if (--missing === 0) resolve(positions);
        };
        worker.postMessage(command(index));
      });
    });
  }

  /** Ends the Workers. */
  close(): void {
    this.#workers.forEach((worker) => worker.terminate());
  }

  /** Tells the others, who wait for the dead one at a barrier; what they say then is not news. */
  #abort(message: string): void {
    Atomics.store(this.#control, CONTROL.aborted, 1);
    Atomics.notify(this.#control, CONTROL.generation);
    this.#failure ??= new WorkerError(`a Worker died: ${message}`);
    this.#fail(this.#failure);
  }
}
