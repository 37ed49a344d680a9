import assert from "node:assert/strict";
import { tf } from "./tf.ts";
import { DropoutSeeds } from "../../lib/tfjs/dropout_seeds.ts";

const { layers } = tf;

/** Two layers that drop half of 64 ones. */
const createModel = (seed?: number) =>
  tf.sequential({
    layers: [
      layers.dropout({ rate: 0.5, inputShape: [64], seed }),
      layers.activation({ activation: "linear" }),
      layers.dropout({ rate: 0.5, seed }),
    ],
  });

/** What the first and the last layer drop of ones. */
const readMasks = (model: tf.LayersModel) =>
  [0, 2].map((index) =>
    tf.tidy(() => {
      const output = model.layers[index].apply(tf.ones([1, 64]), { training: true }) as tf.Tensor;
      return output.dataSync().join();
    })
  );

Deno.test("DropoutSeeds gives each layer, step and seed a mask of its own, the same whenever asked", () => {
  const model = createModel(), seeds = new DropoutSeeds(model);
  const masksOf = (seed: number, step: number) => {
    seeds.set(seed, step);
    return readMasks(model);
  };
  const first = masksOf(1, 7);
  const all = [...first, ...masksOf(1, 8), ...masksOf(2, 7)];
  assert.equal(new Set(all).size, 6);
  assert.deepEqual(masksOf(1, 7), first);
});

Deno.test("DropoutSeeds leaves a model's own seeds where they were", () => {
  for (const own of [undefined, 5]) {
    const model = createModel(own), seeds = new DropoutSeeds(model);
    seeds.set(1, 1);
    assert.notEqual(model.layers[0].getConfig().seed, own);
    seeds.restore();
    for (const index of [0, 2]) assert.equal(model.layers[index].getConfig().seed, own);
  }
});
