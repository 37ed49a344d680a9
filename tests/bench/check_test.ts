import assert from "node:assert/strict";
import { checkAgreement } from "../../lib/bench/check.ts";
import { TrainingEngine } from "../../lib/engine/engine.ts";
import { tf } from "../tfjs/tf.ts";
import { createImages } from "../engine/in_process.ts";

const DIGITS = createImages(30);
const MNIST = {
  ...{ train: DIGITS, validation: DIGITS, test: DIGITS, sha256: {}, source: "" },
};

Deno.test("checkAgreement() finds loss and gradients within 1e-4 of tfjs's, and leaves no tensor", async () => {
  const before = tf.memory().numTensors;
  const { loss, gradients } = await checkAgreement(MNIST, 2);
  assert.ok(loss < 1e-4 && gradients > 0 && gradients < 1e-4, `${loss}, ${gradients}`);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("checkAgreement() throws where the gradients are wrong though the loss is right", async () => {
  const { writeTo } = TrainingEngine.prototype;
  // One weight of C1 is left a little off.
  TrainingEngine.prototype.writeTo = async function (model) {
    await writeTo.call(this, model);
    const { values } = model.weights[0];
    values.forEach((value, i) => values[i] = 1.001 * value);
  };
  try {
    await assert.rejects(checkAgreement(MNIST, 1), /the engine's gradients differ from tfjs's by/);
  } finally {
    TrainingEngine.prototype.writeTo = writeTo;
  }
});
