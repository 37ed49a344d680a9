/**
 * Trains any model: on the compiled engine if it knows all the layers, through tfjs otherwise.
 *
 * @module
 */
import { TrainingEngine } from "../engine/engine.ts";
import type { Model } from "../model/model.ts";
import { UnsupportedModelError } from "../model/network.ts";
import { readNetwork } from "../model/read_network.ts";
import type { TrainingEvent } from "./events.ts";
import type { RunOptions, TrainingData } from "./options.ts";
import { checkRecipe } from "./check_recipe.ts";
import { runTraining } from "./run.ts";

/** tfjs's backends that can be trained on. */
export type TfjsBackend = "cpu" | "wasm" | "webgpu";

/** How to run a recipe, and on what. */
export interface TrainOptions extends RunOptions {
  /** "compiled" (default), or a tfjs backend to train on op by op. */
  backend?: "compiled" | TfjsBackend;
  /** Told in one line when the compiled engine does not know the model. */
  onNotice?: (line: string) => void;
}

/**
 * Trains; the last event is "done" or, once the signal is aborted, "stopped". Either way the model then
 * has the averaged weights.
 *
 * @throws {TrainingError} If a Worker dies.
 * @throws {InputError} If the backend is unavailable, the batch is too large for memory, the
 *   checkpoint is another backend's, the recipe has a setting that does not exist, or the run diverges.
 */
export async function* trainModel(
  model: Model,
  data: TrainingData,
  options: TrainOptions,
): AsyncGenerator<TrainingEvent, void> {
  const { backend = "compiled" } = options;
  checkRecipe(options.recipe);
  const refusal = backend === "compiled" ? explainRefusal(model) : undefined;
  if (backend === "compiled" && !refusal) return yield* trainCompiled(model, data, options);
  if (refusal) options.onNotice?.(`${refusal}: training through tfjs op by op, which is slower`);
  // Loaded only here: most models never need tfjs.
  const { prepareTraining } = await import("../tfjs/prepare_training.ts");
  await prepareTraining(backend === "compiled" ? "wasm" : backend);
  yield* trainWithTfjs(model, data, options);
}

/**
 * Trains on the compiled engine; see {@link runTraining}. The same recipe, data and model give the same
 * weights to the last bit, however many Workers there are, in one go or interrupted and resumed.
 *
 * @throws {UnsupportedModelError} Before the first event, if the engine does not know a layer.
 * @throws {TrainingError} If a Worker dies.
 */
export function trainCompiled(
  model: Model,
  data: TrainingData,
  options: RunOptions,
): AsyncGenerator<TrainingEvent, void> {
  return runTraining(TrainingEngine.create, model, { data, options });
}

/**
 * Trains through tfjs on the current backend; see {@link runTraining}. Interrupted and resumed runs end with
 * the same weights here, too; of the stochastic layers only Dropout is reproducible. `workers` is ignored.
 */
export async function* trainWithTfjs(
  model: Model,
  data: TrainingData,
  options: RunOptions,
): AsyncGenerator<TrainingEvent, void> {
  const { TfjsEngine } = await import("../tfjs/tfjs_engine.ts");
  yield* runTraining(TfjsEngine.create, model, { data, options });
}

/** Why the compiled engine cannot train a model; undefined if it can. */
function explainRefusal({ topology }: Model): string | undefined {
  try {
    readNetwork(topology);
  } catch (error) {
    if (error instanceof UnsupportedModelError) return error.message;
    throw error;
  }
}
