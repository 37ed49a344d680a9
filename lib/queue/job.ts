/**
 * What lies in the queue: jobs and their results, as data. Nothing of it is code, and nothing is believed
 * unchecked, neither by workers nor by those who collect results.
 *
 * @module
 */
import * as v from "valibot";
import { InputError } from "../errors.ts";
import { SHA256 } from "../model/seal.ts";
import { checkRunSpec, type RunSpec } from "../sweep/run_spec.ts";
import { amount, validate } from "../validate.ts";

/** A run of a sweep. */
export interface RunJob {
  kind: "run";
  /** What to make. */
  spec: RunSpec;
}

/** Some pictures of a listing. */
export interface PredictJob {
  kind: "predict";
  /** Folder of the model. */
  model: string;
  /** SHA-256 of its weights: every worker must have the same. */
  weightsSha256: string;
  /** Whether all digits of a picture are read. */
  multi: boolean;
  /** Answers less probable than this are no answers. */
  threshold: number;
  /** What the person calls each picture, and where it lies. */
  pictures: { name: string; path: string }[];
}

/** Anything that a worker does. */
export type Job = RunJob | PredictJob;

/** Names of a model's files. */
export const MODEL_FILES = ["weights.bin", "model.json", "run.json"] as const;

/** A trained model: its files by name, in base64. */
export interface RunResult {
  files: Record<typeof MODEL_FILES[number], string>;
}

/** A line of JSON for each picture, in their order. */
export interface PredictResult {
  lines: string[];
}

const text = v.pipe(
  v.string(),
  v.nonEmpty("a text"),
  v.maxLength(4096, "a text of at most 4096 characters"),
);

const PREDICT = v.strictObject({
  kind: v.literal("predict"),
  model: text,
  weightsSha256: SHA256,
  multi: v.boolean(),
  threshold: amount(0, 1),
  pictures: v.pipe(
    v.array(v.strictObject({ name: text, path: text })),
    v.minLength(1, "at least one picture"),
    v.maxLength(100_000, "at most 100,000 pictures"),
  ),
});

const RUN = v.strictObject({ kind: v.literal("run"), spec: v.record(v.string(), v.unknown()) });

const KIND = v.object({ kind: v.picklist(["run", "predict"], "run or predict") });

/**
 * Checks a job that came out of a queue.
 *
 * @throws {InputError} With the path inside it, what was wanted and what came.
 */
export function checkJob(value: unknown): Job {
  return orInputError(() => {
    const { kind } = validate(KIND, value, "job");
    if (kind === "predict") return validate(PREDICT, value, "job");
    return { kind, spec: checkRunSpec(validate(RUN, value, "job").spec, "job.spec") };
  });
}

const base64 = v.pipe(v.string(), v.base64("base64"));

const RUN_RESULT = v.strictObject({
  files: v.strictObject({ "weights.bin": base64, "model.json": base64, "run.json": base64 }),
});

const PREDICT_RESULT = v.strictObject({
  lines: v.array(v.pipe(v.string(), v.regex(/^\{[^\n]*\}$/, "a line of JSON"))),
});

/**
 * Checks what a worker says that a run came to.
 *
 * @throws {InputError} With the path inside it, what was wanted and what came.
 */
export function checkRunResult(value: unknown): RunResult {
  return orInputError(() => validate(RUN_RESULT, value, "result"));
}

/**
 * Checks what a worker says that it has read in pictures.
 *
 * @param count Pictures of the job.
 * @throws {InputError} With the path inside it, what was wanted and what came.
 */
export function checkPredictResult(value: unknown, count: number): PredictResult {
  const result = orInputError(() => validate(PREDICT_RESULT, value, "result"));
  if (result.lines.length === count) return result;
  throw new InputError(`result.lines: expected ${count}, got ${result.lines.length}`);
}

function orInputError<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}
