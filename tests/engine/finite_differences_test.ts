import assert from "node:assert/strict";
import type { Context } from "../../lib/engine/context.ts";
import { tf } from "../../lib/model/backend.ts";
import { createImages, createInProcess, readGradients, viewWeights } from "./in_process.ts";
import { seedWeights } from "./models.ts";

const { layers } = tf;

/** Everything at once, and smooth, so that differences mean something: norm, pooling, both dropouts. */
function createSmoothModel(): tf.Sequential {
  return seedWeights(tf.sequential({
    layers: [
      layers.conv2d({ inputShape: [28, 28, 1], filters: 3, kernelSize: 5, useBias: false }),
      layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 }),
      layers.activation({ activation: "tanh" }),
      layers.averagePooling2d({ poolSize: 4 }),
      layers.dropout({ rate: 0.25 }),
      layers.conv2d({ filters: 4, kernelSize: 3, activation: "sigmoid" }),
      layers.flatten(),
      layers.dense({ units: 8, activation: "tanh" }),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: 10, activation: "softmax" }),
    ],
  }));
}

/** How much the loss changes along a direction, by differences and by the gradient. */
function compareSlopes(
  { context, model, stepOnce }: {
    context: Context;
    model: tf.LayersModel;
    stepOnce: () => number;
  },
  name: string,
) {
  const weights = viewWeights(context, model).get(name)!, start = weights.slice();
  stepOnce();
  const gradient = readGradients(context, model).get(name)!;
  const length = Math.hypot(...gradient), distance = 2e-2;
  const lossAt = (sign: number) => {
    weights.forEach((_, i) => weights[i] = start[i] + sign * distance * gradient[i] / length);
    return stepOnce();
  };
  const difference = (lossAt(1) - lossAt(-1)) / (2 * distance);
  weights.set(start);
  return { difference, slope: length };
}

for (const count of [5, 13]) {
  Deno.test(`the step's gradients are the loss's slope to 0.5%, dropout and norm included, batch of ${count}`, async () => {
    const model = createSmoothModel();
    const { context, stepOnce } = await createInProcess(model, createImages(count));
    for (const { name } of model.trainableWeights) {
      // The same step every time: the same masks.
      const { difference, slope } = compareSlopes({ context, model, stepOnce }, name);
      const error = Math.abs(difference / slope - 1);
      assert.ok(error < 5e-3, `${name}: ${difference} by differences, ${slope} by gradient`);
    }
    model.dispose();
  });
}
