/**
 * A model at several moments of a training run.
 *
 * @module
 */
import { findWeight, type Model } from "./model.ts";

/** A model at one moment of a run. */
export interface ModelFrame {
  /** Steps taken; 0 before the first. */
  readonly step: number;
  /** A copy of the model. */
  readonly model: Model;
}

/** One weight at one moment of a run. */
export interface WeightFrame {
  /** Steps taken. */
  readonly step: number;
  /** Its values. */
  readonly values: Float32Array;
}

/** What has been added to a weight since the first moment, at each later one. */
export function listAdditions(frames: readonly ModelFrame[], weight: string): WeightFrame[] {
  const [first, ...later] = frames.map(({ step, model }) => {
    return { step, values: findWeight(model, weight).values };
  });
  return later.map(({ step, values }) => ({
    step,
    values: values.map((value, k) => value - first.values[k]),
  }));
}
