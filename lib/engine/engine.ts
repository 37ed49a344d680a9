/**
 * The compiled engine from the main thread: a model's parameters and the images in one shared memory,
 * and the Workers that train and classify there by themselves while this thread stays free.
 *
 * @module
 */
import type { Digits } from "../dataset/digits.ts";
import { compileKernelModule } from "../kernels/module.ts";
import type { tf } from "../model/backend.ts";
import { createMemory } from "./arena.ts";
import { createDisplacementPlane } from "./augmentation.ts";
import { AbortedError, CONTROL } from "./barrier.ts";
import { type Layout, planLayout } from "./layout.ts";
import type { Command, Reply } from "./messages.ts";
import { readNetwork } from "./read_network.ts";
import { readParameters, writeParameters } from "./parameters.ts";
import type { StepOptions } from "./step.ts";

/** What an engine is made for. */
export interface EngineOptions {
  /** Sets of images, laid one after the other; indices count through all of them. */
  images: Digits[];
  batchSize: number;
  workers: number;
  /** Learning rate of every step of the run. */
  learningRates: Float32Array;
  step: StepOptions;
}

/** Which part of an epoch to train on. */
export interface EpochPart {
  epoch: number;
  /** Steps done before. */
  step: number;
  /** Indices of the images in the order of training. */
  order: Uint32Array;
  /** How many of them have been trained on. */
  position: number;
}

/** Everything that training changes: enough to go on as if never interrupted. */
export type EngineState = Record<
  | "weights"
  | "average"
  | "firstMoment"
  | "secondMoment"
  | "movingStatistics"
  | "averageStatistics",
  Float32Array
>;

/** Running figures of the epoch so far. */
export interface Totals {
  /** Σ cross-entropy over the images seen. */
  lossSum: number;
  correct: number;
}

/** A Worker died; the run cannot go on in this engine. */
export class WorkerError extends Error {
  override name = "WorkerError";
}

/** A network in a shared memory with Workers on it; {@link TrainingEngine.close} ends them. */
export class TrainingEngine {
  readonly #memory: WebAssembly.Memory;
  readonly #layout: Layout;
  readonly #workers: Worker[] = [];
  readonly #control: Int32Array;
  #fail: (error: Error) => void = () => {};

  private constructor(layout: Layout) {
    this.#layout = layout;
    this.#memory = createMemory(layout.bytes, true);
    this.#control = new Int32Array(this.#memory.buffer, layout.control, 16);
  }

