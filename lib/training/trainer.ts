/**
 * The two ways of training: on the compiled engine, and through tfjs op by op.
 *
 * @module
 */
import { TrainingEngine } from "../engine/engine.ts";
import type { tf } from "../tfjs/backend.ts";
import type { TrainingEvent } from "./events.ts";
import type { RunOptions, TrainingData } from "./options.ts";
import { runTraining } from "./run.ts";
import { TfjsEngine } from "../tfjs/tfjs_engine.ts";

/**
 * Trains on the compiled engine; see {@link runTraining}. The same recipe, data, model and number of
 * Workers give the same weights to the last bit, whether in one go or interrupted and resumed.
 *
 * @throws {UnsupportedModelError} Before the first event, if the engine does not know a layer.
 * @throws {TrainingError} If a Worker dies.
 */
export function trainCompiled(
  model: tf.LayersModel,
  data: TrainingData,
  options: RunOptions,
): AsyncGenerator<TrainingEvent, void> {
  return runTraining(TrainingEngine.create, model, { data, options });
}

/**
 * Trains through tfjs on the current backend; see {@link runTraining}. Interrupted and resumed runs end with
 * the same weights here, too; of layers that draw lots only Dropout repeats. `workers` is ignored.
 */
export function trainWithTfjs(
  model: tf.LayersModel,
  data: TrainingData,
  options: RunOptions,
): AsyncGenerator<TrainingEvent, void> {
  return runTraining(TfjsEngine.create, model, { data, options });
}
