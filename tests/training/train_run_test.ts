import { countExtraImages } from "../../lib/augmentation/extra_images.ts";
import assert from "node:assert/strict";
import { TrainingEngine } from "../../lib/engine/engine.ts";
import { registerTrainingKernels } from "../../lib/tfjs/kernels/register.ts";
import { copySeeded } from "../tfjs/copy_seeded.ts";
import { tf, useBackend } from "../tfjs/tf.ts";
import type { Model } from "../../lib/model/model.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
} from "../../lib/training/checkpoint.ts";
import type { TrainingEvent } from "../../lib/training/events.ts";
import { TrainingError } from "../../lib/training/run.ts";
import { createOneCycle } from "../../lib/training/schedule.ts";
import { trainCompiled, trainWithTfjs } from "../../lib/training/train.ts";
import { assertAllIdentical } from "../assert_identical.ts";
import { createImages } from "../engine/in_process.ts";
import { asLayersModel, MODELS, stack } from "../engine/models.ts";
import {
  createBars,
  DATA,
  follow,
  type FollowOptions,
  interrupt,
  PLAIN_RECIPE,
  RECIPE,
  type Train,
} from "./runs.ts";

await useBackend("wasm");
await registerTrainingKernels();

/** The ways of training. */
const WAYS: { name: string; train: Train }[] = [
  { name: "trainCompiled()", train: trainCompiled },
  { name: "trainWithTfjs()", train: trainWithTfjs },
];

const isFirstEpoch = (event: TrainingEvent) => event.type === "epoch" && event.record.epoch === 1;

const isMidway = (event: TrainingEvent) =>
  event.type === "progress" && event.progress.epoch === 2 && event.progress.imagesDone > 0;

/** Twenty batches an epoch: time enough to stop within one. */
const LONG_DATA = { train: createImages(395), validation: DATA.validation };

/** A checkpoint from within the second epoch; tries again where the stop came too late. */
async function stopMidway(train: Train, options: FollowOptions): Promise<Checkpoint> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const checkpoint = await interrupt(train, { ...options, progressMs: 0.1 }, isMidway);
    if (checkpoint.position > 0) return checkpoint;
  }
  throw new Error("no run could be stopped within its second epoch");
}

