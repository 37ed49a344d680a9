/**
 * Training through tfjs op by op, on whatever backend is current: for models that the compiled engine
 * does not know, and for GPUs.
 *
 * @module
 */
import {
  IMAGE_PIXELS,
  IMAGE_SIZE,
  imageAt,
  type LabeledImages,
} from "../dataset/labeled_images.ts";
import { checkBatchBytes } from "../engine/arena.ts";
import type { Engine, EngineOptions, EngineState, EpochPart, Totals } from "../engine/types.ts";
import { createWarper, type Warper } from "../augmentation/warper.ts";
import type { Model } from "../model/model.ts";
import { tf } from "./backend.ts";
import { mixSeeds } from "../random.ts";
import { DropoutSeeds } from "./dropout_seeds.ts";
import { copyWeights, toLayersModel } from "./layers_model.ts";
import { TfjsState } from "./tfjs_state.ts";

/** Digits classified at a time. */
const PREDICTION_BATCH = 500;

/** What a training step holds for each value that a layer puts out: measured with LeNet-5 on "wasm". */
const BYTES_A_VALUE = 30;

/** How long it may train before timers and signals get their turn. */
const PAUSE_EVERY_MS = 20;

/**
 * A model in training, with its optimiser's tensors; {@link TfjsEngine.close} disposes them. Unlike the
 * compiled engine's, the model's own weights change with every step; there are no Workers.
 */
export class TfjsEngine implements Engine {
  readonly backend: string = tf.getBackend();
  readonly build = `tfjs ${tf.version_core}`;
  readonly #model: tf.LayersModel;
  readonly #classes: readonly string[];
  readonly #options: EngineOptions;
  readonly #warp?: Warper;
  readonly #state: TfjsState;
  readonly #dropouts: DropoutSeeds;
  #totals: Totals = { lossSum: 0, correct: 0 };
  #stepsDone = 0;
  #stopRequested = false;

  private constructor(
    model: tf.LayersModel,
    classes: readonly string[],
    { options, warp }: { options: EngineOptions; warp?: Warper },
  ) {
    this.#model = model;
    this.#classes = classes;
    this.#options = options;
    this.#warp = warp;
    this.#state = new TfjsState(model, options.step);
    this.#dropouts = new DropoutSeeds(model);
  }

  /**
   * Prepares a model for training on the current backend.
   *
   * @throws {InputError} If the batch is too large: tfjs's heap does not survive being full.
   */
  static async create(model: Model, options: EngineOptions): Promise<TfjsEngine> {
    const layersModel = await toLayersModel(model);
    try {
      const values = options.batchSize * countValues(layersModel);
      checkBatchBytes(options.batchSize, values * BYTES_A_VALUE);
      const { augmentation, seed } = options.step;
      const warp = augmentation && await createWarper(augmentation, seed);
      return new TfjsEngine(layersModel, model.classes, { options, warp });
    } catch (error) {
      layersModel.dispose();
      throw error;
    }
  }

  get stepsDone(): number {
    return this.#stepsDone;
  }

