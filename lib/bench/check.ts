/**
 * What is fast and wrong is worth nothing: before anything is timed, the engine's loss and gradients are
 * held against tfjs's `cpu` backend.
 *
 * @module
 */
import { sliceDigits } from "../dataset/digits.ts";
import type { Mnist } from "../dataset/mnist.ts";
import { createLenet5 } from "../model/lenet5.ts";
import { DEFAULT_RECIPE } from "../training/recipe.ts";
import { trainByTensors, trainCompiled } from "../training/trainer.ts";

/** Largest relative difference of the loss after a few steps. */
const TOLERANCE = 1e-4;

/**
 * Trains the same small model a few steps by the engine and by tfjs.
 *
 * @returns The relative difference of the mean loss.
 * @throws {Error} If it exceeds 1e-4.
 */
export async function checkAgreement(mnist: Mnist, workers: number): Promise<number> {
  const data = {
    train: sliceDigits(mnist.train, 0, 24),
    validation: sliceDigits(mnist.validation, 0, 8),
  };
  const recipe = { ...DEFAULT_RECIPE, epochs: 2, batchSize: 8, augmentation: null };
  const losses: number[] = [];
  for (const train of [trainByTensors, trainCompiled]) {
    const model = createLenet5({ dropout: 0, seed: 1 });
    for await (const event of train(model, data, { recipe, workers })) {
      if (event.type === "epoch" && event.record.epoch === 2) losses.push(event.record.trainLoss);
    }
    model.dispose();
  }
  const difference = Math.abs(losses[1] / losses[0] - 1);
  if (!(difference < TOLERANCE)) {
    throw new Error(
      `the engine's loss differs from tfjs's by ${difference}, more than ${TOLERANCE}`,
    );
  }
  return difference;
}
