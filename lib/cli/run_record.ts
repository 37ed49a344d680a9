/**
 * The record that `deno task train` leaves beside a model: enough to make it again, and what came of it.
 *
 * @module
 */
import type { Mnist } from "../dataset/mnist.ts";
import type { Report } from "../evaluation/report.ts";
import { summarize } from "../model/lenet5.ts";
import { tf } from "../tfjs/backend.ts";
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
  model: tf.LayersModel,
  mnist: Mnist,
  { run, result }: { run: PlannedRun; result: RunResult },
): RunRecord {
  const layers = summarize(model);
  const { n, accuracy, accuracyInterval, loss } = result.test;
  return {
    command: "deno task train",
    architecture: run.architecture,
    parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0),
    trainableParameters: layers.reduce((sum, layer) => sum + layer.trainableParameters, 0),
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
    versions: { ...Deno.version, tfjs: tf.version.tfjs },
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
