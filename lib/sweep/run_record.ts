/**
 * What a sweep reads of a run's run.json, which may have come from another machine.
 *
 * @module
 */
import * as v from "valibot";
import { InputError } from "../errors.ts";
import { checkRecord } from "../model/seal.ts";
import { amount, validate, whole } from "../validate.ts";
import type { FinishedRun } from "./results.ts";
import { checkRunSpec, nameRun } from "./run_spec.ts";

const RECORD = v.object({
  sweep: v.object({
    spec: v.record(v.string(), v.unknown()),
    build: v.string(),
    heldOut: v.strictObject({
      n: whole(1),
      errors: whole(0),
      loss: amount(0),
      misclassified: v.array(whole(0)),
    }),
  }),
  history: v.array(v.unknown()),
  parameters: whole(0),
  wallSeconds: amount(0),
});

/**
 * Checks the record of a run that is done.
 *
 * @param id The run's name.
 * @throws {InputError} If it is another run's, or not whole.
 */
export function checkRunRecord(record: unknown, id: string): Omit<FinishedRun, "variant"> {
  try {
    checkRecord((record ?? {}) as Record<string, never>);
    const { sweep, history, parameters, wallSeconds } = validate(RECORD, record, "run.json");
    const { build, heldOut } = sweep, spec = checkRunSpec(sweep.spec, "run.json: sweep.spec");
    const name = nameRun(spec), { n, errors, misclassified } = heldOut;
    if (name !== id) throw new Error(`run.json: expected the run ${id}, got ${name}`);
    if (misclassified.length !== errors || errors > n) {
      throw new Error(
        `run.json: sweep.heldOut: expected ${errors} of ${n} images, got ${misclassified.length}`,
      );
    }
    return { id, spec, build, heldOut, epochs: history.length, parameters, seconds: wallSeconds };
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}
