import assert from "node:assert/strict";
import { tf } from "../tfjs/tf.ts";
import { createImages, createInProcess, readInput } from "./in_process.ts";
import { seedWeights } from "./models.ts";

const { layers } = tf;

/** What passes a dropout is what a hidden layer of 300 sigmoids gives: never zero by itself. */
function createDropping(rate: number): tf.Sequential {
  return seedWeights(tf.sequential({
    layers: [
      layers.flatten({ inputShape: [28, 28, 1] }),
      layers.dense({ units: 300, activation: "sigmoid" }),
      layers.dropout({ rate }),
      layers.dense({ units: 10, activation: "softmax" }),
    ],
  }));
}

/** What the output layer read in a step, image by image. */
async function readDropped(rate: number, { count = 11, step = 0, seed = 0 } = {}) {
  const model = createDropping(rate);
  const options = { seed };
  const { context, stepOnce } = await createInProcess(model, createImages(count), {
    ...{ options, learningRates: [0, 0] },
  });
  stepOnce(step);
  model.dispose();
  return Array.from(
    { length: count },
    (_, image) => readInput(context, 1, { block: image >> 3, lane: image & 7 }),
  );
}

const isDropped = (value: number) => value === 0;

Deno.test("a step drops the share it is told, and scales up the rest", async () => {
  const [whole, dropped] = [await readDropped(0), await readDropped(0.25)];
  const count = whole.length * whole[0].length;
  const drops = dropped.reduce((sum, image) => sum + image.filter(isDropped).length, 0);
  const deviation = Math.sqrt(count * 0.25 * 0.75);
  assert.ok(Math.abs(drops - count * 0.25) < 4 * deviation, `${drops} of ${count}`);
  dropped.forEach((image, i) =>
    image.forEach((value, at) => {
      if (isDropped(value)) return;
      const wanted = whole[i][at] / 0.75;
      assert.ok(Math.abs(value / wanted - 1) < 1e-6, `${value}, ${wanted}`);
    })
  );
});

Deno.test("every step, seed and image has a mask of its own; the same ones have the same", async () => {
  const masks = async (options: { step?: number; seed?: number }) =>
    (await readDropped(0.5, options)).map((image) => Array.from(image, isDropped).join());
  const first = await masks({});
  assert.deepEqual(await masks({}), first);
  const all = [...first, ...await masks({ step: 1 }), ...await masks({ seed: 1 })];
  assert.equal(new Set(all).size, all.length);
});

Deno.test("an image's mask does not depend on how large the batch is", async () => {
  const [few, many] = [await readDropped(0.5, { count: 3 }), await readDropped(0.5, { count: 20 })];
  few.forEach((image, i) =>
    assert.deepEqual(Array.from(image, isDropped), Array.from(many[i], isDropped))
  );
});
