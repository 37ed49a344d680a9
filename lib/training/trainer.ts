/**
 * Trains a model on the compiled engine and reports as it goes.
 *
 * @module
 */
import type { Digits } from "../dataset/digits.ts";
import { type EngineState, TrainingEngine, WorkerError } from "../engine/engine.ts";
import { scorePredictions } from "./scores.ts";
import type { tf } from "../model/backend.ts";
import { createEpochOrder } from "../dataset/batches.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { EpochRecord, Progress, TrainingEvent } from "./events.ts";
import type { Recipe } from "./recipe.ts";
import { createOneCycle } from "./schedule.ts";

/** Digits to learn from, and digits held out to watch by. */
export interface TrainingData {
  train: Digits;
  validation: Digits;
}

/** How to run a recipe. */
export interface TrainerOptions {
  recipe: Recipe;
  /** Workers that share each batch. */
  workers: number;
  /** Aborting it stops the run after the batch under way. */
  signal?: AbortSignal;
  /** Go on from here instead of from the model's weights. */
  resumeFrom?: Checkpoint;
  /** Kept in checkpoints: whatever is needed to build the model again. */
  modelOptions?: unknown;
  /** Time between two progress events. Default 100 ms. */
  progressMs?: number;
}

/** A run that broke; `checkpoint` is where its last whole epoch ended. */
export class TrainingError extends Error {
  override name = "TrainingError";

  constructor(message: string, readonly checkpoint: Checkpoint) {
    super(message);
  }
}

/**
 * Trains; the last event is "done" or, once the signal is aborted, "stopped". Either way the model then
 * has the averaged weights. The same recipe, data, model and number of Workers give the same weights to
 * the last bit, whether in one go or interrupted and resumed.
 *
 * @throws {UnsupportedModelError} Before the first event, if the engine does not know a layer.
 * @throws {TrainingError} If a Worker dies.
 */
export async function* trainCompiled(
  model: tf.LayersModel,
  data: TrainingData,
  options: TrainerOptions,
): AsyncGenerator<TrainingEvent, void> {
  const run = await Run.start(model, data, options);
  try {
    yield* run.epochs();
  } finally {
    run.close();
  }
}

class Run {
  #history: EpochRecord[];
  #epochsDone: number;
  #stepsDone: number;
  #position: number;
  #snapshot!: Checkpoint;
  readonly #stepsBefore: number;

  private constructor(
    readonly engine: TrainingEngine,
    readonly model: tf.LayersModel,
    readonly data: TrainingData,
    readonly options: TrainerOptions,
    readonly learningRates: Float32Array,
  ) {
    const from = options.resumeFrom;
    this.#history = [...from?.history ?? []];
    this.#epochsDone = from?.epochsDone ?? 0;
    this.#stepsDone = this.#stepsBefore = from?.stepsDone ?? 0;
    this.#position = from?.position ?? 0;
    if (from) engine.writeState(from.state);
    engine.resetTotals(from?.totals);
    this.#snapshot = this.#checkpoint();
  }

  static async start(
    model: tf.LayersModel,
    data: TrainingData,
    options: TrainerOptions,
  ): Promise<Run> {
    const { recipe, workers } = options;
    const stepsPerEpoch = Math.ceil(data.train.count / recipe.batchSize);
    const learningRates = createOneCycle(stepsPerEpoch * recipe.epochs, recipe);
    const { augmentation, ...step } = recipe;
    const engine = await TrainingEngine.create(model, {
      images: [data.train, data.validation],
      batchSize: recipe.batchSize,
      workers,
      learningRates,
      step: { ...step, augmentation: augmentation ?? undefined },
    });
    return new Run(engine, model, data, options, learningRates);
  }

