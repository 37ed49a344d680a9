/**
 * Names of the sets that a data set falls into.
 *
 * @module
 */
import { InputError } from "../errors.ts";

/** The names of the three sets: to train on, to choose by, to report on. */
export const SPLITS = ["train", "validation", "test"] as const;

/** Name of one of the three sets. */
export type Split = typeof SPLITS[number];

/**
 * Refuses what is no name of a set: JavaScript, JSON and command lines can bring anything.
 *
 * @throws {InputError} If it is none.
 */
export function checkSplit(split: Split): void {
  if (SPLITS.includes(split)) return;
  throw new InputError(`split: expected ${SPLITS.join(", ")}, got ${split}`);
}
