import assert from "node:assert/strict";
import {
  DEFAULT_SETTINGS,
  describeSettings,
  NETWORK_CHOICES,
} from "../../../lib/demo/trainer/choices.ts";
import { createChosenModel, planChosenRecipe } from "../../../lib/demo/trainer/settings.ts";
import { createNetwork, NETWORKS, networkTitle } from "../../../lib/model/registry.ts";
import { DEFAULT_RECIPE } from "../../../lib/training/recipe.ts";
import { assertAllIdentical } from "../../assert_identical.ts";

Deno.test("createChosenModel() makes the registry's network where nothing was changed", () => {
  const chosen = createChosenModel(DEFAULT_SETTINGS), usual = createNetwork("lenet5", { seed: 0 });
  assert.deepEqual(chosen.topology, usual.topology);
  assertAllIdentical(
    chosen.weights.map(({ values }) => values),
    usual.weights.map(({ values }) => values),
  );
});

Deno.test("all networks of the registry can be chosen, by their titles", () => {
  const names = new Set(Object.values(NETWORK_CHOICES).map(({ name }) => name));
  assert.deepEqual([...names], Object.keys(NETWORKS));
  for (const [key, { name, title }] of Object.entries(NETWORK_CHOICES)) {
    if (key === name) assert.equal(title, networkTitle(name));
  }
});

for (const [network, { name, options, batchNorm, dropout }] of Object.entries(NETWORK_CHOICES)) {
  Deno.test(`${network}'s defaults are the registry's`, () => {
    const chosen = createChosenModel({ ...DEFAULT_SETTINGS, network, batchNorm, dropout });
    assert.deepEqual(chosen.topology, createNetwork(name, options).topology);
  });
}

for (const network of Object.keys(NETWORK_CHOICES)) {
  Deno.test(`${network} can be made with and without what may be left out`, () => {
    const bare = { ...DEFAULT_SETTINGS, network, batchNorm: false, dropout: 0 };
    const layers = JSON.stringify(createChosenModel(bare).topology);
    assert.equal(layers.includes("BatchNormalization"), !NETWORK_CHOICES[network].canOmitNorm);
    assert.ok(!layers.includes("Dropout"));
    const rich = { ...bare, batchNorm: true, dropout: 0.5 };
    assert.match(JSON.stringify(createChosenModel(rich).topology), /BatchNormalization/);
  });
}

Deno.test("planChosenRecipe() takes the command line's recipe for a long run, and smaller batches for short ones", () => {
  const long = { ...DEFAULT_SETTINGS, digits: 55_000, epochs: DEFAULT_RECIPE.epochs };
  assert.deepEqual(planChosenRecipe(long), DEFAULT_RECIPE);
  assert.equal(planChosenRecipe({ ...long, epochs: 1 }).batchSize, 32);
  assert.equal(planChosenRecipe(DEFAULT_SETTINGS).batchSize, 32);
  const { batchSize } = planChosenRecipe({ ...DEFAULT_SETTINGS, digits: 1_000 });
  assert.equal(batchSize % 8, 0);
});

Deno.test("planChosenRecipe() without warps leaves out flagged ones, too", () => {
  const { augmentation, variants } = planChosenRecipe({ ...DEFAULT_SETTINGS, augment: false });
  assert.deepEqual([augmentation, variants], [null, {}]);
});

Deno.test("describeSettings() names what sets a run apart", () => {
  assert.equal(
    describeSettings({ ...DEFAULT_SETTINGS, epochs: 1, batchNorm: false, dropout: 0 }),
    "LeNet-5, 10,000 digits, 1 epoch, rate 0.006, no batch norm, warped digits",
  );
});
