import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { expandPlan } from "../../lib/sweep/expand.ts";
import type { Plan } from "../../lib/sweep/plan.ts";
import { checkRunSpec, nameRun } from "../../lib/sweep/run_spec.ts";
import { DEFAULT_RECIPE } from "../../lib/training/recipe.ts";

const DATA = {
  ...{ source: "mnist", sha256: "0".repeat(64), classes: DIGIT_CLASSES, count: 55_000 },
};
const expand = (plan: Plan) => expandPlan(plan, DATA);

Deno.test("expandPlan() of an empty plan is the default run", () => {
  const [run, ...others] = expand({});
  assert.equal(others.length, 0);
  assert.equal(run.variant, "base");
  assert.deepEqual(run.spec, {
    ...{ network: "lenet5", networkOptions: {}, recipe: DEFAULT_RECIPE, fold: null },
    ...{ data: "mnist", dataSha256: DATA.sha256 },
  });
});

Deno.test("expandPlan() crosses list, grid, seeds and folds, seed by seed", () => {
  const runs = expand({
    recipe: { epochs: 3 },
    vary: {
      list: [{ name: "plain", recipe: { augmentation: null } }, { name: "warped" }],
      grid: { "recipe.weightDecay": [0, 0.1], "networkOptions.dropout": [0, 0.5] },
      seeds: [4, 5, 4],
    },
    folds: { count: 3, only: [2, 0] },
  });
  assert.equal(runs.length, 2 * 4 * 2 * 2);
  assert.equal(new Set(runs.map(({ id }) => id)).size, runs.length);
  assert.deepEqual(runs.slice(0, 9).map(({ variant }) => variant), [
    "plain, weightDecay=0, dropout=0",
    "plain, weightDecay=0, dropout=0.5",
    "plain, weightDecay=0.1, dropout=0",
    "plain, weightDecay=0.1, dropout=0.5",
    "warped, weightDecay=0, dropout=0",
    "warped, weightDecay=0, dropout=0.5",
    "warped, weightDecay=0.1, dropout=0",
    "warped, weightDecay=0.1, dropout=0.5",
    "plain, weightDecay=0, dropout=0",
  ]);
  assert.deepEqual(runs.map(({ spec }) => spec.recipe.seed), [
    ...Array(16).fill(4),
    ...Array(16).fill(5),
  ]);
  const { spec } = runs[9];
  assert.deepEqual(spec.fold, { count: 3, index: 0, seed: 0 });
  assert.deepEqual([spec.recipe.augmentation, spec.recipe.epochs], [null, 3]);
  assert.deepEqual([spec.recipe.weightDecay, spec.networkOptions], [0, { dropout: 0.5 }]);
});

Deno.test("expandPlan() changes one setting inside another, and leaves its neighbours", () => {
  const recipes = expand({
    recipe: { augmentation: { shear: 0.3 } as never },
    vary: { grid: { "recipe.augmentation.scale": [0, 0.2] } },
  }).map(({ spec }) => spec.recipe.augmentation);
  const usual = DEFAULT_RECIPE.augmentation!;
  assert.deepEqual(recipes, [
    { ...usual, shear: 0.3, scale: 0 },
    { ...usual, shear: 0.3, scale: 0.2 },
  ]);
});

Deno.test("expandPlan() gives another network its own options, and small sets their epochs", () => {
  const plan: Plan = {
    networkOptions: { dropout: 0.2 },
    vary: { list: [{ name: "own" }, { name: "other", network: "lenet1" }] },
  };
  const [own, other] = expandPlan(plan, { ...DATA, count: 400 });
  assert.deepEqual(own.spec.networkOptions, { dropout: 0.2 });
  assert.deepEqual(other.spec.networkOptions, {});
  assert.deepEqual([own.spec.recipe.batchSize, own.spec.recipe.epochs], [48, 167]);
});

Deno.test("expandPlan() refuses settings that mean nothing, and variants that are the same run", () => {
  const cases: [Plan, RegExp][] = [
    [
      { recipe: { epoch: 3 } },
      /^InputError: plan: variant base: recipe: expected epochs, .*got "epoch"$/,
    ],
    [
      { recipe: { epochs: 0 } },
      /^InputError: plan: variant base: recipe\.epochs: expected a whole/,
    ],
    [
      { vary: { grid: { "networkOptions.dropuot": [0, 0.5] } } },
      /^InputError: plan: variant dropuot=0: lenet5: expected classes, .*, got "dropuot"$/,
    ],
    [
      { networkOptions: { units: { length: 1e9 } } },
      /^InputError: plan: variant base: lenet5: units: expected a list, got an object$/,
    ],
    [
      { vary: { list: [{ name: "a" }, { name: "b" }] } },
      /^InputError: plan: variant b: expected another run than a, got the same$/,
    ],
    [
      { vary: { seeds: Array(1001).fill(0), grid: { "recipe.beta1": Array(10).fill(0.9) } } },
      /^InputError: plan: vary: expected at most 10000 runs, got 10010$/,
    ],
    [{ folds: { count: 3, only: [3] } }, /^InputError: plan: folds\.only: expected 0 to 2, got 3$/],
    [{ vary: { grid: { network: ["lenet9"] } } }, /network: expected lenet1, .*, got lenet9/],
  ];
  for (const [plan, message] of cases) assert.throws(() => expand(plan), message);
});

Deno.test("nameRun() depends on the content alone, not on the order of keys or the rest of the plan", () => {
  const [{ spec, id }] = expand({ vary: { seeds: [3] } });
  const others = expand({ vary: { seeds: [1, 3], grid: { "recipe.epochs": [7, 40] } } });
  assert.deepEqual(others.map((run) => run.id === id), [false, false, false, true]);
  const turned = Object.fromEntries(Object.entries(spec).reverse()) as typeof spec;
  assert.equal(nameRun(turned), id);
  assert.match(id, /^run-[0-9a-f]{16}$/);
  assert.notEqual(nameRun({ ...spec, dataSha256: "1".repeat(64) }), id);
  // Names must not change between versions: what is done would be done again.
  assert.equal(nameRun({ ...spec, recipe: { epochs: 1 } as never }), "run-6f1db4f9c65bb489");
});

Deno.test("checkRunSpec() refuses what is no run", () => {
  const [{ spec }] = expand({});
  assert.deepEqual(checkRunSpec(JSON.parse(JSON.stringify(spec))), spec);
  const cases: [object, RegExp][] = [
    [{ network: "x" }, /^InputError: run: network: expected lenet1, .*, got "x"$/],
    [{ code: "Deno.exit()" }, /^InputError: run: expected network, .*, fold, got "code"$/],
    [{ dataSha256: "x" }, /^InputError: run: dataSha256: expected a SHA-256, got "x"$/],
    [{ fold: { count: 2, index: 2, seed: 0 } }, /^InputError: run: fold: expected an index below/],
    [{ recipe: { ...spec.recipe, epochs: "9" } }, /run: recipe\.epochs: expected a whole number/],
    [
      { networkOptions: { dropout: 1 } },
      /^InputError: run: networkOptions\.dropout: expected a num/,
    ],
  ];
  for (const [change, message] of cases) {
    assert.throws(() => checkRunSpec({ ...spec, ...change }), message);
  }
});
