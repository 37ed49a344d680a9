/**
 * A training run, epoch by epoch, on whatever engine: progress, validation, checkpoints.
 *
 * @module
 */
import { createEpochOrder } from "../dataset/batches.ts";
import { type Engine, type EngineOptions, WorkerError } from "../engine/types.ts";
import { InputError } from "../errors.ts";
import { decodePredictions } from "../evaluation/predictions.ts";
import { meanAccuracy, meanCrossEntropy } from "../evaluation/report.ts";
import type { Model } from "../model/model.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { TrainingEvent } from "./events.ts";
import { createExtraImages } from "../augmentation/extra_images.ts";
import type { RunOptions, TrainingData } from "./options.ts";
import { countImagesPerEpoch, planLearningRates } from "./plan.ts";
import type { EpochRecord, Progress } from "./records.ts";

/** Between two checkpoints of very short epochs. */
const SHORTEST_CHECKPOINT_MS = 1000;

/** A run that broke; `checkpoint` is the last one before. */
export class TrainingError extends Error {
  /** Tells the error from others, in other realms too. */
  override name = "TrainingError";

  /** Keeps where the run can be resumed from. */
  constructor(message: string, readonly checkpoint: Checkpoint) {
    super(message);
  }
}

/** Makes the engine that a run is to drive. */
export type EngineFactory = (model: Model, options: EngineOptions) => Promise<Engine>;

/**
 * Trains a model on an engine; the last event is "done" or, once the signal is aborted, "stopped". Either
 * way the model then has the averaged weights.
 *
 * @throws {TrainingError} If a Worker dies.
 * @throws {InputError} If the checkpoint is another engine's, or the run diverges.
 */
export async function* runTraining(
  createEngine: EngineFactory,
  model: Model,
  { data, options }: { data: TrainingData; options: RunOptions },
): AsyncGenerator<TrainingEvent, void> {
  const { recipe, workers } = options;
  const { augmentation, variants, degraded, ...step } = recipe;
  const extra = createExtraImages(data.train, { variants, degraded, seed: recipe.seed });
  const imagesPerEpoch = countImagesPerEpoch(recipe, data.train);
  const learningRates = planLearningRates(recipe, data.train);
  const engine = await createEngine(model, {
    images: [data.train, ...extra, data.validation],
    batchSize: recipe.batchSize,
    ...{ workers, learningRates },
    step: { ...step, augmentation: augmentation ?? undefined },
  });
  try {
    yield* new Run({ engine, model, data, imagesPerEpoch, options, learningRates }).events();
  } finally {
    engine.close();
  }
}

interface RunParts {
  engine: Engine;
  model: Model;
  data: TrainingData;
  /** The training digits and those made from them. */
  imagesPerEpoch: number;
  options: RunOptions;
  learningRates: Float32Array;
}

class Run {
  readonly #parts: RunParts;
  readonly #stepsBefore: number;
  readonly #startMs = performance.now();
  readonly #history: EpochRecord[];
  #epochsDone: number;
  #position: number;
  /** When, at which position and after how many steps the running part of the epoch began. */
  #start = { ms: 0, position: 0, steps: 0 };
  /** Whether that was before a pause for a checkpoint. */
  #isUnderway = false;
  /** The last checkpoint: how the last whole epoch ended, or later. */
  #snapshot!: Checkpoint;
  #checkpointMs = performance.now();

  constructor(parts: RunParts) {
    const { engine, options: { resumeFrom: from } } = parts;
    this.#parts = parts;
    this.#history = [...from?.history ?? []];
    this.#epochsDone = from?.epochsDone ?? 0;
    this.#stepsBefore = from?.stepsDone ?? 0;
    this.#position = from?.position ?? 0;
    if (from && from.backend !== engine.backend) {
      throw new InputError(
        `checkpoint: expected one of the ${engine.backend} backend, got one of ${from.backend}`,
      );
    }
    if (from && from.build !== engine.build) {
      throw new InputError(
        `checkpoint: expected one computed with ${engine.build}, as here, got one with ` +
          `${from.build}, which ends with other weights; resume where it was begun`,
      );
    }
    if (from) engine.writeState(from.state, from.stepsDone);
    engine.resetTotals(from?.totals);
  }

