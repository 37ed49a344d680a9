/**
 * What networks of the registry may be told: plans and run.json can bring anything.
 *
 * @module
 */
import * as v from "valibot";
import { InputError } from "../../errors.ts";
import { amount, validate, whole } from "../../validate.ts";

/** Options of every network. Names of classes are checked where they are used. */
export const COMMON_OPTIONS = {
  classes: v.optional(v.unknown()),
  seed: v.optional(whole(Number.MIN_SAFE_INTEGER)),
};

/** Maps of two convolutions, or pairs of them. */
export const CHANNELS = v.pipe(v.array(whole(1, 256)), v.length(2, "two numbers of maps"));

/** Units of a dense layer. */
export const UNITS = whole(1, 2048);

/** The share that is dropped. */
export const DROPOUT = v.pipe(amount(0, 1), v.ltValue(1, "a number below 1"));

/**
 * Refuses options that a network does not know, or values that mean nothing.
 *
 * @throws {InputError} With the option, what was wanted and what came.
 */
export function checkOptions(schema: v.GenericSchema, options: unknown, network: string): void {
  try {
    validate(schema, options, network);
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}
