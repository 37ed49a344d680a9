import assert from "node:assert/strict";
import { type Digits, sliceDigits } from "../../lib/dataset/digits.ts";
import { tf } from "../../lib/model/backend.ts";
import { createLenet5, type LeNet5Options } from "../../lib/model/lenet5.ts";
import {
  createImages,
  createInProcess,
  readGradients,
  referenceGradients,
  relativeError,
} from "./in_process.ts";
import { MODELS, seedWeights } from "./models.ts";

const TOLERANCE = 1e-4;

/** Holds loss and gradients of one step against tfjs's; disposes the model. */
async function checkGradients(model: tf.LayersModel, digits: Digits): Promise<void> {
  const { context, layout, step } = await createInProcess(model, digits, {
    batchSize: digits.count,
  });
  const reference = referenceGradients(model, digits);
  step({ step: 0, epoch: 0, first: 0, images: digits.count });
  const loss = context.doubles[layout.workers[0].totals >> 3] / digits.count;
  assert.ok(Math.abs(loss / reference.loss - 1) < TOLERANCE, `loss ${loss}, ${reference.loss}`);
  const largest = Math.max(...[...reference.gradients.values()].map(norm));
  for (const [name, gradient] of readGradients(context, model)) {
    const wanted = reference.gradients.get(name)!;
    // A bias under a norm has no gradient but rounding errors.
    const error = norm(wanted) < 1e-6 * largest
      ? norm(gradient) / largest
      : relativeError(gradient, wanted);
    assert.ok(error < TOLERANCE, `${name}: relative error ${error}`);
  }
  model.dispose();
}

const norm = (values: Float32Array) => Math.hypot(...values);

for (const batchNorm of [true, false]) {
  for (const pooling of ["max", "average"] as const) {
    for (const activation of ["relu", "tanh"] as const) {
      const options: LeNet5Options = { batchNorm, pooling, activation, dropout: 0, seed: 3 };
      Deno.test(`the step's gradients agree with tfjs's to 1e-4: LeNet-5, ${JSON.stringify(options)}`, () =>
        checkGradients(createLenet5(options), createImages(3)));
    }
  }
}

for (const [name, create] of Object.entries(MODELS)) {
  for (const count of [1, 11]) {
    Deno.test(`the step's gradients agree with tfjs's to 1e-4: ${name}, batch of ${count}`, () =>
      checkGradients(seedWeights(create()), createImages(count)));
  }
}