  async *epochs(): AsyncGenerator<TrainingEvent, void> {
    while (this.#epochsDone < this.options.recipe.epochs) {
      const record = yield* this.#epoch();
      if (!record) {
        this.engine.writeTo(this.model);
        return yield { type: "stopped", checkpoint: this.#checkpoint() };
      }
      yield { type: "epoch", record };
    }
    this.engine.writeTo(this.model);
    yield { type: "done", history: this.#history };
  }

  close(): void {
    this.engine.close();
  }

  /** Trains to the end of the running epoch and validates; nothing if it was stopped before. */
  async *#epoch(): AsyncGenerator<TrainingEvent, EpochRecord | undefined> {
    const { train } = this.data;
    const startMs = performance.now(), startPosition = this.#position;
    const { seed } = this.options.recipe;
    const order = createEpochOrder(train.count, { seed, epoch: this.#epochsDone });
    const at = { epoch: this.#epochsDone, step: this.#stepsDone, position: this.#position };
    const stop = () => this.engine.requestStop();
    const { signal } = this.options;
    if (signal?.aborted) return undefined;
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const training = this.#orFail(this.engine.train({ ...at, order }));
      yield* this.#watch(training, { startMs, startPosition });
      this.#position = await training;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
    this.#stepsDone = this.#stepsBefore + this.engine.stepsDone;
    if (this.#position < train.count) return undefined;
    return await this.#finishEpoch({ startMs, startPosition });
  }

  /** Progress events until the training settles. */
  async *#watch(
    training: Promise<number>,
    from: { startMs: number; startPosition: number },
  ): AsyncGenerator<TrainingEvent, void> {
    let settled = false;
    const settle = training.then(() => settled = true, () => settled = true);
    const firstStep = this.#stepsDone;
    while (!settled) {
      await Promise.race([settle, delay(this.options.progressMs ?? 100)]);
      if (settled) return;
      const steps = this.#stepsBefore + this.engine.stepsDone - firstStep;
      yield { type: "progress", progress: this.#progress(steps, from) };
    }
  }

  #progress(steps: number, from: { startMs: number; startPosition: number }): Progress {
    const { batchSize } = this.options.recipe;
    const imagesPerEpoch = this.data.train.count;
    const imagesDone = Math.min(imagesPerEpoch, from.startPosition + steps * batchSize);
    const { lossSum, correct } = this.engine.totals;
    const seen = Math.max(1, imagesDone);
    const seconds = (performance.now() - from.startMs) / 1000;
    return {
      epoch: this.#epochsDone + 1,
      ...{ imagesDone, imagesPerEpoch },
      loss: lossSum / seen,
      accuracy: Math.min(1, correct / seen),
      learningRate: this.learningRates[Math.max(0, this.#stepsDone + steps - 1)],
      imagesPerSecond: (imagesDone - from.startPosition) / seconds,
    };
  }

  async #finishEpoch(from: { startMs: number; startPosition: number }): Promise<EpochRecord> {
    const { train, validation } = this.data;
    const trainSeconds = (performance.now() - from.startMs) / 1000;
    const { lossSum, correct } = this.engine.totals;
    const probabilities = await this.#orFail(
      this.engine.predict(train.count, train.count + validation.count),
    );
    const { loss, accuracy } = scorePredictions(validation.labels, probabilities);
    const record: EpochRecord = {
      epoch: ++this.#epochsDone,
      trainLoss: lossSum / train.count,
      trainAccuracy: correct / train.count,
      validationLoss: loss,
      validationAccuracy: accuracy,
      learningRate: this.learningRates[this.#stepsDone - 1],
      imagesPerSecond: (train.count - from.startPosition) / trainSeconds,
      seconds: (performance.now() - from.startMs) / 1000,
    };
    this.#history.push(record);
    this.#position = 0;
    this.engine.resetTotals();
    this.#snapshot = this.#checkpoint();
    return record;
  }

  #checkpoint(): Checkpoint {
    const { recipe, workers, modelOptions } = this.options;
    const state: EngineState = this.engine.readState();
    return {
      ...{ recipe, workers, model: modelOptions ?? null, state },
      epochsDone: this.#epochsDone,
      stepsDone: this.#stepsDone,
      position: this.#position,
      totals: this.engine.totals,
      history: [...this.#history],
    };
  }

  async #orFail<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof WorkerError)) throw error;
      throw new TrainingError(error.message, this.#snapshot);
    }
  }
}

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
