/**
 * The record that `deno task train` leaves beside a model: enough to make it again, and what came of it.
 *
 * @module
 */
import type { Report } from "../evaluation/report.ts";
import type { RunRecord } from "../model/store.ts";
import { countParameters } from "../model/summarize.ts";
import type { EpochRecord } from "../training/records.ts";
import type { PlannedRun } from "./plan_run.ts";

/** Accuracy before fine-tuning (where the classes are the same) and after it. */
export interface Change {
  n: number;
  before?: number;
  after: number;
}

/** How a training went. */
export interface Course {
  backend: string;
  history: EpochRecord[];
  wallSeconds: number;
  imagesPerSecond: number;
}

/** What came of a run. */
export interface RunResult extends Course {
  test: Report;
  /** Of a fine-tuned model: on the own test images, and on MNIST's where they were rehearsed. */
  fineTuning?: { own: Change; mnist?: Change };
}

/** Puts the record together. */
export function createRunRecord(run: PlannedRun, result: RunResult): RunRecord {
  const { flags, source, sets, train } = run;
  const { n, accuracy, accuracyInterval, loss } = result.test;
  return {
    command: "deno task train",
    ...(flags.from === undefined ? {} : { from: flags.from }),
    ...describeCourse({ ...run, backend: flags.backend }, result),
    data: {
      name: source.name,
      source: source.description,
      sha256: source.contentSha256,
      split: {
        train: sets.train.count,
        validation: sets.validation.count,
        test: sets.test.count,
      },
      ...(flags.all ? { all: true } : {}),
      ...(train === sets.train ? {} : { trainedOn: train.count }),
    },
    test: { n, accuracy, accuracyInterval, errors: countErrors(result.test), loss },
    ...(result.fineTuning ? { fineTuning: result.fineTuning } : {}),
  };
}

/** The part of a record that every training has: what was trained, on what machine, how it went. */
export function describeCourse(
  { model, recipe, workers, backend }: Pick<PlannedRun, "model" | "recipe" | "workers" | "backend">,
  result: Course,
): RunRecord {
  const parameters = countParameters(model);
  return {
    parameters: parameters.all,
    trainableParameters: parameters.trainable,
    recipe,
    backend: result.backend,
    ...(backend === "compiled" ? { workers } : {}),
    versions: { ...Deno.version },
    machine: { os: Deno.build.os, arch: Deno.build.arch, cores: navigator.hardwareConcurrency },
    wallSeconds: round(result.wallSeconds),
    imagesPerSecond: Math.round(result.imagesPerSecond),
    history: result.history,
  };
}

/** Mean throughput of a training, validation left out. */
export function meanThroughput(history: readonly EpochRecord[], imagesPerEpoch: number): number {
  const seconds = history.reduce(
    (sum, { imagesPerSecond }) => sum + imagesPerEpoch / imagesPerSecond,
    0,
  );
  return history.length * imagesPerEpoch / seconds;
}

/** Images that were misread. */
export function countErrors({ n, accuracy }: Pick<Report, "n" | "accuracy">): number {
  return Math.round(n * (1 - accuracy));
}

const round = (value: number) => Math.round(value * 100) / 100;
