/**
 * The record that `deno task train` leaves beside a model: enough to make it again, and what came of it.
 *
 * @module
 */
import type { Mnist } from "../dataset/mnist.ts";
import type { Report } from "../evaluation/report.ts";
import type { Model } from "../model/model.ts";
import { countParameters } from "../model/summarize.ts";
import type { RunRecord } from "../model/store.ts";
import type { EpochRecord } from "../training/records.ts";
import type { PlannedRun } from "./train_options.ts";

/** What came of a run. */
export interface RunResult {
  backend: string;
  history: EpochRecord[];
  wallSeconds: number;
  imagesPerSecond: number;
  test: Report;
}

/** Puts the record together. */
export function createRunRecord(
  model: Model,
  mnist: Mnist,
  { run, result }: { run: PlannedRun; result: RunResult },
): RunRecord {
  const parameters = countParameters(model);
  const { n, accuracy, accuracyInterval, loss } = result.test;
  return {
    command: "deno task train",
    parameters: parameters.all,
    trainableParameters: parameters.trainable,
    recipe: run.recipe,
    backend: result.backend,
    ...(run.backend === "compiled" ? { workers: run.workers } : {}),
    data: {
      source: mnist.source,
      sha256: mnist.sha256,
      split: {
        train: mnist.train.count,
        validation: mnist.validation.count,
        test: mnist.test.count,
      },
    },
    versions: { ...Deno.version },
    machine: { os: Deno.build.os, arch: Deno.build.arch, cores: navigator.hardwareConcurrency },
    wallSeconds: round(result.wallSeconds),
    imagesPerSecond: Math.round(result.imagesPerSecond),
    history: result.history,
    test: { n, accuracy, accuracyInterval, errors: countErrors(result.test), loss },
  };
}

/** Digits that were misread. */
export function countErrors({ n, accuracy }: Report): number {
  return Math.round(n * (1 - accuracy));
}

const round = (value: number) => Math.round(value * 100) / 100;
