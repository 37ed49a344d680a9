/**
 * One run of a sweep, as data: everything that decides its weights and what they are judged by, and nothing
 * else. Its name is a hash of that, so that the same run is never made twice.
 *
 * @module
 */
import { createHash } from "node:crypto";
import * as v from "valibot";
import { InputError } from "../errors.ts";
import { NETWORKS } from "../model/registry.ts";
import { SHA256 } from "../model/seal.ts";
import { checkRecipe } from "../training/check_run.ts";
import type { Recipe } from "../training/recipe.ts";
import { validate, whole } from "../validate.ts";

/** Which part of the images is held out to judge a run by. */
export interface Fold {
  /** Parts that the images are dealt to, class by class. */
  count: number;
  /** The part that is held out, from 0. */
  index: number;
  /** Seed of the deal. */
  seed: number;
}

/** A run, ready to be made anywhere: plain JSON. */
export interface RunSpec {
  /** A network of the registry. */
  network: string;
  /** What it is made with, beside classes and seed. */
  networkOptions: Record<string, unknown>;
  /** What `--data` names; a path is absolute. */
  data: string;
  /** SHA-256 of the images that it leads to. */
  dataSha256: string;
  /** All settings; its seed is the network's as well. */
  recipe: Recipe;
  /** None: the validation images judge. */
  fold: Fold | null;
}

/** A valid fold. */
export const FOLD = v.pipe(
  v.strictObject({ count: whole(2), index: whole(0), seed: whole(0) }),
  v.check(({ count, index }) => index < count, "an index below count"),
);

/** A network of the registry. */
export const NETWORK = v.picklist(Object.keys(NETWORKS), Object.keys(NETWORKS).join(", "));

const SPEC = v.strictObject({
  network: NETWORK,
  networkOptions: v.record(v.string(), v.unknown()),
  data: v.pipe(v.string(), v.nonEmpty("a set by name, or a path")),
  dataSha256: SHA256,
  recipe: v.record(v.string(), v.unknown()),
  fold: v.nullable(FOLD),
});

/**
 * Checks a run that came from outside.
 *
 * @throws {InputError} With the path inside it, what was wanted and what came.
 */
export function checkRunSpec(value: unknown, name = "run"): RunSpec {
  try {
    const spec = validate(SPEC, value, name) as unknown as RunSpec;
    const { options } = NETWORKS[spec.network];
    validate(v.object({ networkOptions: options }), value, name);
    checkRecipe(spec.recipe, name);
    return spec;
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}

/** Digits of a name: two of 100,000 runs have the same with a chance of 1 in 3.7 billion. */
const NAME_DIGITS = 16;

/** A run's name: the same for the same run, whatever else is in its sweep. */
export function nameRun(spec: RunSpec): string {
  return `run-${hashJson(spec).slice(0, NAME_DIGITS)}`;
}

/** SHA-256 of plain JSON, whatever the order of its keys. */
export function hashJson(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(sortKeys(value))).digest("hex");
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}
