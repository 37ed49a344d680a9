import assert from "node:assert/strict";
import { findNetworkFlaw } from "../../lib/model/check_network.ts";
import { readNetwork } from "../../lib/model/read_network.ts";
import { createNetwork, NETWORKS } from "../../lib/model/registry.ts";

const WITHOUT_NORMS = Object.keys(NETWORKS).flatMap((name) => {
  const options = name.startsWith("lenet") ? { batchNorm: false } : {};
  const network = readNetwork(createNetwork(name, options).topology);
  return network.stages.some(({ norm }) => norm) ? [] : [{ name, network }];
});

Deno.test("findNetworkFlaw() finds none in the registry's networks", () => {
  assert.ok(WITHOUT_NORMS.length > 2);
  for (const { name, network } of WITHOUT_NORMS) {
    assert.equal(findNetworkFlaw(JSON.parse(JSON.stringify(network))), undefined, name);
  }
});

Deno.test("findNetworkFlaw() says where a network cannot be computed, what is expected and what is there", () => {
  const { network } = WITHOUT_NORMS.find(({ name }) => name === "lenet5")!;
  // deno-lint-ignore no-explicit-any -- damaged in any way
  const cases: [(damaged: any) => void, string][] = [
    [({ stages }) => stages[0].width = 27, "stages[0].width: 28, got 27"],
    [({ stages }) => stages[1].channels = 7, "stages[1].channels: 6, got 7"],
    [
      ({ stages }) => stages[1].kernelWidth = -1e308,
      "stages[1].kernelWidth: a whole number above 0, got -1e+308",
    ],
    [({ stages }) => stages[1].outWidth = 11, "stages[1].outWidth: 10, got 11"],
    [
      ({ stages }) => stages[0].padTop = 1,
      "stages[0].outHeight: padding that fits the kernel, got 28",
    ],
    [({ stages }) => stages[0].poolHeight = 29, "stages[0].poolHeight: at most 28, got 29"],
    [({ stages }) => stages[2].kernel.size = 1e9, "stages[2].kernel.size: 48000, got 1000000000"],
    [({ stages }) => stages[2].bias = undefined, "stages[2].bias.size: 120, got nothing"],
    [({ stages }) => stages[2].norm = {}, "stages[2].norm: none, got an object"],
    [
      ({ stages }) => stages[3].activation = "sine",
      'stages[3].activation: linear, relu, tanh, sigmoid, got "sine"',
    ],
    [
      ({ stages }) => stages[3].kernel.name = "C5/kernel",
      "stages[3]: names of its own, got C5/kernel again",
    ],
    [(damaged) => damaged.classes = 11, "classes: 10, got 11"],
    [({ stages }) => stages[1] = null, "stages[1].height: a whole number above 0, got nothing"],
    [(damaged) => damaged.stages = { length: 1e9 }, "stages: a list, got an object"],
  ];
  for (const [damage, expected] of cases) {
    const damaged = structuredClone(network);
    damage(damaged);
    assert.equal(findNetworkFlaw(damaged), expected);
  }
  assert.equal(findNetworkFlaw(null), "stages: a list, got nothing");
});
