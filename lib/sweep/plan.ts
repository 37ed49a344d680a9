/**
 * What a sweep is made of: a base, what varies about it, and what it is judged by. Plain JSON.
 *
 * @module
 */
import * as v from "valibot";
import { InputError } from "../errors.ts";
import { parseJson, validate, whole } from "../validate.ts";
import { NETWORK } from "./run_spec.ts";

const settings = v.record(v.string(), v.unknown());

/** What a base and every variant may say. */
const CHOICE = {
  network: v.optional(NETWORK),
  networkOptions: v.optional(settings),
  recipe: v.optional(settings),
};

const name = v.pipe(v.string(), v.regex(/^[\w.-]+$/, "a name of letters, digits, _, - and ."));

/** Places that a grid may vary: a setting, or one inside it. */
const place = v.pipe(
  v.string(),
  v.regex(
    /^(network|(recipe|networkOptions)\.[^.]+(\.[^.]+)?)$/,
    "network, recipe.SETTING or networkOptions.OPTION",
  ),
);

const PLAN = v.strictObject({
  name: v.optional(name),
  ...CHOICE,
  data: v.optional(v.pipe(v.string(), v.nonEmpty("a set by name, or a path"))),
  vary: v.optional(
    v.strictObject({
      list: v.optional(
        v.pipe(
          v.array(
            v.strictObject({ name: v.pipe(v.string(), v.nonEmpty("a name")), ...CHOICE }),
          ),
          v.minLength(1, "at least one variant"),
        ),
      ),
      grid: v.optional(
        v.record(place, v.pipe(v.array(v.unknown()), v.minLength(1, "at least one value"))),
      ),
      seeds: v.optional(v.pipe(v.array(whole(0)), v.minLength(1, "at least one seed"))),
    }),
  ),
  folds: v.optional(
    v.strictObject({
      count: whole(2, 100),
      only: v.optional(v.pipe(v.array(whole(0)), v.minLength(1, "at least one fold"))),
      seed: v.optional(whole(0)),
    }),
  ),
  metric: v.optional(v.picklist(["error", "loss"], "error or loss")),
});

/** A sweep's plan as a person writes it; what is left out has a default. */
export type Plan = v.InferOutput<typeof PLAN>;

/**
 * Reads a plan.
 *
 * @param shown What errors call it, such as the file's name.
 * @throws {InputError} In one line: the path inside the plan, what was wanted and what came.
 *
 * @example
 * ```json
 * {
 *   "recipe": { "epochs": 5 },
 *   "vary": { "grid": { "recipe.weightDecay": [0.01, 0.1] }, "seeds": [0, 1, 2] },
 *   "folds": { "count": 5 }
 * }
 * ```
 */
export function parsePlan(text: string, shown: string): Plan {
  try {
    return validate(PLAN, parseJson(text));
  } catch (error) {
    throw new InputError(`${shown}: ${(error as Error).message}`);
  }
}
