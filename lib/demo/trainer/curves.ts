/**
 * A run's curves: how loss and accuracy went, on the digits of training and on those held out.
 *
 * @module
 */
import type { EpochRecord, Progress } from "../../training/records.ts";

/** One point of a curve. */
export interface CurvePoint {
  /** Epochs since the start, with fractions. */
  epoch: number;
  loss: number;
  accuracy: number;
}

/** Collects a run's points as they come. */
export class Curves {
  /** Means over the digits since the point before. */
  readonly training: CurvePoint[] = [];
  /** At the end of every epoch, with the averaged weights. */
  readonly validation: CurvePoint[] = [];
  #last = { epoch: 0, images: 0, lossSum: 0, correct: 0 };

  /** Adds what was learned since the last progress; nothing if no batch was. */
  addProgress({ epoch, imagesDone, imagesPerEpoch, loss, accuracy }: Progress): void {
    const sums = {
      epoch,
      images: imagesDone,
      lossSum: loss * imagesDone,
      correct: accuracy * imagesDone,
    };
    const from = this.#last.epoch === epoch ? this.#last : { images: 0, lossSum: 0, correct: 0 };
    const images = sums.images - from.images;
    if (images <= 0) return;
    this.#last = sums;
    this.training.push({
      epoch: epoch - 1 + imagesDone / imagesPerEpoch,
      loss: Math.max(0, (sums.lossSum - from.lossSum) / images),
      // Workers may be a batch ahead of the count.
      accuracy: Math.min(1, Math.max(0, (sums.correct - from.correct) / images)),
    });
  }

  addEpoch({ epoch, validationLoss, validationAccuracy }: EpochRecord): void {
    this.validation.push({ epoch, loss: validationLoss, accuracy: validationAccuracy });
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
