import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { parsePlan } from "../../lib/sweep/plan.ts";

const refuse = (plan: unknown, message: string) =>
  assert.throws(
    () => parsePlan(typeof plan === "string" ? plan : JSON.stringify(plan), "plan.json"),
    (error: Error) => {
      assert.ok(error instanceof InputError);
      assert.equal(error.message, message);
      return true;
    },
  );

Deno.test("parsePlan() takes a plan as it is, and an empty one", () => {
  const plan = {
    name: "decay",
    network: "lenet5",
    networkOptions: { dropout: 0.2 },
    data: "mnist",
    recipe: { epochs: 3, augmentation: null },
    vary: {
      list: [{ name: "a" }, { name: "b", network: "lenet1", recipe: { weightDecay: 0.1 } }],
      grid: { "recipe.augmentation.shear": [0, 0.1], "networkOptions.dropout": [0] },
      seeds: [0, 7],
    },
    folds: { count: 5, only: [0, 1], seed: 3 },
    metric: "loss",
  };
  assert.deepEqual(parsePlan(JSON.stringify(plan), "plan.json"), plan);
  assert.deepEqual(parsePlan("{}", "plan.json"), {});
});

Deno.test("parsePlan() says in one line where a plan is wrong, what was wanted and what came", () => {
  assert.throws(
    () => parsePlan("{", "plan.json"),
    /^InputError: plan\.json: expected JSON: [^\n]+$/,
  );
  refuse([], "plan.json: expected an object, got a list");
  refuse({ recipe: [5] }, "plan.json: recipe: expected an object, got a list");
  refuse({ vary: [] }, "plan.json: vary: expected an object, got a list");
  refuse({ recipe: 5 }, "plan.json: recipe: expected an object, got 5");
  refuse(
    { seeds: [1] },
    'plan.json: expected name, network, networkOptions, recipe, data, vary, folds, metric, got "seeds"',
  );
  refuse({ vary: { seed: [1] } }, 'plan.json: vary: expected list, grid, seeds, got "seed"');
  refuse(
    { network: "lenet9" },
    'plan.json: network: expected lenet1, lenet4, lenet5, lenet5-1998, vgg-small, vgg-large, got "lenet9"',
  );
  refuse({ vary: { seeds: [] } }, "plan.json: vary.seeds: expected at least one seed, got a list");
  refuse(
    { vary: { seeds: [1, 1.5] } },
    "plan.json: vary.seeds[1]: expected a whole number, got 1.5",
  );
  refuse({ vary: { list: [{}] } }, "plan.json: vary.list[0].name: expected a name, got nothing");
  refuse(
    { folds: { count: 1 } },
    "plan.json: folds.count: expected a whole number from 2 to 100, got 1",
  );
  refuse({ metric: "test" }, 'plan.json: metric: expected error or loss, got "test"');
  refuse(
    { name: "../up" },
    'plan.json: name: expected a name of letters, digits, _, - and ., got "../up"',
  );
  refuse(
    { vary: { grid: { "recipe": [1] } } },
    'plan.json: vary.grid.recipe: expected network, recipe.SETTING or networkOptions.OPTION, got "recipe"',
  );
});
