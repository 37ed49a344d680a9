/**
 * The compiled engine on the calling thread alone, in a memory that is not shared: for pages without
 * cross-origin isolation, whose Workers share nothing. Its weights are those of {@link TrainingEngine}.
 *
 * @module
 */
import { nameBuild } from "../kernels/builds.ts";
import { compileKernels } from "../kernels/module.ts";
import type { Model } from "../model/model.ts";
import { CONTROL } from "./barrier.ts";
import { EngineMemory } from "./engine_memory.ts";
import { MemoryEngine } from "./memory_engine.ts";
import { createThread, type Thread } from "./thread.ts";
import type { Engine, EngineOptions, EpochPart } from "./types.ts";

/** Whoever else works on this thread has his turn this often; a turn costs a browser up to 4 ms. */
const SLICE_MS = 100;

/** Images that are classified at a time: a multiple of the lanes. */
const PREDICTED = 512;

/** Makes a function that gives the thread to others whenever a slice is over. */
function takeTurns(): () => Promise<void> {
  let sliceEnd = performance.now() + SLICE_MS;
  return async () => {
    if (performance.now() < sliceEnd) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    sliceEnd = performance.now() + SLICE_MS;
  };
}

/** A network in a memory of its own; trains in slices, between which the thread is free. */
export class SingleEngine extends MemoryEngine implements Engine {
  /** See {@link TrainingEngine.build}. */
  readonly build: string;
  readonly #thread: Thread;
  #stopRequested = false;

  private constructor(memory: EngineMemory, thread: Thread, build: string) {
    super(memory);
    this.#thread = thread;
    this.build = build;
  }

  /**
   * Lays a model and images into a new memory.
   *
   * @param options Of which `workers` is ignored: there is one thread.
   * @throws {UnsupportedModelError} If the engine does not know one of the model's layers.
   * @throws {InputError} If the batch is too large for the memory that can be addressed.
   */
  static async create(model: Model, options: EngineOptions): Promise<SingleEngine> {
    const memory = new EngineMemory(model, { ...options, workers: 1 }, false);
    const { module, build } = await compileKernels(false);
    const setup = { module, memory: memory.memory, layout: memory.layout, options: options.step };
    return new SingleEngine(memory, createThread({ ...setup, workerIndex: 0 }), nameBuild(build));
  }

  async train({ epoch, step, order, position }: EpochPart): Promise<number> {
    const { control, layout: { batchSize } } = this.memory;
    this.memory.writeOrder(order);
    control[CONTROL.stopAfter] = -1;
    const turn = takeTurns();
    let at = position;
    while (at < order.length && !(this.#stopRequested && at > position)) {
      const end = Math.min(order.length, at + batchSize);
      at = this.#thread.train({ epoch, step: step++, first: at, end });
      await turn();
    }
    this.#stopRequested = false;
    return at;
  }

  requestStop(): void {
    this.#stopRequested = true;
  }

  async predict(first: number, end: number, averaged = true): Promise<Float32Array> {
    const parameters = this.memory.parametersAt(averaged);
    const turn = takeTurns();
    for (let at = first; at < end; at += PREDICTED) {
      this.#thread.predict({ first: at, end: Math.min(end, at + PREDICTED), ...parameters });
      await turn();
    }
    return this.memory.readProbabilities(first, end);
  }

  /** Nothing is held but memory, which goes with the engine. */
  close(): void {}
}
