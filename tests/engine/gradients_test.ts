import assert from "node:assert/strict";
import type { LabeledImages } from "../../lib/dataset/labeled_images.ts";
import { tf } from "../tfjs/tf.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import type { LenetOptions } from "../../lib/model/zoo/lenet.ts";
import { readKernelBuild } from "../../lib/kernels/builds.ts";
import {
  createImages,
  createInProcess,
  type InProcessOptions,
  readGradients,
  referenceGradients,
  relativeError,
} from "./in_process.ts";
import { asLayersModel, MODELS, seedWeights } from "./models.ts";

const TOLERANCE = 1e-4;

/** Holds loss and gradients of one step against tfjs's; disposes the model. */
async function checkGradients(
  model: tf.LayersModel,
  digits: LabeledImages,
  options: InProcessOptions = {},
): Promise<void> {
  const { context, stepOnce } = await createInProcess(model, digits, options);
  const reference = referenceGradients(model, digits, options.options?.labelSmoothing);
  const loss = stepOnce();
  assert.ok(Math.abs(loss / reference.loss - 1) < TOLERANCE, `loss ${loss}, ${reference.loss}`);
  const largest = Math.max(...[...reference.gradients.values()].map(measure));
  for (const [name, gradient] of readGradients(context, model)) {
    const wanted = reference.gradients.get(name)!;
    // A bias under a norm has no gradient but rounding errors.
    const error = measure(wanted) < 1e-6 * largest
      ? measure(gradient) / largest
      : relativeError(gradient, wanted);
    assert.ok(error < TOLERANCE, `${name}: relative error ${error}`);
  }
  model.dispose();
}

const measure = (values: Float32Array) => Math.hypot(...values);

for (const batchNorm of [true, false]) {
  for (const pooling of ["max", "average"] as const) {
    for (const activation of ["relu", "tanh"] as const) {
      const options: LenetOptions = { batchNorm, pooling, activation, dropout: 0, seed: 3 };
      Deno.test(`the step's gradients agree with tfjs's to 1e-4: LeNet-5, ${JSON.stringify(options)}`, () =>
        asLayersModel(createLenet5(options)).then((model) =>
          checkGradients(model, createImages(5))
        ));
    }
  }
}

for (const [name, create] of Object.entries(MODELS)) {
  for (const count of [1, 11]) {
    Deno.test(`the step's gradients agree with tfjs's to 1e-4: ${name}, batch of ${count}`, () =>
      checkGradients(seedWeights(create()), createImages(count)));
  }
}

Deno.test("the step's gradients agree with tfjs's to 1e-4: LeNet-5, plain SIMD, batch of 9 in blocks for 128", async () => {
  const module = new WebAssembly.Module(await readKernelBuild({ shared: false, relaxed: false }));
  const model = await asLayersModel(createLenet5({ dropout: 0 }));
  await checkGradients(model, createImages(9), { module, batchSize: 128 });
});

Deno.test("the step's gradients agree with tfjs's to 1e-4: paper around the ink, all but a corner, a blank block", async () => {
  const only = (digits: LabeledImages, inked: (y: number, x: number) => boolean) => ({
    ...digits,
    images: digits.images.map((ink, i) => inked(Math.floor(i % 784 / 28), i % 28) ? ink : 0),
  });
  const check = async (digits: LabeledImages) =>
    checkGradients(await asLayersModel(createLenet5({ dropout: 0, seed: 4 })), digits);
  // Blocks of eight: 0 to 7 hold a square, 8 and 9 a corner.
  const digits = only(createImages(10), (y, x) => y > 7 && y < 20 && x > 4 && x < 22);
  digits.images.fill(0, 8 * 784);
  digits.images.fill(200, 10 * 784 - 30, 10 * 784);
  await check(digits);
  await check(only(createImages(9), (y, x) => y < 7 && x < 6));
  digits.images.fill(0, 8 * 784);
  await check(digits);
});

Deno.test("the step's gradients agree with tfjs's to 1e-4: label smoothing of 0.1", () => {
  const model = seedWeights(MODELS["dense layers only"]());
  return checkGradients(model, createImages(5), { options: { labelSmoothing: 0.1 } });
});

Deno.test("a norm without gain and offset gives the gradients of gain 1 and offset 0", async () => {
  // tfjs itself cannot train such a norm.
  const { layers } = tf;
  const create = (learned: boolean) => {
    const input = layers.flatten({ inputShape: [28, 28, 1] });
    const norm = layers.batchNormalization({ scale: learned, center: learned });
    const hidden = [layers.dense({ units: 6 }), norm, layers.reLU()];
    const output = layers.dense({ units: 10, activation: "softmax" });
    return tf.sequential({ layers: [input, ...hidden, output] });
  };
  const digits = createImages(11), [plain, learned] = [create(false), create(true)];
  learned.setWeights(
    learned.weights.map((weight, i) =>
      i === 2 || i === 3 ? weight.read() : plain.weights[i < 2 ? i : i - 2].read()
    ),
  );
  const gradients = await Promise.all([plain, learned].map(async (model) => {
    const { context, stepOnce } = await createInProcess(model, digits);
    stepOnce();
    return [...readGradients(context, model).values()];
  }));
  assert.deepEqual(gradients[0], gradients[1].filter((_, i) => i !== 2 && i !== 3));
  assert.ok(measure(gradients[0][0]) > 0);
  for (const model of [plain, learned]) model.dispose();
});
