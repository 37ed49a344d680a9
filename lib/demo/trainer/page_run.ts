/**
 * A run of the page: what it consists of, and the record of what came of it.
 *
 * @module
 */
import type { Model } from "../../model/model.ts";
import { countParameters } from "../../model/summarize.ts";
import type { Checkpoint } from "../../training/checkpoint.ts";
import type { EpochRecord } from "../../training/records.ts";
import type { Recipe } from "../../training/recipe.ts";
import type { Settings } from "./choices.ts";
import type { TestResult } from "./messages.ts";
import { createChosenModel, planChosenRecipe } from "./settings.ts";
import type { Pupil, Trained } from "./teacher.ts";

/** A run, under way or at its end. */
export interface Run {
  settings: Settings;
  recipe: Recipe;
  model: Model;
  abort: AbortController;
  checkpoint?: Checkpoint;
  history: EpochRecord[];
  seconds: number;
}

/** A run of a visitor's choices, of which nothing is done yet. */
export function createRun(
  settings: Settings,
): Pick<Run, "settings" | "recipe" | "model" | "abort"> {
  const recipe = planChosenRecipe(settings), model = createChosenModel(settings);
  return { settings, recipe, model, abort: new AbortController() };
}

/** What the files of a network that was trained here are called. */
export const nameTrained = ({ model }: Pupil) => `${model.name}-trained-here`;

/** The network of a run that ended, and its record. */
export function describeTrained(run: Run, test: TestResult, workers: number): Trained {
  const { model, recipe, settings: { digits }, history, seconds } = run;
  const { all, trainable } = countParameters(model);
  const record = {
    command: "trained in the page",
    ...{ parameters: all, trainableParameters: trainable, recipe, backend: "compiled", workers },
    data: { name: "mnist", trainedOn: digits },
    wallSeconds: Math.round(seconds * 100) / 100,
    history,
    test: { n: test.n, accuracy: 1 - test.errors / test.n, errors: test.errors },
  };
  return { model, run: record, variants: recipe.variants };
}
