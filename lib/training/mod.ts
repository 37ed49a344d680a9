/**
 * Models and images to trained models: recipe, run, events, checkpoints.
 *
 * @module
 */
export { InputError } from "../errors.ts";
export type { Augmentation } from "../augmentation/warp.ts";
export { MemoryEngine } from "../engine/memory_engine.ts";
export { SingleEngine } from "../engine/single_engine.ts";
export type {
  Engine,
  EngineOptions,
  EngineState,
  EpochPart,
  StepOptions,
  Totals,
} from "../engine/types.ts";
export * from "./check_run.ts";
export * from "./checkpoint.ts";
export * from "./checkpoint_files.ts";
export * from "./checkpoint_keeper.ts";
export * from "./compare_runs.ts";
export * from "./events.ts";
export * from "./fine_tune.ts";
export * from "./fine_tuning.ts";
export * from "./fit_recipe.ts";
export * from "./one_unit.ts";
export * from "./options.ts";
export * from "./plan.ts";
export * from "./recipe.ts";
export * from "./records.ts";
export { type EngineFactory, runTraining, TrainingError } from "./run.ts";
export * from "./schedule.ts";
export * from "./seed_study.ts";
export * from "./resume_study.ts";
export * from "./train.ts";
export * from "./zoo_runs.ts";
