/**
 * The compiled engine from the main thread: a model's parameters and the images in one shared memory,
 * and the Workers that train and classify there by themselves while this thread stays free.
 *
 * @module
 */
import { compileKernels, LANES } from "../kernels/module.ts";
import { nameBuild } from "../kernels/builds.ts";
import type { Model } from "../model/model.ts";
import { CONTROL } from "./barrier.ts";
import { EngineMemory } from "./engine_memory.ts";
import { MemoryEngine } from "./memory_engine.ts";
import type { Command } from "./messages.ts";
import type { Engine, EngineOptions, EpochPart } from "./types.ts";
import { WorkerPool } from "./worker_pool.ts";

/** A network in a shared memory with Workers on it; {@link TrainingEngine.close} ends them. */
export class TrainingEngine extends MemoryEngine implements Engine {
  /** "relaxed SIMD", which fuses multiplications and additions, or "plain SIMD". */
  build = "";
  readonly #workers: WorkerPool;

  private constructor(memory: EngineMemory, workerUrl?: URL) {
    super(memory);
    this.#workers = new WorkerPool(memory, workerUrl);
  }

  /**
   * Lays a model and images into a new memory and starts the Workers.
   *
   * @param workerUrl Where the script of a Worker is, if it is not `worker.ts` beside this one.
   * @throws {UnsupportedModelError} If the engine does not know one of the model's layers.
   * @throws {InputError} If the batch is too large for the memory that can be addressed.
   */
  static async create(
    model: Model,
    options: EngineOptions,
    workerUrl?: URL,
  ): Promise<TrainingEngine> {
    const engine = new TrainingEngine(new EngineMemory(model, options, true), workerUrl);
    try {
      await engine.#start(options);
      return engine;
    } catch (error) {
      engine.close();
      throw error;
    }
  }

  async train({ epoch, step, order, position }: EpochPart): Promise<number> {
    const { control } = this.memory;
    this.memory.writeOrder(order);
    Atomics.store(control, CONTROL.stopAfter, -1);
    const command: Command = { type: "train", epoch, step, first: position, end: order.length };
    const [reached] = await this.#workers.ask(() => command);
    Atomics.store(control, CONTROL.stopRequested, 0);
    return reached;
  }

  requestStop(): void {
    Atomics.store(this.memory.control, CONTROL.stopRequested, 1);
  }

  /** Classifies images with the averaged weights (or the current ones), all Workers sharing. */
  async predict(first: number, end: number, averaged = true): Promise<Float32Array> {
    const parameters = this.memory.parametersAt(averaged);
    const blocks = Math.ceil((end - first) / LANES);
    const bound = (index: number) =>
      Math.min(end, first + Math.floor(blocks * index / this.#workers.size) * LANES);
    await this.#workers.ask((index) => ({
      type: "predict",
      first: bound(index),
      end: bound(index + 1),
      ...parameters,
    }));
    return this.memory.readProbabilities(first, end);
  }

  /** Ends the Workers. */
  close(): void {
    this.#workers.close();
  }

  async #start({ step: options }: EngineOptions): Promise<void> {
    const { memory, layout } = this.memory;
    const { module, build } = await compileKernels(true);
    this.build = nameBuild(build);
    await this.#workers.ask((workerIndex) => ({
      type: "start",
      ...{ module, memory, layout, workerIndex, options },
    }));
  }
}
