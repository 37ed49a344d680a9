import assert from "node:assert/strict";
import { tf } from "../tfjs/tf.ts";
import { createImages, createInProcess, readGradients, viewWeights } from "./in_process.ts";
import { drawValues } from "../kernels/kernel_memory.ts";
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

/** Padding, Winograd's filtering, max pooling, a norm; smooth but where a window's maximum changes place. */
function createTiledModel(): tf.Sequential {
  return seedWeights(tf.sequential({
    layers: [
      layers.conv2d({
        ...{ inputShape: [28, 28, 1], filters: 4, kernelSize: 3, padding: "same", useBias: false },
      }),
      layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 }),
      layers.activation({ activation: "tanh" }),
      layers.averagePooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 8, kernelSize: 5, activation: "sigmoid" }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 3, kernelSize: 3, padding: "same", activation: "tanh" }),
      layers.flatten(),
      layers.dense({ units: 10, activation: "softmax" }),
    ],
  }));
}

/**
 * The models, how far apart the losses are taken, and by how much slopes may differ, as a share of the
 * gradient's length and besides 0.5%: where a maximum changes place on the way, the loss has a kink.
 */
const CASES = {
  "dropout and average pooling": { create: createSmoothModel, distance: 2e-2, share: 5e-4 },
  "tiles, padding and max pooling": { create: createTiledModel, distance: 5e-3, share: 5e-3 },
};

type InProcess = Awaited<ReturnType<typeof createInProcess>>;

/** Unit vectors: along the gradient, and two that have nothing to do with it. */
function chooseDirections(gradient: Float32Array): Float32Array[] {
  const random = [1, 2].map((seed) => drawValues(gradient.length, seed));
  return [gradient, ...random].map((values) => {
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  });
}

/** The loss's slopes along some directions, by differences and by the gradient, and the latter's length. */
function compareSlopes(
  { stepOnce }: InProcess,
  weights: Float32Array,
  { gradient, distance }: { gradient: Float32Array; distance: number },
) {
  const start = weights.slice();
  return chooseDirections(gradient).map((direction) => {
    const lossAt = (step: number) => {
      weights.forEach((_, i) => weights[i] = start[i] + step * direction[i]);
      return stepOnce();
    };
    const difference = (lossAt(distance) - lossAt(-distance)) / (2 * distance);
    weights.set(start);
    return { difference, slope: direction.reduce((sum, value, i) => sum + value * gradient[i], 0) };
  });
}

for (const [what, { create, distance, share }] of Object.entries(CASES)) {
  for (const count of [5, 13]) {
    Deno.test(`the step's gradients are the loss's slope along them and along others: ${what}, batch of ${count}`, async () => {
      const model = create(), engine = await createInProcess(model, createImages(count));
      const isTiled = engine.layout.stages.some(({ tile }) => tile !== undefined);
      assert.equal(isTiled, create === createTiledModel);
      // The same step every time: the same masks.
      engine.stepOnce();
      const gradients = readGradients(engine.context, model);
      for (const [name, weights] of viewWeights(engine.context, model)) {
        const gradient = gradients.get(name)!, length = Math.hypot(...gradient);
        const slopes = compareSlopes(engine, weights, { gradient, distance });
        assert.ok(length > 0, name);
        slopes.forEach(({ difference, slope }, i) => {
          const allowed = 5e-3 * Math.abs(slope) + share * length;
          assert.ok(
            Math.abs(difference - slope) < allowed,
            `${name}, direction ${i}: ${difference} by differences, ${slope} by gradient`,
          );
        });
      }
      model.dispose();
    });
  }
}
