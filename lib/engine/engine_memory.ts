/**
 * The memory of an engine from outside: images, parameters, state and results, in and out.
 *
 * @module
 */
import { createDisplacementPlane } from "../augmentation/warp.ts";
import { IMAGE_PIXELS, type LabeledImages } from "../dataset/labeled_images.ts";
import { createMemory } from "../kernels/memory.ts";
import type { Model } from "../model/model.ts";
import { readNetwork } from "../model/read_network.ts";
import { CONTROL, CONTROL_INTS, HEARTBEAT_INTS } from "./barrier.ts";
import { type Layout, planLayout } from "./layout.ts";
import { readParameters, writeParameters } from "./parameters.ts";
import type { EngineOptions, EngineState, Totals } from "./types.ts";

/** A network, its images and its optimiser, laid out in one memory. */
export class EngineMemory {
  readonly layout: Layout;
  readonly memory: WebAssembly.Memory;
  readonly control: Int32Array;
  /** The Workers' counters, {@link HEARTBEAT_INTS} apart. */
  readonly heartbeats: Int32Array;

  /**
   * Lays a model and images into a new memory.
   *
   * @param shared Whether Workers are to share it.
   * @throws {UnsupportedModelError} If the engine does not know one of the model's layers.
   * @throws {InputError} If the batch is too large for the memory that can be addressed.
   */
  constructor(model: Model, options: EngineOptions, shared: boolean) {
    const { images, batchSize, workers, learningRates } = options;
    this.layout = planLayout(readNetwork(model.topology), {
      ...{ batchSize, workers, steps: learningRates.length },
      images: images.reduce((sum, { count }) => sum + count, 0),
    });
    this.memory = createMemory(this.layout.bytes, shared);
    this.control = new Int32Array(this.memory.buffer, this.layout.control, CONTROL_INTS);
    const beats = workers * HEARTBEAT_INTS;
    this.heartbeats = new Int32Array(this.memory.buffer, this.layout.heartbeats, beats);
    this.#write(this.layout.learningRates, learningRates);
    this.#write(this.layout.displacement, createDisplacementPlane(options.step.seed));
    this.#writeImages(images);
    writeParameters(model, this.layout, this.memory);
  }

  get stepsDone(): number {
    return Atomics.load(this.control, CONTROL.stepsDone);
  }

  get totals(): Totals {
    const sums = this.layout.chunks.map(({ totals }) =>
      new Float64Array(this.memory.buffer, totals, 2)
    );
    return {
      lossSum: sums.reduce((sum, [loss]) => sum + loss, 0),
      correct: sums.reduce((sum, [, correct]) => sum + correct, 0),
    };
  }

  resetTotals({ lossSum, correct }: Totals = { lossSum: 0, correct: 0 }): void {
    this.layout.chunks.forEach(({ totals }, index) => {
      const own = new Float64Array(this.memory.buffer, totals, 2);
      own.set(index === 0 ? [lossSum, correct] : [0, 0]);
    });
  }

  writeOrder(order: Uint32Array): void {
    new Uint32Array(this.memory.buffer, this.layout.order, order.length).set(order);
  }

  /** Where the parameters lie to classify with: the averaged ones, or the current ones. */
  parametersAt(averaged: boolean): { weights: number; statistics: number } {
    const { weights, average, movingStatistics, averageStatistics } = this.layout;
    return averaged
      ? { weights: average, statistics: averageStatistics }
      : { weights, statistics: movingStatistics };
  }

  /** Copies the probabilities of images `first` to `end` out of the table. */
  readProbabilities(first: number, end: number): Float32Array {
    const { probabilities, network: { classes } } = this.layout;
    const address = probabilities + first * classes * 4;
    return new Float32Array(this.memory.buffer, address, (end - first) * classes).slice();
  }

  readState(): EngineState {
    return this.#mapState((view) => view.slice());
  }

  /** @throws {RangeError} If it is the state of another model. */
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

  /** Writes the averaged weights and statistics into the model. */
  writeTo(model: Model): void {
    readParameters(model, this.layout, this.memory);
  }

  #mapState(
    visit: (view: Float32Array, name: keyof EngineState) => Float32Array,
  ): EngineState {
    const { layout, memory } = this;
    const view = (name: keyof EngineState) => {
      const size = name.endsWith("Statistics") ? layout.statistics : layout.parameters;
      return visit(new Float32Array(memory.buffer, layout[name], size), name);
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
    new Float32Array(this.memory.buffer, address, values.length).set(values);
  }

  #writeImages(sets: LabeledImages[]): void {
    const bytes = new Uint8Array(this.memory.buffer);
    let index = 0;
    for (const { count, images, labels } of sets) {
      bytes.set(images, this.layout.images + index * IMAGE_PIXELS);
      bytes.set(labels, this.layout.labels + index);
      index += count;
    }
  }
}
