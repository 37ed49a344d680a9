/**
 * What came of the runs of a sweep, summed up by variant.
 *
 * @module
 */
import { comparePredictions } from "../evaluation/comparison.ts";
import { type SeedRun, summarizeSeeds } from "../training/seed_study.ts";
import type { RunSpec } from "./run_spec.ts";

/** What a run is judged by: the images held out. */
export interface HeldOutResult {
  /** Images held out. */
  n: number;
  /** Misclassified among them. */
  errors: number;
  /** Mean cross-entropy in nats. */
  loss: number;
  /** Positions of the misclassified images among all images but the test set's. */
  misclassified: number[];
}

/** A run that is done. */
export interface FinishedRun {
  /** Its name. */
  id: string;
  /** What of the plan it is one of. */
  variant: string;
  /** What it was made of. */
  spec: RunSpec;
  /** Build of the kernels that computed it; another rounds differently. */
  build: string;
  /** What it is judged by. */
  heldOut: HeldOutResult;
  /** Passes over the images. */
  epochs: number;
  /** Trained weights. */
  parameters: number;
  /** Wall-clock time. */
  seconds: number;
}

/** What a sweep is decided by: the share of images misclassified, or the mean cross-entropy. */
export type Metric = "error" | "loss";

/** A variant over all its runs, beside the first variant. */
export interface VariantSummary {
  /** The variant. */
  variant: string;
  /** Runs that count: those of seeds and folds that all variants have. */
  runs: number;
  /** Mean of the metric. */
  mean: number;
  /** Its sample standard deviation over the runs. */
  deviation: number;
  /** Mean of metric − the first variant's with the same seed and fold. */
  difference: number;
  /** 95% interval of that difference: a paired t-test over seeds and folds. */
  interval: readonly [number, number];
  /** The images on which more runs of the one than of the other are right, and the sign test on them. */
  images?: ImageComparison;
}

/** Two variants image by image. */
export interface ImageComparison {
  /** Images that more runs of the first variant classify correctly. */
  onlyFirst: number;
  /** Images that more runs of this variant classify correctly. */
  onlyThis: number;
  /** Exact, two-sided; with one run a fold it is McNemar's test. */
  pValue: number;
}

/** The metric of a run. */
export function measureRun({ heldOut: { errors, n, loss } }: FinishedRun, metric: Metric): number {
  return metric === "loss" ? loss : errors / n;
}

/** Sums runs up by variant, in the order in which variants first come. */
export function summarizeRuns(runs: readonly FinishedRun[], metric: Metric): VariantSummary[] {
  const pairs = new Map<string, number>();
  const seedRuns = runs.map((run): SeedRun => {
    const key = pairOf(run);
    if (!pairs.has(key)) pairs.set(key, pairs.size);
    return { name: run.variant, seed: pairs.get(key)!, error: measureRun(run, metric) };
  });
  const summaries = summarizeSeeds(seedRuns);
  const complete = keepCompletePairs(runs);
  return summaries.map(({ name, ...summary }, i) => {
    const images = i === 0 || summary.runs === 0
      ? undefined
      : compareImages(complete, summaries[0].name, name);
    return { variant: name, ...summary, ...images && { images } };
  });
}

/** What runs of two variants have in common if they can be compared. */
const pairOf = ({ spec: { recipe, fold } }: FinishedRun) => `${recipe.seed}/${fold?.index ?? "-"}`;

/** The runs of those seeds and folds that all variants have. */
function keepCompletePairs(runs: readonly FinishedRun[]): FinishedRun[] {
  const variants = new Set(runs.map(({ variant }) => variant));
  const counts = Map.groupBy(runs, pairOf);
  return runs.filter((run) => counts.get(pairOf(run))!.length === variants.size);
}

/**
 * Images are independent of each other; runs on the same image are not. So an image counts once: for the
 * variant of which more runs are right.
 */
function compareImages(
  runs: readonly FinishedRun[],
  first: string,
  other: string,
): ImageComparison {
  const lead = new Map<number, number>();
  for (const { variant, heldOut: { misclassified } } of runs) {
    const step = variant === first ? -1 : variant === other ? 1 : 0;
    for (const image of misclassified) lead.set(image, (lead.get(image) ?? 0) + step);
  }
  const leads = [...lead.values()];
  if (leads.length === 0) return { onlyFirst: 0, onlyThis: 0, pValue: 1 };
  const rows = (sign: number) =>
    leads.map((value, index) => ({ index, label: 1, predicted: sign * value < 0 ? 0 : 1 }));
  const { onlyFirst, onlySecond, pValue } = comparePredictions(rows(1), rows(-1));
  return { onlyFirst, onlyThis: onlySecond, pValue };
}
