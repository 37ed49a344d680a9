/**
 * Several ways of training on the same digits, seen by their validation error.
 *
 * @module
 */
import type { LenetOptions } from "../model/zoo/lenet.ts";
import { createLenet5 } from "../model/zoo/lenet5.ts";
import type { TrainingData } from "./options.ts";
import { DEFAULT_RECIPE, type Recipe } from "./recipe.ts";
import type { EpochRecord } from "./records.ts";
import { trainModel } from "./train.ts";

/** A way of training: what differs from the default. */
export interface Variant {
  /** What tables and figures call it. */
  name: string;
  /** What its network has that the default one has not. */
  architecture?: LenetOptions;
  /** What its recipe has that the shared one has not. */
  recipe?: Partial<Recipe>;
}

/** A variant's run so far. */
export interface VariantRun {
  /** The variant's. */
  readonly name: string;
  /** Epochs done. */
  readonly history: EpochRecord[];
}

/** How variants are trained. */
export interface CompareRunsOptions {
  /** What all variants share. */
  recipe: Partial<Recipe>;
  /** Workers that share each batch. */
  workers: number;
  /** Aborting it ends the comparison with the epochs that are done. */
  signal?: AbortSignal;
}

/**
 * Trains one variant after the other with the same seed and budget.
 *
 * @returns After every epoch, all runs so far.
 */
export async function* compareRuns(
  variants: readonly Variant[],
  data: TrainingData,
  { recipe, workers, signal }: CompareRunsOptions,
): AsyncGenerator<VariantRun[]> {
  const runs: VariantRun[] = [];
  for (const variant of variants) {
    if (signal?.aborted) return;
    const history: EpochRecord[] = [];
    runs.push({ name: variant.name, history });
    const model = createLenet5({ classes: data.train.classes, ...variant.architecture });
    const full = { ...DEFAULT_RECIPE, ...recipe, ...variant.recipe };
    for await (const event of trainModel(model, data, { recipe: full, workers, signal })) {
      if (event.type !== "epoch") continue;
      history.push(event.record);
      yield runs;
    }
  }
}