for (const { name, train } of WAYS) {
  const createModel = () => createLenet5({ seed: 3, dropout: 0.1 });
  const options: FollowOptions = { recipe: RECIPE, workers: 2, createModel };
  const run = (changes: Partial<FollowOptions> = {}) => follow(train, { ...options, ...changes });

  Deno.test(`${name} reports every epoch, and progress in between`, async () => {
    const recipe = { ...RECIPE, epochs: 2 };
    const { records, progress, checkpoint } = await run({ recipe, progressMs: 1 });
    assert.deepEqual(records.map(({ epoch }) => epoch), [1, 2]);
    assert.equal(checkpoint, undefined);
    const rates = createOneCycle(10, recipe);
    for (const record of records) {
      assert.ok(record.trainLoss > 0 && record.validationLoss > 0);
      for (const share of [record.trainAccuracy, record.validationAccuracy]) {
        assert.ok(share >= 0 && share <= 1);
      }
      assert.equal(record.learningRate, rates[5 * record.epoch - 1]);
      assert.ok(record.imagesPerSecond > 0 && record.seconds > 0);
    }
    assert.ok(progress.length > 0);
    for (const { imagesDone, imagesPerEpoch, learningRate, accuracy } of progress) {
      assert.equal(imagesPerEpoch, 93);
      assert.ok(imagesDone === 93 || imagesDone % 20 === 0, `${imagesDone}`);
      assert.ok(rates.includes(learningRate) && accuracy >= 0 && accuracy <= 1);
    }
  });

  Deno.test(`${name} learns what can be learned, and leaves the averaged weights in the model`, async () => {
    const { records, weights } = await run({
      data: { train: createBars(60), validation: createBars(20) },
      recipe: { ...PLAIN_RECIPE, epochs: 6, batchSize: 12, emaDecay: 0.5 },
    });
    const [first, last] = [records[0], records.at(-1)!];
    assert.ok(last.trainLoss < first.trainLoss / 2, `${first.trainLoss}, then ${last.trainLoss}`);
    assert.ok(last.validationAccuracy > 0.5, `${last.validationAccuracy}`);
    assert.notDeepEqual(weights[0], createModel().weights[0].values);
  });

  Deno.test(`${name} interrupted in an epoch and resumed ends with the same weights, bit for bit`, async () => {
    const long = { ...options, recipe: { ...RECIPE, epochs: 2 }, data: LONG_DATA };
    const stopped = await stopMidway(train, long);
    assert.equal(stopped.epochsDone, 1);
    assert.equal(stopped.stepsDone, 20 + stopped.position / 20);
    // As after a restart: from bytes.
    const resumeFrom = decodeCheckpoint(encodeCheckpoint(stopped), "checkpoint");
    const whole = await follow(train, long);
    const resumed = await follow(train, { ...long, resumeFrom });
    assertAllIdentical(resumed.weights, whole.weights);
    const [record, ...rest] = resumed.records, wanted = whole.records[1];
    assert.deepEqual([record.epoch, rest.length], [2, 0]);
    assert.ok(Math.abs(record.trainLoss / wanted.trainLoss - 1) < 1e-12);
    assert.equal(record.trainAccuracy, wanted.trainAccuracy);
    assert.equal(record.validationLoss, wanted.validationLoss);
  });

  Deno.test(`${name} interrupted between epochs and resumed ends with the same weights, bit for bit`, async () => {
    const checkpoint = await interrupt(train, options, isFirstEpoch);
    assert.deepEqual([checkpoint.epochsDone, checkpoint.position], [1, 0]);
    assert.equal(checkpoint.stepsDone, 5);
    assert.deepEqual(checkpoint.totals, { lossSum: 0, correct: 0 });
    assert.equal(checkpoint.history.length, 1);
    const whole = await run(), resumed = await run({ resumeFrom: checkpoint });
    assertAllIdentical(resumed.weights, whole.weights);
  });

  Deno.test(`${name} takes checkpoints as it goes: they change nothing, and each ends with the same weights`, async () => {
    const long = { ...options, recipe: { ...RECIPE, epochs: 2 }, data: LONG_DATA };
    const whole = await follow(train, long);
    const { checkpoints, weights, records } = await follow(train, { ...long, checkpointMs: 1 });
    assertAllIdentical(weights, whole.weights);
    assert.equal(records[1].trainAccuracy, whole.records[1].trainAccuracy);
    assert.equal(checkpoints.at(-1)?.epochsDone, 2);
    const within = checkpoints.filter(({ position }) => position > 0);
    assert.ok(within.length > 0, "none within an epoch");
    for (const checkpoint of [within[0], within.at(-1)!, checkpoints.at(-1)!]) {
      const resumeFrom = decodeCheckpoint(encodeCheckpoint(checkpoint), "checkpoint");
      const resumed = await follow(train, { ...long, resumeFrom });
      assertAllIdentical(resumed.weights, whole.weights);
    }
    assert.equal((await follow(train, long)).checkpoints.length, 0);
  });

  Deno.test(`${name} refuses the checkpoint of another build, which rounds differently`, async () => {
    const checkpoint = await interrupt(train, options, isFirstEpoch);
    await assert.rejects(run({ resumeFrom: { ...checkpoint, build: "abacus" } }), {
      name: "InputError",
      message:
        /^checkpoint: expected one computed with [^\n]+, as here, got one with abacus, [^\n]+$/,
    });
  });

  Deno.test(`${name} trains on variants and degraded digits too, and resumes with them bit for bit`, async () => {
    const extra = { variants: { "flagged one": 1 }, degraded: 0.2 };
    const recipe = { ...RECIPE, epochs: 2, ...extra }, made = { ...options, recipe };
    const count = DATA.train.count + countExtraImages(DATA.train, extra);
    assert.ok(count > 1.2 * DATA.train.count);
    const whole = await follow(train, { ...made, progressMs: 0.1 });
    assert.equal(whole.progress[0].imagesPerEpoch, count);
    const checkpoint = await interrupt(train, made, isFirstEpoch);
    assert.equal(checkpoint.stepsDone, Math.ceil(count / recipe.batchSize));
    const resumed = await follow(train, { ...made, resumeFrom: checkpoint });
    assertAllIdentical(resumed.weights, whole.weights);
    const plain = await run({ recipe: { ...recipe, variants: {}, degraded: 0 } });
    assert.notDeepEqual(whole.weights, plain.weights);
  });

  Deno.test(`${name} counts the time of all sittings`, async () => {
    const first = await interrupt(train, options, isFirstEpoch);
    assert.ok(first.wallSeconds > 0);
    const resumeFrom = { ...first, wallSeconds: 1000 };
    const isSecond = (event: TrainingEvent) => event.type === "epoch" && event.record.epoch === 2;
    const second = await interrupt(train, { ...options, resumeFrom }, isSecond);
    assert.ok(second.wallSeconds > 1000 && second.wallSeconds < 1100);
  });

  Deno.test(`${name} stops before the first batch if the signal is aborted already`, async () => {
    const { records, checkpoint } = await run({ signal: AbortSignal.abort() });
    assert.equal(records.length, 0);
    assert.deepEqual([checkpoint?.epochsDone, checkpoint?.stepsDone], [0, 0]);
    const [resumed, whole] = [await run({ resumeFrom: checkpoint }), await run()];
    assertAllIdentical(resumed.weights, whole.weights);
  });

  Deno.test(`${name} leaves timers and signals their turn`, async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    try {
      await run();
    } finally {
      clearInterval(timer);
    }
    assert.ok(turns > 2, `${turns}`);
  });

  Deno.test(`${name} frees everything if its events are left unread`, async () => {
    const before = tf.memory().numTensors, model = createModel();
    for await (const { type } of train(model, DATA, { ...options, progressMs: 0.1 })) {
      if (type === "progress") break;
    }
    assert.equal(tf.memory().numTensors, before);
  });

  Deno.test(`${name} leaves no tensor behind`, async () => {
    const before = tf.memory().numTensors;
    await run({ recipe: { ...RECIPE, epochs: 1 } });
    assert.equal(tf.memory().numTensors, before);
  });

  Deno.test(`${name} refuses a checkpoint of the other kind, and one of another model`, async () => {
    const { checkpoint } = await run({ signal: AbortSignal.abort() });
    await assert.rejects(run({ resumeFrom: { ...checkpoint!, backend: "webgpu" } }), {
      name: "InputError",
      message: /^checkpoint: expected one of the (compiled|wasm) backend, got one of webgpu$/,
    });
    const createOther = () => createLenet5({ batchNorm: false });
    await assert.rejects(run({ resumeFrom: checkpoint, createModel: createOther }), {
      name: "RangeError",
      message: /^state: expected \d+ floats of weights, got \d+$/,
    });
  });

  Deno.test(`${name} says so when the learning rate leads nowhere`, async () => {
    await assert.rejects(run({ recipe: { ...RECIPE, peakLearningRate: 1e38 } }), {
      name: "InputError",
      message: "training diverged in epoch 1: expected a lower learning rate, got 1e+38",
    });
  });
}

