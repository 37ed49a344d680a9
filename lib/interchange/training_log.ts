/**
 * A training run as event logs, to be followed in TensorBoard beside others.
 *
 * @module
 */
import { join } from "node:path";
import { InputError } from "../errors.ts";
import type { TrainingEvent } from "../training/events.ts";
import { createIntervalLoss } from "../training/interval_loss.ts";
import type { EpochRecord, Progress } from "../training/records.ts";
import { createEventLog, type EventLog } from "./event_log.ts";

/** TensorBoard draws equal names of these runs into one chart. */
const RUNS = ["train", "validation", "test"] as const;

/** Long runs report ten times a second: more than a chart has pixels. */
const INTERVAL_MS = 1000;

/** What a log must know of the run. */
export interface TrainingLogOptions {
  /** Images of a step. */
  batchSize: number;
  /** Images of an epoch, such as `countImagesPerEpoch` gives. */
  imagesPerEpoch: number;
  /** Steps done before, of a run that is resumed. Default 0. */
  stepsDone?: number;
  /** Least time between two points within an epoch, in ms. Default 1000. */
  intervalMs?: number;
  /** Told in one line when the log cannot be written any more: the run goes on without it. */
  onNotice?: (line: string) => void;
}

/** Mean loss (nats) and share classified right. */
export interface LoggedFigures {
  /** Mean cross-entropy. */
  loss: number;
  /** Share classified right. */
  accuracy: number;
}

/** The logs of a run, while it goes on. */
export interface TrainingLog {
  /** Passes a run's events on and logs them. */
  follow(events: AsyncIterable<TrainingEvent>): AsyncGenerator<TrainingEvent, void>;
  /** Logs what the trained model comes to on the test images. */
  addTest(figures: LoggedFigures): Promise<void>;
  /** Closes the files. */
  close(): Promise<void>;
}

/**
 * Begins the logs of a run in `train/`, `validation/` and `test/` of a folder. Over the run's steps:
 * `loss` since the point before, `learning_rate` and `images_per_second`; at each epoch's end `epoch_loss`
 * and `epoch_accuracy` of training and validation digits; at the run's end those of the test digits.
 *
 * @throws {InputError} If the folder cannot be written.
 *
 * @example
 * ```ts
 * import { loadMnist, sliceImages } from "@lenet5/digits/dataset";
 * import { createTrainingLog } from "@lenet5/digits/interchange";
 * import { createNetwork } from "@lenet5/digits/model";
 * import { countImagesPerEpoch, DEFAULT_RECIPE, trainModel } from "@lenet5/digits/training";
 *
 * const { train, validation } = await loadMnist();
 * const few = { train: sliceImages(train, 0, 512), validation: sliceImages(validation, 0, 100) };
 * const recipe = { ...DEFAULT_RECIPE, epochs: 1 };
 * const folder = await Deno.makeTempDir();
 * const log = await createTrainingLog(folder, {
 *   batchSize: recipe.batchSize,
 *   imagesPerEpoch: countImagesPerEpoch(recipe, few.train),
 * });
 * const events = trainModel(createNetwork("lenet5"), few, { recipe, workers: 2 });
 * for await (const event of log.follow(events)) console.log(event.type);
 * await log.close();
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function createTrainingLog(
  dir: string,
  options: TrainingLogOptions,
): Promise<TrainingLog> {
  const { batchSize, imagesPerEpoch, stepsDone = 0 } = options;
  const firstStep = stepsDone === 0 ? 0 : stepsDone + 1; // the last step's figures hold
  const logs = {} as Record<typeof RUNS[number], EventLog>;
  for (const run of RUNS) logs[run] = await createEventLog(join(dir, run), { firstStep });
  const stepsPerEpoch = Math.ceil(imagesPerEpoch / batchSize);
  return new OpenTrainingLog(logs, { ...options, stepsPerEpoch });
}

class OpenTrainingLog implements TrainingLog {
  readonly #logs: Record<typeof RUNS[number], EventLog>;
  readonly #options: TrainingLogOptions & { stepsPerEpoch: number };
  readonly #intervalLoss = createIntervalLoss();
  #lastMs = -Infinity;
  #step: number;
  #isBroken = false;

  constructor(
    logs: Record<typeof RUNS[number], EventLog>,
    options: TrainingLogOptions & { stepsPerEpoch: number },
  ) {
    this.#logs = logs;
    this.#options = options;
    this.#step = options.stepsDone ?? 0;
  }

  async *follow(events: AsyncIterable<TrainingEvent>): AsyncGenerator<TrainingEvent, void> {
    for await (const event of events) {
      await this.#add(event);
      yield event;
    }
  }

  async addTest({ loss, accuracy }: LoggedFigures): Promise<void> {
    await this.#write("test", { epoch_loss: loss, epoch_accuracy: accuracy });
  }

  async close(): Promise<void> {
    for (const log of Object.values(this.#logs)) await log.close();
  }

  async #add(event: TrainingEvent): Promise<void> {
    const { intervalMs = INTERVAL_MS } = this.#options;
    if (event.type === "epoch") await this.#addEpoch(event.record);
    if (event.type !== "progress" || performance.now() - this.#lastMs < intervalMs) return;
    this.#lastMs = performance.now();
    await this.#addInterval(event.progress);
  }

  async #addInterval(progress: Progress): Promise<void> {
    const { stepsPerEpoch, batchSize } = this.#options;
    const { epoch, imagesDone, learningRate, imagesPerSecond } = progress;
    const loss = this.#intervalLoss(progress);
    if (loss === undefined) return;
    this.#step = (epoch - 1) * stepsPerEpoch + Math.ceil(imagesDone / batchSize);
    const speed = { learning_rate: learningRate, images_per_second: imagesPerSecond };
    await this.#write("train", { loss, ...speed });
  }

  async #addEpoch(record: EpochRecord): Promise<void> {
    const { epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy } = record;
    this.#step = epoch * this.#options.stepsPerEpoch;
    await this.#write("train", { epoch_loss: trainLoss, epoch_accuracy: trainAccuracy });
    const held = { epoch_loss: validationLoss, epoch_accuracy: validationAccuracy };
    await this.#write("validation", held);
  }

  async #write(run: typeof RUNS[number], values: Record<string, number>): Promise<void> {
    if (this.#isBroken) return;
    try {
      await this.#logs[run].write(this.#step, values);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#isBroken = true;
      this.#options.onNotice?.(`${error.message}; nothing more is logged`);
    }
  }
}
