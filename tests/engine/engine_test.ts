import assert from "node:assert/strict";
import { DIGIT_CLASSES, type LabeledImages } from "../../lib/dataset/labeled_images.ts";
import { classify } from "../../lib/inference/classify.ts";
import { TrainingEngine } from "../../lib/engine/engine.ts";
import { UnsupportedModelError } from "../../lib/model/network.ts";
import { type EngineOptions, WorkerError } from "../../lib/engine/types.ts";
import { fromLayersModel } from "../../lib/tfjs/layers_model.ts";
import { findWeight, type Model } from "../../lib/model/model.ts";
import { tf } from "../tfjs/tf.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { createPermutation } from "../../lib/random.ts";
import { assertAllIdentical, assertIdentical } from "../assert_identical.ts";
import { AUGMENTATION, createImages, PLAIN_STEP, relativeError } from "./in_process.ts";

/** Batches of 20: three blocks, the last one ragged; and a last batch of 5. */
const DIGITS = createImages(45), BATCH = 20, STEPS_AN_EPOCH = 3;

const STEP = {
  ...{ ...PLAIN_STEP, seed: 5, weightDecay: 0.01, labelSmoothing: 0.1 },
  augmentation: AUGMENTATION,
};

interface Setting {
  workers: number;
  batchSize?: number;
  images?: LabeledImages[];
  step?: EngineOptions["step"];
}

/** Runs `work` with an engine on a LeNet-5 with norm and dropout, and closes it. */
async function withEngine<T>(
  { workers, batchSize = BATCH, images = [DIGITS], step = STEP }: Setting,
  work: (engine: TrainingEngine, model: Model) => Promise<T>,
): Promise<T> {
  const model = createLenet5({ seed: 1, dropout: 0.25 });
  const learningRates = new Float32Array(200).fill(1e-3);
  const engine = await TrainingEngine.create(model, {
    ...{ images, batchSize, workers, learningRates, step },
  });
  try {
    return await work(engine, model);
  } finally {
    engine.close();
  }
}

const orderOf = (epoch: number) => createPermutation(DIGITS.count, epoch);

async function trainEpochs(engine: TrainingEngine, epochs: number): Promise<void> {
  for (let epoch = 0; epoch < epochs; epoch++) {
    const step = epoch * STEPS_AN_EPOCH;
    await engine.train({ epoch, step, order: orderOf(epoch), position: 0 });
  }
}

const trainFor = (setting: Setting, epochs: number) =>
  withEngine(setting, async (engine) => {
    await trainEpochs(engine, epochs);
    return { state: await engine.readState(), totals: engine.totals };
  });

for (const workers of [2, 3, 8]) {
  Deno.test(`${workers} Workers train as one does, to the last bit: norm, dropout, warps, ragged batches`, async () => {
    const one = await trainFor({ workers: 1 }, 2), several = await trainFor({ workers }, 2);
    assertAllIdentical(several.state, one.state);
    assert.deepEqual(several.totals, one.totals);
  });
}

Deno.test("Workers without relaxed SIMD train as those with it, to 1e-3", async () => {
  const relaxed = await trainFor({ workers: 2 }, 2), { validate } = WebAssembly;
  let asked = 0;
  WebAssembly.validate = () => ++asked < 0;
  try {
    const plain = await trainFor({ workers: 2 }, 2);
    assert.equal(asked, 1);
    for (const name of Object.keys(plain.state) as (keyof typeof plain.state)[]) {
      const error = relativeError(plain.state[name], relaxed.state[name]);
      assert.ok(error < 1e-3, `${name}: ${error}`);
    }
    assertAllIdentical((await trainFor({ workers: 2 }, 2)).state, plain.state);
  } finally {
    WebAssembly.validate = validate;
  }
});

Deno.test("the same Workers give the same weights to the last bit", async () => {
  const [first, second] = [await trainFor({ workers: 2 }, 3), await trainFor({ workers: 2 }, 3)];
  assertAllIdentical(first.state, second.state);
  assert.deepEqual(first.totals, second.totals);
});

