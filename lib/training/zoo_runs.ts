/**
 * Runs of the zoo (`deno task zoo`), kept as JSON.
 *
 * @module
 */
import * as v from "valibot";
import { InputError, isMissing, isRefusal, reasonOf } from "../errors.ts";
import { amount, parseJson, validate, whole } from "../validate.ts";

/** What came of one run. */
export interface ZooRun {
  /** The registry's name of the network. */
  network: string;
  /** Of the weights and all that is random in the run. */
  seed: number;
  /** Passes over the training digits. */
  epochs: number;
  /** Weights and biases. */
  parameters: number;
  /** With the test, without the calibration. */
  seconds: number;
  /** Of training alone. */
  imagesPerSecond: number;
  /** Test images. */
  n: number;
  /** How many of them were misread. */
  errors: number;
}

const RUNS = v.array(v.pipe(
  v.strictObject({
    network: v.pipe(v.string(), v.nonEmpty("the name of a network")),
    seed: whole(0),
    epochs: whole(1),
    parameters: whole(1),
    seconds: amount(0),
    imagesPerSecond: amount(0),
    n: whole(1),
    errors: whole(0),
  }),
  v.check(({ errors, n }) => errors <= n, "at most n errors"),
));

/**
 * Reads the runs that were made before; none if there is no file.
 *
 * @throws {InputError} If it is no list of runs: the path inside it, what was wanted and what came.
 */
export async function readZoo(path: string): Promise<ZooRun[]> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (isMissing(error)) return [];
    if (isRefusal(error)) throw new InputError(`${path}: ${reasonOf(error)}`);
    throw error;
  }
  try {
    return validate(RUNS, parseJson(text));
  } catch (error) {
    throw new InputError(`${path}: ${(error as Error).message}; delete it to begin anew`);
  }
}
