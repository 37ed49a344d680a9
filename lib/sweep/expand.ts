/**
 * From a plan to its runs.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { createNetwork } from "../model/registry.ts";
import { checkRecipe } from "../training/check_run.ts";
import { fitRecipe } from "../training/fit_recipe.ts";
import { DEFAULT_RECIPE, type Recipe } from "../training/recipe.ts";
import type { Plan } from "./plan.ts";
import { type Fold, nameRun, type RunSpec } from "./run_spec.ts";

/** A run of a plan. */
export interface SweepRun {
  /** A hash of its content; see {@link nameRun}. */
  id: string;
  /** What of the plan it is one of; what tables call it. */
  variant: string;
  /** All that it takes to make it. */
  spec: RunSpec;
}

/** The images of a sweep, as far as its runs depend on them. */
export interface SweepData {
  /** What `--data` names; a path is absolute. */
  source: string;
  /** SHA-256 of its images. */
  sha256: string;
  /** Names of the classes. */
  classes: readonly string[];
  /** Images that a run trains on. */
  count: number;
}

/** What a base or a variant chooses. */
type Choice = Pick<Plan, "network" | "networkOptions" | "recipe">;

/** What may differ between variants. */
type Settings = Pick<RunSpec, "network" | "networkOptions" | "recipe">;

interface Variant {
  name: string;
  settings: Settings;
}

/**
 * Lists the runs of a plan: every variant of the list at every point of the grid, from every seed, with every
 * fold held out. The order is seed by seed, so that a sweep that is cut off has something of everything.
 *
 * @param shown What errors call the plan, such as the file's name.
 * @throws {InputError} If a setting means nothing, or two variants are the same run.
 */
export function expandPlan(plan: Plan, data: SweepData, shown = "plan"): SweepRun[] {
  try {
    return expand(plan, data);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${shown}: ${error.message}`) : error;
  }
}

/** More than any sweep comes to an end with. */
const MOST_RUNS = 10_000;

function expand(plan: Plan, data: SweepData): SweepRun[] {
  checkCount(plan);
  const variants = listVariants(plan, data);
  checkVariants(variants, data);
  const runs: SweepRun[] = [];
  for (const seed of new Set(plan.vary?.seeds ?? [0])) {
    for (const fold of listFolds(plan)) {
      for (const { name, settings: { network, networkOptions, recipe } } of variants) {
        const spec: RunSpec = {
          ...{ network, networkOptions, recipe: { ...recipe, seed } },
          ...{ data: data.source, dataSha256: data.sha256, fold },
        };
        runs.push({ id: nameRun(spec), variant: name, spec });
      }
    }
  }
  return runs;
}

function checkCount({ vary = {}, folds }: Plan): void {
  const { list, seeds, grid = {} } = vary;
  const factors = [list, seeds, folds && (folds.only ?? { length: folds.count })];
  const count = [...factors, ...Object.values(grid)]
    .reduce((product, factor) => product * (factor?.length ?? 1), 1);
  if (count <= MOST_RUNS) return;
  throw new InputError(`vary: expected at most ${MOST_RUNS} runs, got ${count}`);
}

function listFolds({ folds }: Plan): (Fold | null)[] {
  if (!folds) return [null];
  const { count, seed = 0, only = Array.from({ length: count }, (_, index) => index) } = folds;
  const wrong = only.find((index) => index >= count);
  if (wrong !== undefined) {
    throw new InputError(`folds.only: expected 0 to ${count - 1}, got ${wrong}`);
  }
  return [...new Set(only)].map((index) => ({ count, index, seed }));
}

function listVariants({ vary = {}, ...base }: Plan, { count }: SweepData): Variant[] {
  const fitted = { ...DEFAULT_RECIPE, ...fitRecipe(DEFAULT_RECIPE, count) };
  const start = choose({ network: "lenet5", networkOptions: {}, recipe: fitted }, base);
  const listed = (vary.list ?? [{ name: "" }]).map(({ name, ...choice }) => {
    return { name, settings: choose(start, choice) };
  });
  return listed.flatMap(({ name, settings }) =>
    listPoints(vary.grid ?? {}).map((point) => {
      const words = [...name === "" ? [] : [name], ...point.map(describeValue)];
      return {
        name: words.join(", ") || "base",
        settings: point.reduce(setAt, settings),
      };
    })
  );
}

/** Settings with those that a choice replaces; another network begins with its own options. */
function choose(settings: Settings, { network, networkOptions, recipe = {} }: Choice): Settings {
  const isOther = network !== undefined && network !== settings.network;
  const { augmentation } = settings.recipe;
  const own = recipe.augmentation;
  const warps = isObject(own) ? { augmentation: { ...augmentation, ...own } } : {};
  return {
    network: network ?? settings.network,
    networkOptions: { ...isOther ? {} : settings.networkOptions, ...networkOptions },
    recipe: { ...settings.recipe, ...recipe, ...warps } as Recipe,
  };
}

type GridValue = [place: string, value: unknown];

/** All combinations of a grid's values. */
function listPoints(grid: Record<string, unknown[]>): GridValue[][] {
  return Object.entries(grid).reduce<GridValue[][]>(
    (points, [place, values]) =>
      points.flatMap((point) => values.map((value): GridValue[] => [...point, [place, value]])),
    [[]],
  );
}

/** Such as "weightDecay=0.01". */
function describeValue([place, value]: GridValue): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `${place.slice(place.lastIndexOf(".") + 1)}=${text}`;
}

function setAt(settings: Settings, [place, value]: GridValue): Settings {
  const [first, second, third] = place.split(".");
  if (second === undefined) return choose(settings, { network: value as string });
  const group = first as "recipe" | "networkOptions";
  const options: Record<string, unknown> = { ...settings[group] };
  options[second] = third === undefined ? value : { ...asObject(options[second]), [third]: value };
  return { ...settings, [group]: options };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const asObject = (value: unknown) => isObject(value) ? value : {};

/** An option that a network does not know changes nothing: its variants are then the same. */
function checkVariants(variants: readonly Variant[], { classes }: SweepData): void {
  const seen = new Map<string, string>();
  for (const { name, settings } of variants) {
    const { network, networkOptions, recipe } = settings;
    try {
      checkRecipe(recipe);
      const { topology } = createNetwork(network, { ...networkOptions, classes });
      const content = JSON.stringify([topology, recipe]), twin = seen.get(content);
      if (twin !== undefined) {
        throw new InputError(`expected another run than ${twin}, got the same`);
      }
      seen.set(content, name);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`variant ${name}: ${error.message}`);
    }
  }
}