Deno.test("more Workers than digits in a batch still train as one does, to the last bit", async () => {
  const setting = { batchSize: 3, images: [createImages(7)] };
  const train = (workers: number) =>
    withEngine({ ...setting, workers }, async (engine) => {
      await engine.train({ epoch: 0, step: 0, order: createPermutation(7, 0), position: 0 });
      return await engine.readState();
    });
  assertAllIdentical(await train(4), await train(1));
});

Deno.test("train() moves every weight, steps through the epoch and adds up the figures", async () => {
  await withEngine({ workers: 2 }, async (engine) => {
    const before = await engine.readState();
    assert.equal(await engine.train({ epoch: 0, step: 0, order: orderOf(0), position: 0 }), 45);
    assert.equal(engine.stepsDone, STEPS_AN_EPOCH);
    const { lossSum, correct } = engine.totals;
    assert.ok(lossSum / 45 > 1 && lossSum / 45 < 5, `${lossSum}`);
    assert.ok(correct >= 0 && correct <= 45 && Number.isInteger(correct));
    const after = await engine.readState();
    assert.ok(relativeError(after.weights, before.weights) > 1e-3);
    assert.notDeepEqual(after.movingStatistics, before.movingStatistics);
    engine.resetTotals({ lossSum: 7, correct: 3 });
    assert.deepEqual(engine.totals, { lossSum: 7, correct: 3 });
  });
});

Deno.test("predict() shares any range among the Workers, with the averaged weights", async () => {
  await withEngine({ workers: 3 }, async (engine, model) => {
    await trainEpochs(engine, 1);
    await engine.writeTo(model);
    const wanted = await classify(model, DIGITS.images);
    for (const [first, end] of [[0, 45], [7, 26], [44, 45], [5, 5]]) {
      const got = await engine.predict(first, end);
      assertIdentical(got, wanted.slice(first * 10, end * 10));
    }
    assert.notDeepEqual(await engine.predict(0, 45, false), wanted);
  });
});

Deno.test("predict() between epochs does not change what comes after", async () => {
  const plain = await trainFor({ workers: 2 }, 2);
  const looking = await withEngine({ workers: 2 }, async (engine) => {
    await engine.train({ epoch: 0, step: 0, order: orderOf(0), position: 0 });
    await engine.predict(0, 45);
    await engine.train({ epoch: 1, step: STEPS_AN_EPOCH, order: orderOf(1), position: 0 });
    return await engine.readState();
  });
  assertAllIdentical(looking, plain.state);
});

/** Many small steps, so that a stop falls in the middle. */
const MANY = { batchSize: 1, images: [createImages(150)] };

Deno.test("requestStop() stops all Workers at one step, from which training goes on to the last bit", async () => {
  const order = createPermutation(150, 0);
  const whole = await withEngine({ ...MANY, workers: 2 }, async (engine) => {
    await engine.train({ epoch: 0, step: 0, order, position: 0 });
    return await engine.readState();
  });
  const halted = await withEngine({ ...MANY, workers: 2 }, async (engine) => {
    let position = 0, stops = 0;
    while (position < order.length) {
      const step = position, training = engine.train({ epoch: 0, step, order, position });
      const deadline = performance.now() + 5000;
      while (engine.stepsDone < step + 20 && performance.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (engine.stepsDone >= 130) break;
      }
      engine.requestStop();
      position = await training;
      assert.equal(engine.stepsDone, position);
      stops++;
    }
    assert.ok(stops > 1, "it was never stopped on the way");
    return await engine.readState();
  });
  assertAllIdentical(halted, whole);
});

Deno.test("requestStop() before the training stops it after one batch", async () => {
  await withEngine({ ...MANY, workers: 2 }, async (engine) => {
    engine.requestStop();
    const order = createPermutation(150, 0);
    assert.equal(await engine.train({ epoch: 0, step: 0, order, position: 0 }), 1);
    assert.equal(await engine.train({ epoch: 0, step: 1, order, position: 1 }), 150);
  });
});

