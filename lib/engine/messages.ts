/**
 * What main thread and Workers say to each other.
 *
 * @module
 */
import type { Layout } from "./layout.ts";
import type { StepOptions } from "./types.ts";

/** To a Worker. */
export type Command =
  | {
    type: "start";
    module: WebAssembly.Module;
    memory: WebAssembly.Memory;
    layout: Layout;
    workerIndex: number;
    options: StepOptions;
  }
  /** Train on the rest of an epoch: positions `first` to `end` of the order. */
  | { type: "train"; epoch: number; step: number; first: number; end: number }
  /** Classify images `first` to `end` with the parameters at these addresses. */
  | { type: "predict"; first: number; end: number; weights: number; statistics: number };

/** From a Worker: the command is carried out, or the Worker is at its end. */
export type Reply =
  /** For `train`, the position in the epoch's order up to which images have been trained on. */
  | { position: number }
  | { error: string };
