import assert from "node:assert/strict";
import { initializeWeights } from "../../lib/model/initial_weights.ts";
import {
  activation,
  batchNormalization,
  conv2d,
  dense,
  dropout,
  flatten,
  pooling,
  sequential,
} from "../../lib/model/layers.ts";
import type { Weight } from "../../lib/model/model.ts";
import { UnsupportedModelError } from "../../lib/model/network.ts";
import { createNetwork, NETWORKS } from "../../lib/model/registry.ts";
import type { LayerJson, Topology } from "../../lib/model/topology.ts";
import { assertIdentical } from "../assert_identical.ts";
import { tf } from "../tfjs/tf.ts";

/** Fails unless tfjs gives a network the same weights, by name, shape, order and bits. */
async function checkAgainstTfjs(topology: Topology, weights: readonly Weight[]): Promise<void> {
  const before = tf.memory().numTensors;
  const layersModel = await tf.models.modelFromJSON(structuredClone(topology) as never);
  const wanted = layersModel.weights.map((weight) => ({
    name: weight.originalName,
    shape: weight.shape,
    values: weight.read().dataSync<"float32">().slice(),
  }));
  layersModel.dispose();
  assert.equal(tf.memory().numTensors, before);
  const outline = (all: readonly { name: string; shape: unknown }[]) =>
    all.map(({ name, shape }) => `${name} ${shape}`);
  assert.deepEqual(outline(weights), outline(wanted));
  weights.forEach(({ name, values }, i) => assertIdentical(values, wanted[i].values, name));
}

for (const [name, { create }] of Object.entries(NETWORKS)) {
  Deno.test(`initial weights are tfjs's own, bit for bit: ${name}`, async () => {
    for (const options of [{}, { seed: 7, classes: [..."abcdefghijklmnopqrstuvwxyz"] }]) {
      const { topology, weights } = create(options);
      await checkAgainstTfjs(topology, weights);
    }
  });
}

Deno.test("initial weights are tfjs's own, bit for bit: every option of LeNet", async () => {
  for (const batchNorm of [true, false]) {
    for (const kind of ["relu", "tanh"] as const) {
      const options = { batchNorm, activation: kind, dropout: 0.3, channels: [3, 5], units: [9] };
      const { topology, weights } = createNetwork("lenet5", { ...options, seed: 2 ** 31 - 1 });
      await checkAgainstTfjs(topology, weights);
    }
  }
});

const HE = { kind: "he", seed: 3 } as const, GLOROT = { kind: "glorot", seed: 1 } as const;

/** Kernels of odd sizes, each kind of layer with and without what it may have besides. */
const LAYERS: LayerJson[] = [
  conv2d("a", { filters: 3, kernelSize: 5, padding: "same", useBias: true, initializer: HE }),
  activation("a_tanh", "tanh"),
  pooling("a_pool", "average"),
  conv2d("b", { filters: 7, kernelSize: 2, padding: "valid", useBias: false, initializer: GLOROT }),
  batchNormalization("b_norm"),
  activation("b_relu", "relu"),
  pooling("b_pool", "max"),
  flatten(),
  dense("c", { units: 1, useBias: true, initializer: HE }),
  dropout("c_dropout", 0.5),
  dense("d", { units: 11, useBias: false, initializer: GLOROT }),
  batchNormalization("d_norm"),
  dense("e", { units: 2, useBias: true, activation: "softmax", initializer: HE }),
];

Deno.test("initializeWeights() draws what tfjs draws, bit for bit: every kind of layer", async () => {
  const topology = sequential("all", LAYERS);
  await checkAgainstTfjs(topology, initializeWeights(topology));
});

Deno.test("initializeWeights() draws what tfjs draws, bit for bit: every mode of scaling", async () => {
  for (const mode of ["fan_in", "fan_out", "fan_avg"]) {
    for (const scale of [0.5, 1, 3]) {
      const layers = LAYERS.map((layer) => structuredClone(layer));
      for (const { config } of layers) {
        const { kernel_initializer: initializer } = config as Record<string, { config: object }>;
        if (initializer) Object.assign(initializer.config, { mode, scale });
      }
      const topology = sequential("scaled", layers);
      await checkAgainstTfjs(topology, initializeWeights(topology));
    }
  }
});

Deno.test("initializeWeights() refuses a layer that the engine does not know", () => {
  const unknown = { class_name: "DepthwiseConv2D", config: { name: "deep" } };
  const [first, ...rest] = LAYERS;
  assert.throws(() => initializeWeights(sequential("odd", [first, unknown, ...rest])), {
    name: UnsupportedModelError.name,
    message: /^layer deep \(DepthwiseConv2D\) is of a kind/,
  });
});
