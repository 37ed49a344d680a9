/**
 * A small checkpoint.
 *
 * @module
 */
import type { Checkpoint } from "../../lib/training/checkpoint.ts";
import { drawValues } from "../kernels/kernel_memory.ts";
import { RECIPE } from "./runs.ts";

/** Of a run within its second epoch. */
export const CHECKPOINT: Checkpoint = {
  ...{
    recipe: RECIPE,
    workers: 2,
    backend: "compiled",
    build: "plain SIMD",
    classes: ["cat", "dog"],
  },
  network: { name: "lenet5", options: { dropout: 0.1, seed: 3 } },
  ...{ epochsDone: 1, stepsDone: 7, position: 40, totals: { lossSum: 1 / 3, correct: 11 } },
  history: [{
    ...{ epoch: 1, trainLoss: 0.1, trainAccuracy: 0.9, validationLoss: 0.2 },
    ...{ validationAccuracy: 0.95, learningRate: 1e-3, imagesPerSecond: 1234, seconds: 5 },
  }],
  wallSeconds: 12.5,
  state: {
    // A view on a larger buffer, as an engine may hand out.
    weights: drawValues(20).subarray(3, 17),
    average: drawValues(14),
    firstMoment: drawValues(14, 2),
    secondMoment: drawValues(14, 3),
    movingStatistics: new Float32Array(),
    averageStatistics: Float32Array.of(-0, 1e-45, 3e38),
  },
};
