/**
 * Do two ways of training differ, or only two runs? Each way is trained from several seeds.
 *
 * @module
 */
import type { LabeledImages } from "../dataset/labeled_images.ts";
import { decodePredictions } from "../evaluation/predictions.ts";
import { meanAccuracy } from "../evaluation/report.ts";
import { classify } from "../inference/classify.ts";
import { createLenet5 } from "../model/zoo/lenet5.ts";
import type { Variant } from "./compare_runs.ts";
import type { TrainingData } from "./options.ts";
import { DEFAULT_RECIPE, type Recipe } from "./recipe.ts";
import { trainModel } from "./train.ts";

/** One trained model's result. */
export interface SeedRun {
  /** The variant. */
  readonly name: string;
  /** What it started from. */
  readonly seed: number;
  /** Error on the images that judge, 0 to 1. */
  readonly error: number;
}

/** How variants are trained and judged. */
export interface SeedStudyOptions {
  /** Common to all variants. */
  recipe: Partial<Recipe>;
  /** One run of each variant from each of them. */
  seeds: readonly number[];
  /** Many images that no run trains on: they decide. */
  judge: LabeledImages;
  /** Threads of each run. */
  workers: number;
  /** Ends the study after the batch under way. */
  signal?: AbortSignal;
}

/**
 * Trains every variant from every seed, which decides the initial weights, the order and the warps.
 *
 * @returns After every run, all runs so far.
 */
export async function* studySeeds(
  variants: readonly Variant[],
  data: TrainingData,
  { recipe, seeds, judge, workers, signal }: SeedStudyOptions,
): AsyncGenerator<SeedRun[]> {
  const runs: SeedRun[] = [];
  for (const seed of seeds) {
    for (const { name, architecture, recipe: own } of variants) {
      const model = createLenet5({ classes: data.train.classes, ...architecture, seed });
      const full = { ...DEFAULT_RECIPE, ...recipe, ...own, seed };
      for await (const event of trainModel(model, data, { recipe: full, workers, signal })) {
        if (event.type === "stopped") return;
      }
      const predictions = decodePredictions(judge.labels, await classify(model, judge.images));
      runs.push({ name, seed, error: 1 - meanAccuracy(predictions) });
      yield [...runs];
    }
  }
}

/** A variant over all seeds, beside the first variant. */
export interface SeedSummary {
  /** The variant. */
  readonly name: string;
  /** Seeds that count. */
  readonly runs: number;
  /** Mean error, 0 to 1. */
  readonly mean: number;
  /** Sample standard deviation. */
  readonly deviation: number;
  /** Mean of error − the first variant's error with the same seed. */
  readonly difference: number;
  /** 95% interval of that difference: a paired t-test over the seeds. */
  readonly interval: readonly [number, number];
}

/** Sums runs up by variant, with those seeds that all variants have. */
export function summarizeSeeds(runs: readonly SeedRun[]): SeedSummary[] {
  const names = [...new Set(runs.map(({ name }) => name))];
  const errorOf = (name: string, seed: number) =>
    runs.find((run) => run.name === name && run.seed === seed)?.error;
  const seeds = [...new Set(runs.map(({ seed }) => seed))]
    .filter((seed) => names.every((name) => errorOf(name, seed) !== undefined));
  return names.map((name) => {
    const errors = seeds.map((seed) => errorOf(name, seed)!);
    const differences = seeds.map((seed, i) => errors[i] - errorOf(names[0], seed)!);
    const { mean: difference, deviation } = describe(differences);
    const halfWidth = quantileOfT(seeds.length - 1) * deviation / Math.sqrt(seeds.length);
    return {
      name,
      runs: seeds.length,
      ...describe(errors),
      difference,
      interval: [difference - halfWidth, difference + halfWidth] as const,
    };
  });
}

function describe(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length < 2 ? NaN : Math.sqrt(squares / (values.length - 1)) };
}

/** The 97.5% points of Student's t with 1 to 10 degrees of freedom. */
const T_975 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

/** Beyond the table its last entry: a little too wide an interval rather than too narrow a one. */
function quantileOfT(degrees: number): number {
  return degrees < 1 ? NaN : T_975[Math.min(degrees, T_975.length) - 1];
}