  get #stepsDone(): number {
    return this.#stepsBefore + this.#parts.engine.stepsDone;
  }

  async *events(): AsyncGenerator<TrainingEvent, void> {
    const { engine, model, imagesPerEpoch, options } = this.#parts;
    const { recipe, signal, checkpointMs } = options;
    this.#snapshot = await this.#readCheckpoint();
    while (this.#epochsDone < recipe.epochs) {
      while (!signal?.aborted && this.#position < imagesPerEpoch) {
        yield* this.#trainPart();
        const isPause = !signal?.aborted && this.#position < imagesPerEpoch;
        if (isPause) yield await this.#takeCheckpoint();
      }
      if (this.#position < imagesPerEpoch) {
        const checkpoint = await this.#readCheckpoint();
        await engine.writeTo(model);
        return yield { type: "stopped", checkpoint };
      }
      yield { type: "epoch", record: await this.#finishEpoch() };
      const isDue = performance.now() - this.#checkpointMs > SHORTEST_CHECKPOINT_MS;
      const isFirstOrLast = [1, recipe.epochs].includes(this.#epochsDone);
      if (checkpointMs !== undefined && (isDue || isFirstOrLast)) yield this.#report();
    }
    await engine.writeTo(model);
    yield { type: "done", history: this.#history };
  }

  async #takeCheckpoint(): Promise<TrainingEvent> {
    this.#snapshot = await this.#readCheckpoint();
    return this.#report();
  }

  #report(): TrainingEvent {
    this.#checkpointMs = performance.now();
    return { type: "checkpoint", checkpoint: this.#snapshot };
  }

  /** Trains to the end of the running epoch, or until it is stopped or a checkpoint is due. */
  async *#trainPart(): AsyncGenerator<TrainingEvent, void> {
    const { engine, imagesPerEpoch, options: { recipe, signal, checkpointMs } } = this.#parts;
    const epoch = this.#epochsDone, position = this.#position, step = this.#stepsDone;
    const order = createEpochOrder(imagesPerEpoch, { seed: recipe.seed, epoch });
    if (!this.#isUnderway) this.#start = { ms: performance.now(), position, steps: step };
    this.#isUnderway = true;
    const stop = () => engine.requestStop();
    const sinceLast = performance.now() - this.#checkpointMs;
    const timer = checkpointMs === undefined
      ? undefined
      : setTimeout(stop, Math.max(0, checkpointMs - sinceLast));
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const training = this.#orFail(engine.train({ epoch, step, order, position }));
      yield* this.#watch(training);
      this.#position = await training;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }

  /** Progress events until the training settles. */
  async *#watch(training: Promise<number>): AsyncGenerator<TrainingEvent, void> {
    const { engine, options: { progressMs = 100 } } = this.#parts;
    let settled = false;
    const settle = training.then(() => settled = true, () => settled = true);
    try {
      while (!settled) {
        await waitFor(settle, progressMs);
        if (!settled) yield { type: "progress", progress: this.#progress() };
      }
    } finally {
      // Whoever listens may leave at a yield: nothing may run on in the background.
      if (!settled) engine.requestStop();
      await settle;
    }
  }

  #progress(): Progress {
    const { engine, imagesPerEpoch, options: { recipe }, learningRates } = this.#parts;
    const { ms, position, steps } = this.#start;
    const stepsDone = this.#stepsDone;
    const imagesDone = Math.min(
      imagesPerEpoch,
      position + (stepsDone - steps) * recipe.batchSize,
    );
    const { lossSum, correct } = engine.totals;
    const seen = Math.max(1, imagesDone);
    return {
      epoch: this.#epochsDone + 1,
      ...{ imagesDone, imagesPerEpoch },
      loss: lossSum / seen,
      // The Workers may be a batch ahead of the count.
      accuracy: Math.min(1, correct / seen),
      learningRate: learningRates[Math.max(0, stepsDone - 1)],
      imagesPerSecond: (imagesDone - position) / secondsSince(ms),
    };
  }

  /** Validates, and makes the epoch's record. */
  async #finishEpoch(): Promise<EpochRecord> {
    const { engine, data: { validation }, imagesPerEpoch, learningRates } = this.#parts;
    const { ms, position } = this.#start;
    const trainSeconds = secondsSince(ms), { lossSum, correct } = engine.totals;
    const probabilities = await this.#orFail(
      engine.predict(imagesPerEpoch, imagesPerEpoch + validation.count),
    );
    await this.#checkNumbers(lossSum);
    const predictions = decodePredictions(validation.labels, probabilities);
    const record: EpochRecord = {
      epoch: ++this.#epochsDone,
      trainLoss: lossSum / imagesPerEpoch,
      trainAccuracy: correct / imagesPerEpoch,
      validationLoss: meanCrossEntropy(predictions),
      validationAccuracy: meanAccuracy(predictions),
      learningRate: learningRates[this.#stepsDone - 1],
      imagesPerSecond: (imagesPerEpoch - position) / trainSeconds,
      seconds: secondsSince(ms),
    };
    this.#history.push(record);
    this.#position = 0;
    this.#isUnderway = false;
    engine.resetTotals();
    this.#snapshot = await this.#readCheckpoint();
    return record;
  }

  async #readCheckpoint(): Promise<Checkpoint> {
    const { engine, model, options: { recipe, workers, resumeFrom, caller } } = this.#parts;
    return {
      recipe,
      workers,
      backend: engine.backend,
      build: engine.build,
      network: { name: model.name, options: model.options },
      classes: model.classes,
      caller,
      epochsDone: this.#epochsDone,
      stepsDone: this.#stepsDone,
      position: this.#position,
      totals: engine.totals,
      history: [...this.#history],
      wallSeconds: (resumeFrom?.wallSeconds ?? 0) + secondsSince(this.#startMs),
      state: await engine.readState(),
    };
  }

  /** A run that has diverged cannot come back: nothing of it is worth keeping. */
  async #checkNumbers(lossSum: number): Promise<void> {
    const { weights } = await this.#parts.engine.readState();
    if (Number.isFinite(lossSum) && weights.every(Number.isFinite)) return;
    const { peakLearningRate } = this.#parts.options.recipe;
    throw new InputError(
      `training diverged in epoch ${
        this.#epochsDone + 1
      }: expected a lower learning rate, got ${peakLearningRate}`,
    );
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

const secondsSince = (ms: number) => (performance.now() - ms) / 1000;

/** Waits until `work` settles, but no longer than `ms`. */
async function waitFor(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([work, new Promise((resolve) => timer = setTimeout(resolve, ms))]);
  clearTimeout(timer);
}
