/**
 * Runs of the zoo (`deno task zoo`), kept as JSON.
 *
 * @module
 */
import { InputError } from "../errors.ts";

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

/**
 * Reads the runs that were made before; none if there is no file.
 *
 * @throws {InputError} If it is no list of runs.
 */
export async function readZoo(path: string): Promise<ZooRun[]> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  try {
    const runs = JSON.parse(text);
    if (Array.isArray(runs) && runs.every(isRun)) return runs;
  } catch { /* told below */ }
  throw new InputError(
    `${path}: expected a list of runs, got something else; delete it to begin anew`,
  );
}

function isRun(run: Partial<ZooRun> | null): boolean {
  const { network, seed, epochs, parameters, seconds, imagesPerSecond, n, errors } = run ?? {};
  const numbers = [seed, epochs, parameters, seconds, imagesPerSecond, n, errors];
  return typeof network === "string" && numbers.every(Number.isFinite);
}
