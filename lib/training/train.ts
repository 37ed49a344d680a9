/**
 * Trains any model: on the compiled engine if it knows all the layers, through tfjs otherwise.
 *
 * @module
 */
import { UnsupportedModelError } from "../model/network.ts";
import { readNetwork } from "../model/read_network.ts";
import { registerTrainingKernels } from "../tfjs/kernels/register.ts";
import { type BackendName, type tf, useBackend } from "../tfjs/backend.ts";
import type { TrainingEvent } from "./events.ts";
import type { RunOptions, TrainingData } from "./options.ts";
import { trainCompiled, trainWithTfjs } from "./trainer.ts";

/** How to run a recipe, and on what. */
export interface TrainOptions extends RunOptions {
  /** "compiled" (default), or a tfjs backend to train on op by op. */
  backend?: "compiled" | BackendName;
  /** Told in one line when the compiled engine does not know the model. */
  onNotice?: (line: string) => void;
}

/**
 * Trains; the last event is "done" or, once the signal is aborted, "stopped". Either way the model then
 * has the averaged weights.
 *
 * @throws {TrainingError} If a Worker dies.
 * @throws {InputError} If the backend is not to be had here, the batch is too large for memory, the
 *   checkpoint is another backend's, or the run leads to numbers that are none.
 */
export async function* trainModel(
  model: tf.LayersModel,
  data: TrainingData,
  options: TrainOptions,
): AsyncGenerator<TrainingEvent, void> {
  const { backend = "compiled" } = options;
  const refusal = backend === "compiled" ? explainRefusal(model) : undefined;
  if (backend === "compiled" && !refusal) return yield* trainCompiled(model, data, options);
  if (refusal) options.onNotice?.(`${refusal}: training through tfjs op by op, which is slower`);
  const name = backend === "compiled" ? "wasm" : backend;
  await useBackend(name);
  if (name === "wasm") await registerTrainingKernels();
  yield* trainWithTfjs(model, data, options);
}

/** Why the compiled engine cannot train a model; undefined if it can. */
function explainRefusal(model: tf.LayersModel): string | undefined {
  try {
    readNetwork(model);
  } catch (error) {
    if (error instanceof UnsupportedModelError) return error.message;
    throw error;
  }
}
