import assert from "node:assert/strict";
import { TrainingEngine } from "../../lib/engine/engine.ts";
import { SingleEngine } from "../../lib/engine/single_engine.ts";
import type { Engine, EngineOptions } from "../../lib/engine/types.ts";
import type { Model } from "../../lib/model/model.ts";
import { createNetwork } from "../../lib/model/registry.ts";
import { createPermutation } from "../../lib/random.ts";
import { assertAllIdentical, assertIdentical } from "../assert_identical.ts";
import { AUGMENTATION, createImages, PLAIN_STEP } from "./in_process.ts";

const DIGITS = createImages(45), BATCH = 20;

const OPTIONS: EngineOptions = {
  ...{ images: [DIGITS], batchSize: BATCH, workers: 2 },
  learningRates: new Float32Array(200).fill(1e-3),
  step: { ...PLAIN_STEP, seed: 5, weightDecay: 0.01, augmentation: AUGMENTATION },
};

type Create = (model: Model, options: EngineOptions) => Promise<Engine>;

async function trainTwoEpochs(create: Create, name: string) {
  const model = createNetwork(name, { seed: 1, dropout: 0.25 });
  const engine = await create(model, OPTIONS);
  try {
    for (const epoch of [0, 1]) {
      const order = createPermutation(DIGITS.count, epoch);
      const part = { epoch, step: 3 * epoch, order, position: 0 };
      assert.equal(await engine.train(part), DIGITS.count);
    }
    await engine.writeTo(model);
    const probabilities = await engine.predict(7, 31);
    return { state: await engine.readState(), totals: engine.totals, probabilities, model };
  } finally {
    engine.close();
  }
}

for (const name of ["lenet5", "lenet5-1998", "vgg-small"]) {
  Deno.test(`SingleEngine trains ${name} as Workers on a shared memory do, to the last bit`, async () => {
    const single = await trainTwoEpochs(SingleEngine.create, name);
    const shared = await trainTwoEpochs(TrainingEngine.create, name);
    assertAllIdentical(single.state, shared.state);
    assert.deepEqual(single.totals, shared.totals);
    assertIdentical(single.probabilities, shared.probabilities);
    const weightsOf = ({ model }: typeof single) => model.weights.map(({ values }) => values);
    assertAllIdentical(weightsOf(single), weightsOf(shared));
  });
}

Deno.test("SingleEngine stops after a batch when asked to, and goes on from there", async () => {
  const whole = await SingleEngine.create(createNetwork("lenet5"), OPTIONS);
  const stopped = await SingleEngine.create(createNetwork("lenet5"), OPTIONS);
  const order = createPermutation(DIGITS.count, 0);
  await whole.train({ epoch: 0, step: 0, order, position: 0 });
  stopped.requestStop();
  const position = await stopped.train({ epoch: 0, step: 0, order, position: 0 });
  assert.equal(position, BATCH);
  assert.equal(stopped.stepsDone, 1);
  assert.equal(await stopped.train({ epoch: 0, step: 1, order, position }), DIGITS.count);
  assert.equal(stopped.stepsDone, 3);
  assertAllIdentical(await stopped.readState(), await whole.readState());
});

Deno.test("SingleEngine lets others have their turn while an epoch lasts, such as who wants it to stop", async () => {
  const digits = createImages(20_000);
  const engine = await SingleEngine.create(createNetwork("vgg-small"), {
    ...OPTIONS,
    images: [digits],
    learningRates: new Float32Array(1_000),
  });
  const order = createPermutation(digits.count, 0);
  setTimeout(() => engine.requestStop(), 1);
  const position = await engine.train({ epoch: 0, step: 0, order, position: 0 });
  assert.ok(position > 0 && position < digits.count && position % BATCH === 0, `${position}`);
});
