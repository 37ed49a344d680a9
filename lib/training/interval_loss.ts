/**
 * The loss of each interval between two reports: reports carry the mean since the epoch began, which
 * lags behind and falls off a cliff at each new epoch.
 *
 * @module
 */
import type { Progress } from "./records.ts";

/** The mean loss of the images seen since the last report; undefined if there was none since. */
export type IntervalLoss = (progress: Progress) => number | undefined;

/** Starts with the first report that it is given. */
export function createIntervalLoss(): IntervalLoss {
  let last = { epoch: 0, imagesDone: 0, lossSum: 0 };
  return ({ epoch, imagesDone, loss }) => {
    const before = epoch === last.epoch ? last : { imagesDone: 0, lossSum: 0 };
    const lossSum = loss * imagesDone, images = imagesDone - before.imagesDone;
    last = { epoch, imagesDone, lossSum };
    const mean = (lossSum - before.lossSum) / images;
    // The count of images and the sum of their losses are read while Workers train: they may be a batch apart.
    return images > 0 && mean > 0 ? mean : undefined;
  };
}