Deno.test("trainCompiled() ends with the same weights, bit for bit, for any number of Workers", async () => {
  const recipe = { ...RECIPE, epochs: 2, variants: { "flagged one": 1 } };
  const createModel = () => createLenet5({ seed: 3, dropout: 0.1 });
  const train = (workers: number) => follow(trainCompiled, { recipe, workers, createModel });
  const one = await train(1);
  for (const workers of [2, 3, 7]) {
    const { weights, records } = await train(workers);
    assertAllIdentical(weights, one.weights);
    const losses = (of: typeof records) => of.map(({ validationLoss }) => validationLoss);
    assert.deepEqual(losses(records), losses(one.records));
  }
});

Deno.test("trainCompiled() resumed with another number of Workers ends with the same weights, bit for bit", async () => {
  const options = { recipe: RECIPE, workers: 3 };
  const resumeFrom = await interrupt(trainCompiled, options, isFirstEpoch);
  const resumed = await follow(trainCompiled, { ...options, workers: 1, resumeFrom });
  assertAllIdentical(resumed.weights, (await follow(trainCompiled, options)).weights);
});

Deno.test("trainCompiled() ends with TrainingError and the last epoch's checkpoint when a Worker dies", async () => {
  const { train } = TrainingEngine.prototype;
  // From the second epoch on, one image lies beyond the memory.
  TrainingEngine.prototype.train = function (part) {
    if (part.epoch === 1) part.order[30] = 1e6;
    return train.call(this, part);
  };
  const options = { recipe: { ...RECIPE, epochs: 2 }, workers: 2 };
  let broken: unknown;
  try {
    await follow(trainCompiled, options);
  } catch (error) {
    broken = error;
  } finally {
    TrainingEngine.prototype.train = train;
  }
  assert.ok(broken instanceof TrainingError, `${broken}`);
  const { message, checkpoint } = broken;
  assert.match(message, /^a Worker died: /);
  assert.deepEqual([checkpoint.epochsDone, checkpoint.position], [1, 0]);
  const resumed = await follow(trainCompiled, { ...options, resumeFrom: checkpoint });
  assertAllIdentical(resumed.weights, (await follow(trainCompiled, options)).weights);
});

