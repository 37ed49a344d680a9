/**
 * A run's curves: how loss and accuracy went, on the digits of training and on those held out.
 *
 * @module
 */
import type { Checkpoint } from "../../training/checkpoint.ts";
import type { EpochRecord, Progress } from "../../training/records.ts";

/** One point of a curve. */
export interface CurvePoint {
  /** Epochs since the start, with fractions. */
  epoch: number;
  loss: number;
  accuracy: number;
}

/**
 * A point stands for so many digits at least: of fewer, the batch by which Workers may be ahead of the
 * count would be too large a share.
 */
const LEAST_IMAGES = 2_000;

/** Takes the points from the first that meets a condition on. */
function drop(points: CurvePoint[], isOver: (point: CurvePoint) => boolean): void {
  const first = points.findIndex(isOver);
  if (first >= 0) points.length = first;
}

const NOTHING = { images: 0, lossSum: 0, correct: 0 };

/** Collects a run's points as they come. */
export class Curves {
  /** Means over the digits since the point before, of the same epoch. */
  readonly training: CurvePoint[] = [];
  /** At the end of every epoch, with the averaged weights. */
  readonly validation: CurvePoint[] = [];
  /** The running epoch's sums at the last point. */
  #last = NOTHING;
  #imagesPerEpoch = 0;

  addProgress({ epoch, imagesDone, imagesPerEpoch, loss, accuracy }: Progress): void {
    this.#imagesPerEpoch = imagesPerEpoch;
    this.#add({ epoch, images: imagesDone, loss, accuracy, least: LEAST_IMAGES });
  }

  addEpoch(record: EpochRecord): void {
    const { epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy } = record;
    // Of an epoch that was over before its first progress, all that is known is its end.
    const images = this.#imagesPerEpoch ||= 1;
    // An epoch too short for a point of its own has one all the same.
    const least = this.#last.images > 0 ? LEAST_IMAGES / 2 : 1;
    this.#add({ epoch, images, loss: trainLoss, accuracy: trainAccuracy, least });
    this.#last = NOTHING;
    this.validation.push({ epoch, loss: validationLoss, accuracy: validationAccuracy });
  }

  /** Goes back to where a run stood. */
  rewind(
    { epochsDone, position, totals }: Pick<Checkpoint, "epochsDone" | "position" | "totals">,
  ): void {
    const at = epochsDone + (position > 0 ? position / this.#imagesPerEpoch : 0);
    drop(this.training, ({ epoch }) => epoch > at);
    drop(this.validation, ({ epoch }) => epoch > epochsDone);
    this.#last = { images: position, ...totals };
  }

  /** Adds a point for what was learned since the last one, if it is enough; means are of the whole epoch. */
  #add(
    { epoch, images, loss, accuracy, least }: CurvePoint & { images: number; least: number },
  ): void {
    const sums = { images, lossSum: loss * images, correct: accuracy * images };
    const from = this.#last, count = images - from.images;
    if (count < least) return;
    this.#last = sums;
    this.training.push({
      epoch: epoch - 1 + images / this.#imagesPerEpoch,
      loss: Math.max(0, (sums.lossSum - from.lossSum) / count),
      accuracy: Math.min(1, Math.max(0, (sums.correct - from.correct) / count)),
    });
  }
}

/** A logarithmic axis. */
export interface Axis {
  /** Where a value lies, 0 at the bottom to 1 at the top. */
  place(point: Pick<CurvePoint, "loss" | "accuracy">): number;
  ticks: { at: number; text: string }[];
}

const clamp = (share: number) => Math.min(1, Math.max(0, share));

/** Of the loss, from 0.01 to 3. */
export const LOSS_AXIS: Axis = createAxis(({ loss }) => loss, {
  ...{ low: 0.01, high: 3 },
  ticks: [[0.01, "0.01"], [0.1, "0.1"], [1, "1"]],
});

/** Of the accuracy, by its errors: from all of them at the bottom to one in a thousand at the top. */
export const ACCURACY_AXIS: Axis = createAxis(({ accuracy }) => 1 - accuracy, {
  ...{ low: 1, high: 0.001 },
  ticks: [[1, "0%"], [0.1, "90%"], [0.01, "99%"], [0.001, "99.9%"]],
});

function createAxis(
  read: (point: Pick<CurvePoint, "loss" | "accuracy">) => number,
  { low, high, ticks }: { low: number; high: number; ticks: [value: number, text: string][] },
): Axis {
  const least = Math.min(low, high) / 10; // a logarithm of 0 is nowhere
  const at = (value: number) => Math.log(Math.max(least, value) / low) / Math.log(high / low);
  return {
    place: (point) => clamp(at(read(point))),
    ticks: ticks.map(([value, text]) => ({ at: at(value), text })),
  };
}