  get totals(): Totals {
    return { ...this.#totals };
  }

  resetTotals(totals: Totals = { lossSum: 0, correct: 0 }): void {
    this.#totals = { ...totals };
  }

  async train(part: EpochPart): Promise<number> {
    try {
      return await this.#trainOn(part);
    } finally {
      this.#dropouts.restore();
      this.#stopRequested = false;
    }
  }

  requestStop(): void {
    this.#stopRequested = true;
  }

  predict(first: number, end: number): Promise<Float32Array> {
    return this.#state.withAverage(async () => {
      const classes = this.#classes.length;
      const probabilities = new Float32Array((end - first) * classes);
      for (let start = first; start < end; start += PREDICTION_BATCH) {
        const count = Math.min(PREDICTION_BATCH, end - start);
        const { images } = this.#gather(Array.from({ length: count }, (_, i) => start + i));
        const output = tf.tidy(() =>
          this.#model.predict(toTensor(toInk(images)), { batchSize: count }) as tf.Tensor
        );
        probabilities.set(await output.data(), (start - first) * classes);
        output.dispose();
      }
      return probabilities;
    });
  }

  readState(): Promise<EngineState> {
    return this.#state.read();
  }

  writeState(state: EngineState, stepsDone: number): void {
    this.#state.write(state, stepsDone);
  }

  writeTo(model: Model): Promise<void> {
    return this.#state.withAverage(() => copyWeights(this.#model, model));
  }

  /** Frees the tensors. */
  close(): void {
    this.#state.dispose();
    this.#model.dispose();
  }

  async #trainOn({ epoch, step, order, position }: EpochPart): Promise<number> {
    const { batchSize, learningRates } = this.#options;
    let pausedMs = performance.now();
    while (position < order.length) {
      const batch = this.#gather(order.subarray(position, position + batchSize));
      const ink = this.#load(batch, { epoch, first: position });
      this.#dropouts.set(this.#options.step.seed, step);
      await this.#step(batch, { ink, learningRate: learningRates[step++] });
      position += batch.count;
      if (performance.now() - pausedMs > PAUSE_EVERY_MS) {
        await pause();
        pausedMs = performance.now();
      }
      if (this.#stopRequested) break;
    }
    return position;
  }

  /** Copies digits out of the sets. */
  #gather(indices: ArrayLike<number>): LabeledImages {
    const count = indices.length;
    const images = new Uint8Array(count * IMAGE_PIXELS), labels = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      let index = indices[i], set = 0;
      const { images: sets } = this.#options;
      while (index >= sets[set].count) index -= sets[set++].count;
      images.set(imageAt(sets[set], index), i * IMAGE_PIXELS);
      labels[i] = sets[set].labels[index];
    }
    return { count, images, labels, classes: this.#classes };
  }

  /** Ink in [0, 1], warped as the compiled engine would; `first` is the batch's place in the epoch. */
  #load(
    { images }: LabeledImages,
    { epoch, first }: { epoch: number; first: number },
  ): Float32Array {
    const { seed } = this.#options.step;
    if (!this.#warp) return toInk(images);
    return this.#warp(images, (index) => mixSeeds(seed, epoch, first + index));
  }

  /** One step: gradients by tfjs, update by the state. */
  async #step(
    batch: LabeledImages,
    { ink, learningRate }: { ink: Float32Array; learningRate: number },
  ): Promise<void> {
    const figures = tf.tidy(() => {
      const { gradients, figures } = this.#differentiate(ink, batch.labels);
      this.#state.update(gradients, learningRate);
      return figures;
    });
    const [loss, correct] = await figures.data();
    figures.dispose();
    this.#totals.lossSum += loss * batch.count;
    this.#totals.correct += correct;
    this.#stepsDone++;
  }

  /** Gradients of what is minimised; and the mean cross-entropy and the correct answers. */
  #differentiate(ink: Float32Array, trueClasses: Uint8Array) {
    const { labelSmoothing } = this.#options.step, classes = this.#classes.length;
    const x = toTensor(ink), labels = tf.tensor1d(trueClasses, "int32");
    const truth = tf.oneHot(labels, classes).toFloat();
    const target = tf.add(tf.mul(truth, 1 - labelSmoothing), labelSmoothing / classes);
    let figures: tf.Tensor | undefined;
    const { grads } = tf.variableGrads(() => {
      const probabilities = this.#model.apply(x, { training: true }) as tf.Tensor2D;
      const logs = tf.log(tf.maximum(probabilities, 1e-30));
      const hits = tf.equal(tf.argMax(probabilities, 1), labels);
      figures = tf.keep(tf.stack([crossEntropy(logs, truth), tf.sum(hits.toFloat())]));
      const penalties = this.#model.layers.flatMap((layer) => layer.calculateLosses());
      return tf.addN([crossEntropy(logs, target), ...penalties]) as tf.Scalar;
    }, this.#state.variables);
    return { gradients: grads, figures: figures! };
  }
}

/** What all layers put out for one digit. */
function countValues({ layers }: tf.LayersModel): number {
  const sizes = layers.map(({ outputShape }) =>
    tf.util.sizeFromShape(outputShape.slice(1) as number[])
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function crossEntropy(logs: tf.Tensor, target: tf.Tensor): tf.Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(target, logs), 1)));
}

function toInk(images: Uint8Array): Float32Array {
  return Float32Array.from(images, (byte) => byte / 255);
}

function toTensor(ink: Float32Array): tf.Tensor4D {
  return tf.tensor4d(ink, [ink.length / IMAGE_PIXELS, IMAGE_SIZE, IMAGE_SIZE, 1]);
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