Deno.test("trainCompiled() stops its Workers when whoever listens leaves", async () => {
  const { requestStop } = TrainingEngine.prototype;
  let stops = 0;
  TrainingEngine.prototype.requestStop = function () {
    stops++;
    requestStop.call(this);
  };
  const model = createLenet5(), recipe = { ...RECIPE, batchSize: 1 };
  try {
    for await (
      const { type } of trainCompiled(model, DATA, { recipe, workers: 1, progressMs: 1 })
    ) {
      if (type === "progress") break;
    }
  } finally {
    TrainingEngine.prototype.requestStop = requestStop;
  }
  assert.equal(stops, 1);
});

Deno.test("trainCompiled() does not grow with the epochs", async () => {
  const recipe = { ...PLAIN_RECIPE, epochs: 60, batchSize: 93 };
  const rssMegabytes: number[] = [];
  await follow(trainCompiled, {
    ...{ recipe, workers: 1 },
    onEvent: ({ type }) => type === "epoch" && rssMegabytes.push(Deno.memoryUsage().rss / 2 ** 20),
  });
  const growth = rssMegabytes.at(-1)! - rssMegabytes[20];
  // An epoch's checkpoint takes 1.5 MB: forty of them, kept, would take 60.
  assert.ok(growth < 30, `${growth} MB over 40 epochs`);
});

/** LeNet-5 in small. */
const createSmallConvolutional = () =>
  stack(
    tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 2, kernelSize: 3, useBias: false }),
    tf.layers.batchNormalization({ momentum: 0.9 }),
    tf.layers.reLU(),
    tf.layers.maxPooling2d({ poolSize: 3 }),
    tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", activation: "tanh" }),
    tf.layers.averagePooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
  );

async function createLenet5WithoutDropout(): Promise<Model> {
  return await copySeeded(await asLayersModel(createLenet5({ dropout: 0 })));
}

/** LeNet-5 is too much for tfjs's `cpu` backend, and needs our kernels on the other. */
const CURVES = {
  "LeNet-5 on wasm": { backend: "wasm", create: createLenet5WithoutDropout },
  "dense layers on cpu": {
    backend: "cpu",
    create: () => copySeeded(MODELS["dense layers only"]()),
  },
  "convolutions, norm and pooling on cpu": {
    backend: "cpu",
    create: () => copySeeded(createSmallConvolutional()),
  },
} as const;

for (const [name, { backend, create }] of Object.entries(CURVES)) {
  Deno.test(`a hundred compiled steps follow tfjs's own loss curve to 0.5%: ${name}`, async () => {
    await useBackend(backend);
    const options: FollowOptions = {
      data: { train: createBars(32), validation: createBars(8) },
      recipe: { ...PLAIN_RECIPE, epochs: 25, batchSize: 8, peakLearningRate: 2e-3 },
      createModel: create,
      workers: 2,
    };
    const tensors = await follow(trainWithTfjs, options);
    const compiled = await follow(trainCompiled, options);
    await useBackend("wasm");
    assert.ok(compiled.records[24].trainLoss < compiled.records[0].trainLoss * 0.8);
    compiled.records.forEach(({ trainLoss, validationLoss, epoch }, i) => {
      const wanted = tensors.records[i];
      for (const ratio of [trainLoss / wanted.trainLoss, validationLoss / wanted.validationLoss]) {
        assert.ok(Math.abs(ratio - 1) < 5e-3, `epoch ${epoch}: ${ratio}`);
      }
    });
  });
}

Deno.test("trainCompiled() whose Worker ends without a word fails within 10 s, with a checkpoint", async () => {
  const { Worker } = globalThis, workers: Worker[] = [];
  globalThis.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      workers.push(this);
    }
  };
  try {
    let endedMs = 0;
    const options = { recipe: { ...RECIPE, epochs: 1000 }, workers: 2, progressMs: 1 };
    const run = follow(trainCompiled, {
      ...options,
      onEvent(event) {
        if (endedMs > 0 || event.type !== "epoch") return;
        workers[1].terminate();
        endedMs = performance.now();
      },
    });
    await assert.rejects(run, (error: TrainingError) => {
      assert.equal(error.name, "TrainingError");
      assert.match(error.message, /^a Worker died: trainer 2 has not been heard for 8 s$/);
      assert.ok(error.checkpoint.epochsDone >= 1);
      return true;
    });
    assert.ok(performance.now() - endedMs < 10_000, `${performance.now() - endedMs} ms`);
  } finally {
    globalThis.Worker = Worker;
  }
});
