/**
 * What main thread and Workers say to each other.
 *
 * @module
 */
import type { PredictPart, ThreadSetup, TrainPart } from "./thread.ts";

/** To a Worker. */
export type Command =
  | { type: "start" } & ThreadSetup
  | { type: "train" } & TrainPart
  | { type: "predict" } & PredictPart;

/** From a Worker: the command is carried out, or the Worker is at its end. */
export type Reply =
  /** For `train`, the position in the epoch's order up to which images have been trained on. */
  | { position: number }
  | { error: string };