Deno.test("readState() and writeState() carry a run from one engine to another, to the last bit", async () => {
  const whole = await trainFor({ workers: 2 }, 2);
  const first = await trainFor({ workers: 2 }, 1);
  const second = await withEngine({ workers: 2 }, async (engine) => {
    engine.writeState(first.state);
    await engine.train({ epoch: 1, step: STEPS_AN_EPOCH, order: orderOf(1), position: 0 });
    return await engine.readState();
  });
  assertAllIdentical(second, whole.state);
});

Deno.test("writeState() refuses the state of another model", async () => {
  await withEngine({ workers: 1 }, async (engine) => {
    const state = await engine.readState();
    assert.throws(
      () => engine.writeState({ ...state, average: state.average.slice(4) }),
      { name: "RangeError", message: /^state: expected \d+ floats of average, got \d+$/ },
    );
  });
});

for (const workers of [1, 2, 3]) {
  Deno.test(`a Worker that dies among ${workers} ends train() with WorkerError at once, and all that follows`, async () => {
    await withEngine({ workers }, async (engine) => {
      const order = orderOf(0);
      // Far beyond the memory: the kernel that reads this image traps.
      order[BATCH + 1] = 1e6;
      const startMs = performance.now();
      await assert.rejects(engine.train({ epoch: 0, step: 0, order, position: 0 }), (error) => {
        assert.ok(error instanceof WorkerError);
        assert.match(error.message, /^a Worker died: .*out of bounds/);
        return true;
      });
      assert.ok(performance.now() - startMs < 5000);
      assert.equal(engine.stepsDone, 1);
      await assert.rejects(engine.predict(0, 8), WorkerError);
      await assert.rejects(engine.train({ epoch: 0, step: 1, order, position: 0 }), WorkerError);
      // What was learned until then can still be saved.
      assert.ok((await engine.readState()).weights.every(Number.isFinite));
    });
  });
}

Deno.test("a Worker that ends by an error event ends train() with WorkerError and its message", async () => {
  const { Worker } = globalThis, workers: Worker[] = [];
  globalThis.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      workers.push(this);
    }
  };
  try {
    await withEngine({ ...MANY, workers: 2 }, async (engine) => {
      const order = createPermutation(150, 0);
      const training = engine.train({ epoch: 0, step: 0, order, position: 0 });
      workers[1].dispatchEvent(new ErrorEvent("error", { message: "out of stack" }));
      const wanted = { name: "WorkerError", message: "a Worker died: out of stack" };
      await assert.rejects(training, wanted);
      await assert.rejects(engine.predict(0, 8), wanted);
    });
  } finally {
    globalThis.Worker = Worker;
  }
});

Deno.test("create() leaves no Worker behind when one cannot be started", async () => {
  // A function cannot be posted to a Worker.
  const step = { ...STEP, emaDecay: (() => 1) as unknown as number };
  await assert.rejects(withEngine({ workers: 2, step }, () => Promise.resolve()), {
    name: "DataCloneError",
  });
});

Deno.test("create() refuses a model with a layer that it does not know", async () => {
  const { layers } = tf;
  const layersModel = tf.sequential({
    layers: [
      layers.flatten({ inputShape: [28, 28, 1] }),
      layers.dense({ units: 10, activation: "elu" }),
    ],
  });
  const model = await fromLayersModel(layersModel, { classes: DIGIT_CLASSES });
  const options = { images: [], batchSize: 1, workers: 1, learningRates: new Float32Array() };
  await assert.rejects(
    TrainingEngine.create(model, { ...options, step: STEP }),
    UnsupportedModelError,
  );
  layersModel.dispose();
});

Deno.test("writeTo() writes the averaged weights", async () => {
  await withEngine({ workers: 2 }, async (engine, model) => {
    await trainEpochs(engine, 1);
    await engine.writeTo(model);
    const { average } = await engine.readState();
    const { values } = findWeight(model, "C1/kernel");
    assertIdentical(average.slice(0, values.length), values);
  });
});
