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
  /** Share of them that were classified right. */
  trainAccuracy: number;
  /** Mean cross-entropy over the validation digits. */
  validationLoss: number;
  /** Share of the validation digits that were classified right. */
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
  /** Images of the epoch trained on. */
  imagesDone: number;
  /** Images that an epoch has. */
  imagesPerEpoch: number;
  /** Mean cross-entropy so far. */
  loss: number;
  /** Share classified right so far. */
  accuracy: number;
  /** Of the last step. */
  learningRate: number;
  /** Throughput so far. */
  imagesPerSecond: number;
}