  /**
   * Lays a model and images into a new memory and starts the Workers.
   *
   * @throws {UnsupportedModelError} If the engine does not know one of the model's layers.
   */
  static async create(model: tf.LayersModel, options: EngineOptions): Promise<TrainingEngine> {
    const { images, batchSize, workers, learningRates } = options;
    const imageCount = images.reduce((sum, digits) => sum + digits.count, 0);
    const network = readNetwork(model);
    const capacity = { batchSize, workers, images: imageCount, steps: learningRates.length };
    const layout = planLayout(network, capacity);
    const engine = new TrainingEngine(layout);
    engine.#write(layout.learningRates, learningRates);
    engine.#write(layout.displacement, createDisplacementPlane(options.step.seed));
    engine.#writeImages(images);
    writeParameters(model, layout, engine.#memory);
    const module = await compileKernelModule(true);
    await engine.#start(module, options.step);
    return engine;
  }

  /** Bytes of the shared memory. */
  get memoryBytes(): number {
    return this.#layout.bytes;
  }

  /** Steps done since the engine was made; may be read while it trains. */
  get stepsDone(): number {
    return Atomics.load(this.#control, CONTROL.stepsDone);
  }

  /** Loss and correct answers since {@link resetTotals}; may be read while it trains. */
  get totals(): Totals {
    const sums = this.#layout.workers.map(({ totals }) =>
      new Float64Array(this.#memory.buffer, totals, 2)
    );
    return {
      lossSum: sums.reduce((sum, [loss]) => sum + loss, 0),
      correct: sums.reduce((sum, [, correct]) => sum + correct, 0),
    };
  }

  /** Starts the totals from given figures (an epoch that was interrupted), or from nothing. */
  resetTotals({ lossSum, correct }: Totals = { lossSum: 0, correct: 0 }): void {
    this.#layout.workers.forEach(({ totals }, index) => {
      const own = new Float64Array(this.#memory.buffer, totals, 2);
      own.set(index === 0 ? [lossSum, correct] : [0, 0]);
    });
  }

  /**
   * Trains on the rest of an epoch, or up to the batch after {@link requestStop}.
   *
   * @returns Position in the order up to which images have been trained on.
   * @throws {WorkerError} If a Worker dies.
   */
  async train({ epoch, step, order, position }: EpochPart): Promise<number> {
    new Uint32Array(this.#memory.buffer, this.#layout.order, order.length).set(order);
    Atomics.store(this.#control, CONTROL.stopAfter, -1);
    const command: Command = { type: "train", epoch, step, first: position, end: order.length };
    const replies = await this.#ask(() => command);
    Atomics.store(this.#control, CONTROL.stopRequested, 0);
    return replies[0].position;
  }

  /** Makes the training stop after the batch under way. */
  requestStop(): void {
    Atomics.store(this.#control, CONTROL.stopRequested, 1);
  }

  /**
   * Classifies images with the averaged weights (or the current ones), all Workers sharing.
   *
   * @returns Probabilities `[end − first, 10]`, a copy.
   */
  async predict(first: number, end: number, averaged = true): Promise<Float32Array> {
    const { weights, average, movingStatistics, averageStatistics, network } = this.#layout;
    const share = (index: number) => {
      const blocks = Math.ceil((end - first) / 8);
      return Math.min(end, first + Math.floor(blocks * index / this.#workers.length) * 8);
    };
    await this.#ask((index) => ({
      type: "predict",
      first: share(index),
      end: index === this.#workers.length - 1 ? end : share(index + 1),
      weights: averaged ? average : weights,
      statistics: averaged ? averageStatistics : movingStatistics,
    }));
    const { classes } = network;
    const address = this.#layout.probabilities + first * classes * 4;
    return new Float32Array(this.#memory.buffer, address, (end - first) * classes).slice();
  }

  /** Copies the state out. */
  readState(): EngineState {
    return this.#mapState((view) => view.slice());
  }

  /** Copies a state in. */
  writeState(state: EngineState): void {
    this.#mapState((view, name) => (view.set(state[name]), view));
  }

  /** Writes the averaged weights and statistics into the tfjs model. */
  writeTo(model: tf.LayersModel): void {
    readParameters(model, this.#layout, this.#memory);
  }

  /** Ends the Workers. */
  close(): void {
    this.#workers.forEach((worker) => worker.terminate());
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

  #writeImages(sets: Digits[]): void {
    const bytes = new Uint8Array(this.#memory.buffer);
    const imageBytes = sets.length === 0 ? 0 : sets[0].images.length / sets[0].count;
    let index = 0;
    for (const { count, images, labels } of sets) {
      bytes.set(images, this.#layout.images + index * imageBytes);
      bytes.set(labels, this.#layout.labels + index);
      index += count;
    }
  }

  async #start(module: WebAssembly.Module, options: StepOptions): Promise<void> {
    const url = new URL("./worker.ts", import.meta.url);
    for (let index = 0; index < this.#layout.workers.length; index++) {
      const worker = new Worker(url, { type: "module", name: `trainer ${index + 1}` });
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        this.#abort(event.message);
      });
      this.#workers.push(worker);
    }
    const layout = this.#layout, memory = this.#memory;
    await this.#ask((workerIndex) => ({
      type: "start",
      ...{ module, memory, layout, workerIndex, options },
    }));
  }

  /** Sends each Worker its command and waits for all replies; rejects if one dies. */
  #ask(command: (workerIndex: number) => Command): Promise<Reply[]> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      const replies: Reply[] = [];
      let missing = this.#workers.length;
      this.#workers.forEach((worker, index) => {
        worker.onmessage = ({ data }: MessageEvent<Reply>) => {
          replies[index] = data;
          if (--missing === 0) resolve(replies);
        };
        worker.postMessage(command(index));
      });
    });
  }

  #abort(message: string): void {
    Atomics.store(this.#control, CONTROL.aborted, 1);
    Atomics.notify(this.#control, CONTROL.generation);
    // A Worker that only waited for the dead one says nothing new.
    if (!message.includes(AbortedError.name)) {
      this.#fail(new WorkerError(`a Worker died: ${message}`));
    }
  }
}
