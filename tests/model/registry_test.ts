import assert from "node:assert/strict";
import { createNetwork, NETWORKS, networkTitle } from "../../lib/model/registry.ts";

Deno.test("NETWORKS keeps each network under the name that its models carry", () => {
  for (const [name, { create }] of Object.entries(NETWORKS)) assert.equal(create().name, name);
});

for (const name of Object.keys(NETWORKS)) {
  Deno.test(`createNetwork() makes ${name} again from its name, options and classes`, () => {
    const first = createNetwork(name, {
      ...{ seed: 11, channels: [3, 4], classes: ["a", "b", "c"] },
      ...(name.startsWith("lenet") ? { pooling: "average", activation: "tanh" } : { units: 17 }),
    });
    const { options, classes } = JSON.parse(JSON.stringify(first)) as typeof first;
    assert.deepEqual(createNetwork(name, { ...options, classes }), first);
    assert.notDeepEqual(createNetwork(name, { ...options, classes, seed: 12 }), first);
    assert.equal(first.weights.find(({ name }) => name === "output/bias")?.values.length, 3);
  });
}

Deno.test("createNetwork() refuses a name that is not in the registry, inherited ones included", () => {
  for (const name of ["lenet6", "", "toString", "LeNet-5"]) {
    assert.throws(() => createNetwork(name), {
      name: "InputError",
      message: "network: expected lenet1, lenet4, lenet5, lenet5-1998, vgg-small, vgg-large, " +
        `got ${name}`,
    });
  }
});

Deno.test("createNetwork() refuses options that it does not know, or that mean nothing", () => {
  const cases: [string, Record<string, unknown>, string][] = [
    ["lenet1", { units: 5 }, "lenet1: units: expected a list, got 5"],
    [
      "lenet5",
      { units: [1e9] },
      "lenet5: units[0]: expected a whole number from 1 to 2048, got 1000000000",
    ],
    ["lenet5", { channels: [6] }, "lenet5: channels: expected two numbers of maps, got a list"],
    ["lenet5", { pooling: "min" }, 'lenet5: pooling: expected max or average, got "min"'],
    ["lenet4", { dropout: 1 }, "lenet4: dropout: expected a number below 1, got 1"],
    [
      "vgg-small",
      { batchNorm: true },
      'vgg-small: expected classes, seed, channels, units, dropout, got "batchNorm"',
    ],
  ];
  for (const [name, options, message] of cases) {
    assert.throws(() => createNetwork(name, options), { name: "InputError", message });
  }
});

Deno.test("networkTitle() gives the registry's title, and any other name as it is", () => {
  assert.equal(networkTitle("vgg-small"), "VGG small");
  assert.equal(networkTitle("lenet5-1998"), "LeNet-5 (1998)");
  for (const name of ["my network", "constructor"]) assert.equal(networkTitle(name), name);
});
