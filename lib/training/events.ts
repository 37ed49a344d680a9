/**
 * What a training run reports.
 *
 * @module
 */
import type { Checkpoint } from "./checkpoint.ts";
import type { EpochRecord, Progress } from "./records.ts";

/** In the order in which they come; "stopped" or "done" is the last. */
export type TrainingEvent =
  | { type: "progress"; progress: Progress }
  | { type: "epoch"; record: EpochRecord }
  /** Where the run stands, worth keeping; it goes on. Only where `checkpointMs` is given. */
  | { type: "checkpoint"; checkpoint: Checkpoint }
  /** Interrupted after a whole batch; the checkpoint goes on from there. */
  | { type: "stopped"; checkpoint: Checkpoint }
  | { type: "done"; history: EpochRecord[] };
