/**
 * The compiled engine from the main thread: a model's parameters and the images in one shared memory,
 * and the Workers that train and classify there by themselves while this thread stays free.
 *
 * @module
 */
import { IMAGE_PIXELS, type LabeledImages } from "../dataset/labeled_images.ts";
import { compileKernels, LANES } from "../kernels/module.ts";
import type { Model } from "../model/model.ts";
import { createMemory } from "../kernels/memory.ts";
import { createDisplacementPlane } from "../augmentation/warp.ts";
import { CONTROL, CONTROL_INTS, HEARTBEAT_INTS } from "./barrier.ts";
import { type Layout, planLayout } from "./layout.ts";
import type { Command } from "./messages.ts";
import { readNetwork } from "../model/read_network.ts";
import { readParameters, writeParameters } from "./parameters.ts";
import type { Engine, EngineOptions, EngineState, EpochPart, Totals } from "./types.ts";
import { WorkerPool } from "./worker_pool.ts";

/** A network in a shared memory with Workers on it; {@link TrainingEngine.close} ends them. */
export class TrainingEngine implements Engine {
  readonly backend = "compiled";
  /** "relaxed SIMD", which fuses multiplications and additions, or "plain SIMD". */
  build = "";
  readonly #memory: WebAssembly.Memory;
  readonly #layout: Layout;
  readonly #control: Int32Array;
  readonly #workers: WorkerPool;

  private constructor(layout: Layout) {
    this.#layout = layout;
    this.#memory = createMemory(layout.bytes, true);
    this.#control = new Int32Array(this.#memory.buffer, layout.control, CONTROL_INTS);
    const workers = layout.workers.length, { buffer } = this.#memory;
    const heartbeats = new Int32Array(buffer, layout.heartbeats, workers * HEARTBEAT_INTS);
    this.#workers = new WorkerPool(workers, this.#control, heartbeats);
  }

  /**
   * Lays a model and images into a new memory and starts the Workers.
   *
   * @throws {UnsupportedModelError} If the engine does not know one of the model's layers.
   * @throws {InputError} If the batch is too large for the memory that can be addressed.
   */
  static async create(model: Model, options: EngineOptions): Promise<TrainingEngine> {
    const { images, batchSize, workers, learningRates } = options;
    const imageCount = images.reduce((sum, digits) => sum + digits.count, 0);
    const network = readNetwork(model.topology);
    const capacity = { batchSize, workers, images: imageCount, steps: learningRates.length };
    const engine = new TrainingEngine(planLayout(network, capacity));
    try {
      await engine.#start(model, options);
      return engine;
    } catch (error) {
      engine.close();
      throw error;
    }
  }

  /** Bytes of the shared memory. */
  get memoryBytes(): number {
    return this.#layout.bytes;
  }

  get stepsDone(): number {
    return Atomics.load(this.#control, CONTROL.stepsDone);
  }

  get totals(): Totals {
    const sums = this.#layout.chunks.map(({ totals }) =>
      new Float64Array(this.#memory.buffer, totals, 2)
    );
    return {
      lossSum: sums.reduce((sum, [loss]) => sum + loss, 0),
      correct: sums.reduce((sum, [, correct]) => sum + correct, 0),
    };
  }

  resetTotals({ lossSum, correct }: Totals = { lossSum: 0, correct: 0 }): void {
    this.#layout.chunks.forEach(({ totals }, index) => {
      const own = new Float64Array(this.#memory.buffer, totals, 2);
      own.set(index === 0 ? [lossSum, correct] : [0, 0]);
    });
  }

  async train({ epoch, step, order, position }: EpochPart): Promise<number> {
    new Uint32Array(this.#memory.buffer, this.#layout.order, order.length).set(order);
    Atomics.store(this.#control, CONTROL.stopAfter, -1);
    const command: Command = { type: "train", epoch, step, first: position, end: order.length };
    const [reached] = await this.#workers.ask(() => command);
    Atomics.store(this.#control, CONTROL.stopRequested, 0);
    return reached;
  }

  requestStop(): void {
    Atomics.store(this.#control, CONTROL.stopRequested, 1);
  }

  /** Classifies images with the averaged weights (or the current ones), all Workers sharing. */
  async predict(first: number, end: number, averaged = true): Promise<Float32Array> {
    const { weights, average, movingStatistics, averageStatistics, network } = this.#layout;
    const blocks = Math.ceil((end - first) / LANES);
    const bound = (index: number) =>
      Math.min(end, first + Math.floor(blocks * index / this.#workers.size) * LANES);
    await this.#workers.ask((index) => ({
      type: "predict",
      first: bound(index),
      end: bound(index + 1),
      weights: averaged ? average : weights,
      statistics: averaged ? averageStatistics : movingStatistics,
    }));
    const { classes } = network;
    const address = this.#layout.probabilities + first * classes * 4;
    return new Float32Array(this.#memory.buffer, address, (end - first) * classes).slice();
  }

  readState(): Promise<EngineState> {
    return Promise.resolve(this.#mapState((view) => view.slice()));
  }

  writeState(state: EngineState): void {
    this.#mapState((view, name) => {
      const { length } = state[name];
      if (length !== view.length) {
        throw new RangeError(`state: expected ${view.length} floats of ${name}, got ${length}`);
      }
      view.set(state[name]);
      return view;
    });
  }

  writeTo(model: Model): Promise<void> {
    readParameters(model, this.#layout, this.#memory);
    return Promise.resolve();
  }

  /** Ends the Workers. */
  close(): void {
    this.#workers.close();
  }

  async #start(model: Model, options: EngineOptions): Promise<void> {
    const layout = this.#layout, memory = this.#memory;
    this.#write(layout.learningRates, options.learningRates);
    this.#write(layout.displacement, createDisplacementPlane(options.step.seed));
    this.#writeImages(options.images);
    writeParameters(model, layout, memory);
    const { module, build } = await compileKernels(true);
    this.build = build.relaxed ? "relaxed SIMD" : "plain SIMD";
    await this.#workers.ask((workerIndex) => ({
      type: "start",
      module,
      memory,
      layout,
      workerIndex,
      options: options.step,
    }));
  }

  #mapState(
    visit: (view: Float32Array, name: keyof EngineState) => Float32Array,
  ): EngineState {
    const layout = this.#layout;
    const view = (name: keyof EngineState) => {
      const size = name.endsWith("Statistics") ? layout.statistics : layout.parameters;
      return visit(new Float32Array(this.#memory.buffer, layout[name], size), name);
    };
    return {
      weights: view("weights"),
      average: view("average"),
      firstMoment: view("firstMoment"),
      secondMoment: view("secondMoment"),
      movingStatistics: view("movingStatistics"),
      averageStatistics: view("averageStatistics"),
    };
  }

  #write(address: number, values: Float32Array): void {
    new Float32Array(this.#memory.buffer, address, values.length).set(values);
  }

  #writeImages(sets: LabeledImages[]): void {
    const bytes = new Uint8Array(this.#memory.buffer);
    let index = 0;
    for (const { count, images, labels } of sets) {
      bytes.set(images, this.#layout.images + index * IMAGE_PIXELS);
      bytes.set(labels, this.#layout.labels + index);
      index += count;
    }
  }
}
