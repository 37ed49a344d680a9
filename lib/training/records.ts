/**
 * What is measured of a training run.
 *
 * @module
 */

/** One epoch's figures; validation is measured with the averaged weights. */
export interface EpochRecord {
  /** From 1. */
  epoch: number;
  /** Mean cross-entropy over the training digits as they were seen: warped, with dropout. */
  trainLoss: number;
  trainAccuracy: number;
  validationLoss: number;
  validationAccuracy: number;
  /** Learning rate of the epoch's last step. */
  learningRate: number;
  /** Training throughput, validation left out. */
  imagesPerSecond: number;
  /** Time spent on training and validation. */
  seconds: number;
}

/** A running epoch's figures so far. */
export interface Progress {
  /** From 1. */
  epoch: number;
  imagesDone: number;
  imagesPerEpoch: number;
  loss: number;
  accuracy: number;
  learningRate: number;
  imagesPerSecond: number;
}
