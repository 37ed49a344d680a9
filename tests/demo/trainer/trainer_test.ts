import assert from "node:assert/strict";
import { sliceImages } from "../../../lib/dataset/labeled_images.ts";
import { loadMnist } from "../../../lib/dataset/mnist.ts";
import { createDigitFiles } from "../../../lib/demo/site/digits.ts";
import type { TrainReply } from "../../../lib/demo/trainer/messages.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../../lib/demo/trainer/choices.ts";
import { createChosenModel, planChosenRecipe } from "../../../lib/demo/trainer/settings.ts";
import { unpackModel } from "../../../lib/demo/trainer/trained_files.ts";
import { checkTrainMessage, checkTrainRequest } from "../../../lib/demo/trainer/message_checks.ts";
import { Trainer } from "../../../lib/demo/trainer/trainer.ts";
import { SingleEngine } from "../../../lib/engine/single_engine.ts";
import { compileKernelModule } from "../../../lib/kernels/module.ts";
import { join } from "@std/path";
import { readVariants } from "../../../lib/demo/site/describe_model.ts";
import { readNetwork } from "../../../lib/model/read_network.ts";
import {
  type CalibrationJson,
  decodeCalibration,
  encodeCalibration,
} from "../../../lib/reader/calibration.ts";
import { unpackWeights } from "../../../lib/reader/published_model.ts";
import { buildReader } from "../../../lib/reader/reader.ts";
import { classify } from "../../../lib/inference/classify.ts";
import { loadModel } from "../../../lib/model/store.ts";
import { MODELS_DIR } from "../../../lib/paths.ts";
import { decodePredictions } from "../../../lib/evaluation/predictions.ts";
import { imageAt } from "../../../lib/dataset/labeled_images.ts";
import { trainCompiled } from "../../../lib/training/train.ts";
import { inflateRawSync } from "node:zlib";
import { PNGJS_CODEC } from "./png_codec.ts";
import { assertAllIdentical, assertIdentical } from "../../assert_identical.ts";

const mnist = await loadMnist();
const files = createDigitFiles(mnist);
const module = await compileKernelModule(false);

const SETTINGS: Settings = { ...DEFAULT_SETTINGS, network: "lenet1", digits: 1_000, epochs: 2 };

interface Course {
  trainer: Trainer;
  replies: TrainReply[];
  loaded: string[];
}

/** A trainer on this thread; `onReply` may ask it something. */
function createTrainer(onReply: (reply: TrainReply, trainer: Trainer) => void = () => {}): Course {
  const replies: TrainReply[] = [], loaded: string[] = [];
  const trainer: Trainer = new Trainer({
    ...{ module, workers: 1, createEngine: SingleEngine.create, codec: PNGJS_CODEC },
    async loadPublished(name) {
      const { model, run, calibration: json } = await loadModel(join(MODELS_DIR, name));
      const calibration = decodeCalibration(json, readNetwork(model.topology));
      return { model, variants: readVariants(run), calibration };
    },
    loadFile(path) {
      loaded.push(path);
      return Promise.resolve(inflateRawSync(files.get(path)!()));
    },
    beat() {},
    send(reply) {
      assert.equal(checkTrainMessage(reply), reply);
      replies.push(reply);
      onReply(reply, trainer);
    },
  });
  const handle = trainer.handle.bind(trainer);
  trainer.handle = (request) => handle(checkTrainRequest(request));
  return { trainer, replies, loaded };
}

function find<T extends TrainReply["type"]>(replies: TrainReply[], type: T) {
  return replies.filter((reply) => reply.type === type) as Extract<TrainReply, { type: T }>[];
}

async function unpack({ trainer, replies }: Course) {
  await trainer.handle({ type: "pack" });
  return unpackModel(find(replies, "packed").at(-1)!.archive);
}

const valuesOf = (model: ReturnType<typeof createChosenModel>) =>
  model.weights.map(({ values }) => values);

Deno.test("Trainer gives the weights of `deno task train` on two Workers with the same recipe and digits", async () => {
  const course = createTrainer();
  await course.trainer.handle({ type: "start", settings: SETTINGS });
  const { model, run } = await unpack(course);
  const wanted = createChosenModel(SETTINGS);
  const data = { train: sliceImages(mnist.train, 0, 1_000), validation: mnist.validation };
  const recipe = planChosenRecipe(SETTINGS);
  await Array.fromAsync(trainCompiled(wanted, data, { recipe, workers: 2 }));
  assertAllIdentical(valuesOf(model), valuesOf(wanted));
  assert.deepEqual(run.recipe, recipe);
  assert.deepEqual(find(course.replies, "epoch").map(({ record }) => record.epoch), [1, 2]);
});

Deno.test("Trainer stops, goes on, and ends with the weights of an uninterrupted run", async () => {
  let isStopped = false;
  const stopped = createTrainer((reply, trainer) => {
    if (reply.type === "started" && !isStopped) {
      isStopped = true;
      trainer.handle({ type: "stop" });
    }
  });
  await stopped.trainer.handle({ type: "start", settings: SETTINGS });
  assert.equal(find(stopped.replies, "ended")[0].isDone, false);
  await stopped.trainer.handle({ type: "goOn" });
  assert.equal(find(stopped.replies, "ended")[1].isDone, true);
  const whole = createTrainer();
  await whole.trainer.handle({ type: "start", settings: SETTINGS });
  assertAllIdentical(
    valuesOf((await unpack(stopped)).model),
    valuesOf((await unpack(whole)).model),
  );
});

Deno.test("Another Trainer takes a run up from each of its checkpoints, also the last, and ends with its weights", async () => {
  const first = createTrainer();
  await first.trainer.handle({ type: "start", settings: SETTINGS });
  const wanted = valuesOf((await unpack(first)).model);
  const saved = find(first.replies, "checkpoint").map((reply) => reply.saved);
  assert.deepEqual(saved.map(({ checkpoint }) => checkpoint.epochsDone), [1, 2]);
  for (const each of saved) {
    const second = createTrainer();
    await second.trainer.handle({ type: "resume", saved: structuredClone(each) });
    assert.equal(find(second.replies, "ended")[0].isDone, true);
    const { model, run } = await unpack(second);
    assertAllIdentical(valuesOf(model), wanted);
    assert.equal((run.history as unknown[]).length, 2);
  }
});

Deno.test("Trainer loads only the files that a run needs, and each once", async () => {
  const { trainer, loaded } = createTrainer();
  for (let run = 0; run < 2; run++) await trainer.handle({ type: "start", settings: SETTINGS });
  const wanted = ["digits/validation.bin", "digits/train-1.bin", "digits/test.bin"];
  assert.deepEqual(loaded, wanted);
});

Deno.test("Trainer shows the watched digit's maps, and looks anew when another is watched", async () => {
  const { trainer, replies } = createTrainer();
  await trainer.handle({ type: "start", settings: SETTINGS });
  const [first] = find(replies, "look");
  assert.equal(first.look.digit, undefined);
  assert.deepEqual({ ...first.look.filters, values: 0 }, {
    height: 5,
    width: 5,
    count: 4,
    values: 0,
  });
  const pixels = mnist.validation.images.slice(0, 784);
  await trainer.handle({ type: "watch", pixels });
  const { digit } = find(replies, "look").at(-1)!.look;
  assert.deepEqual([digit!.maps.height, digit!.maps.width, digit!.maps.count], [24, 24, 4]);
  assert.ok(Math.abs(digit!.probabilities.reduce((sum, p) => sum + p) - 1) < 1e-5);
});

Deno.test("a run that another takes the place of is left without a word of its end", async () => {
  let isReplaced = false, second: Promise<void> | undefined;
  const { trainer, replies } = createTrainer((reply, trainer) => {
    if (reply.type !== "started" || isReplaced) return;
    isReplaced = true;
    second = trainer.handle({ type: "start", settings: { ...SETTINGS, epochs: 1 } });
  });
  await trainer.handle({ type: "start", settings: SETTINGS });
  await second;
  assert.equal(find(replies, "ended").length, 1);
  assert.equal(find(replies, "failed").length, 0);
});

Deno.test("Trainer publishes a network with limits for the reader", async () => {
  const { trainer, replies } = createTrainer();
  await trainer.handle({ type: "start", settings: SETTINGS });
  await trainer.handle({ type: "publish" });
  const [{ parts: { description, binary } }] = find(replies, "published");
  const { limits, typical } = description.calibration!;
  assert.ok(limits.foreign > limits.unusual);
  assert.ok(typical);
  const floats = description.weights.reduce((sum, { size }) => sum + size, 0);
  assert.equal(binary.length, 4 * floats);
});

Deno.test("Trainer's networks are judged by the examiner of a published one, in the page and in the download", async () => {
  const course = createTrainer(), { trainer, replies } = course;
  await trainer.handle({ type: "examineAs", published: "lenet5" });
  await trainer.handle({ type: "start", settings: SETTINGS });
  await trainer.handle({ type: "publish" });
  const { calibration } = find(replies, "published")[0].parts.description;
  const shipped = (await loadModel(join(MODELS_DIR, "lenet5"))).calibration as CalibrationJson;
  assert.equal(calibration!.typical, undefined);
  assert.deepEqual(
    calibration!.examiner!.stages.map(({ kernel }) => kernel),
    shipped.examiner!.stages.map(({ kernel }) => kernel),
  );
  const { unusual, foreign } = shipped.limits, { limits } = calibration!;
  assert.ok(Math.abs(limits.foreign - foreign) < 0.05 && Math.abs(limits.unusual - unusual) < 0.2);
  const packed = (await unpack(course)).calibration!;
  assert.deepEqual(encodeCalibration(packed), calibration);
});

Deno.test("Trainer is taught that something is no digit, and that digits still are", async () => {
  const { trainer, replies } = createTrainer();
  const plus = new Uint8Array(784);
  for (let i = 4; i < 24; i++) {
    for (let k = 13; k < 16; k++) plus[28 * i + k] = plus[28 * k + i] = 255;
  }
  const corrections = [{ pixels: plus }];
  await trainer.handle({ type: "teach", published: "lenet5", corrections });
  const [{ taught: { own, test, parts } }] = find(replies, "taught");
  assert.equal(own.after, 0);
  assert.deepEqual(test.after, test.before);
  const { description, binary } = parts;
  const reader = await buildReader({
    ...description,
    weights: unpackWeights(description, binary.buffer),
    calibration: decodeCalibration(description.calibration, description.network),
  });
  const verdictsOf = async (images: Uint8Array[]) => {
    const readings = await Promise.all(images.map((each) => reader(toPicture(each))));
    return readings.map(({ digits }) => digits[0].verdict);
  };
  assert.deepEqual(await verdictsOf([plus]), ["foreign"]);
  const digits = Array.from({ length: 200 }, (_, i) => imageAt(mnist.test, 50 * i));
  const refused = (await verdictsOf(digits)).filter((verdict) => verdict === "foreign").length;
  assert.ok(refused <= 4, `${refused} of 200 digits refused`);
});

Deno.test("Trainer packs the taught network, which reads as the page does and knows where it is from", async () => {
  const { trainer, replies } = createTrainer();
  await trainer.handle({ type: "packTaught" });
  assert.equal(find(replies, "failed")[0].message, "no network was taught yet");
  const pixels = mnist.test.images.slice(0, 784); // a 7
  const corrections = [{ pixels, label: 3 }];
  await trainer.handle({ type: "teach", published: "lenet5", corrections });
  await trainer.handle({ type: "packTaught" });
  const [{ name, archive }] = find(replies, "taughtPacked");
  assert.equal(name, "lenet5-taught-here");
  const { model, run, calibration } = unpackModel(archive);
  const [{ taught: { own, parts: { description, binary } } }] = find(replies, "taught");
  const published = unpackWeights(description, binary.buffer);
  for (const { name, values } of model.weights) assertIdentical(values, published[name], name);
  assert.deepEqual(encodeCalibration(calibration!), description.calibration);
  const probabilities = await classify(model, pixels);
  assert.equal(probabilities.indexOf(Math.max(...probabilities)), 3);
  assert.equal(run.from, "lenet5");
  assert.deepEqual((run.fineTuning as { own: unknown }).own, {
    ...{ n: 1, before: 1 - own.before, after: 1 },
  });
  assert.deepEqual(
    readVariants(run),
    readVariants((await loadModel(join(MODELS_DIR, "lenet5"))).run),
  );
});

Deno.test("Trainer packs corrections, and gives them back", async () => {
  const { trainer, replies } = createTrainer();
  const corrections = [{ pixels: mnist.test.images.slice(0, 784), label: 7 }];
  await trainer.handle({ type: "packCorrections", corrections });
  const [{ archive }] = find(replies, "correctionsPacked");
  await trainer.handle({ type: "unpackCorrections", archive });
  assert.deepEqual(find(replies, "correctionsUnpacked")[0].corrections, corrections);
  await trainer.handle({ type: "unpackCorrections", archive: new Uint8Array(3) });
  assert.equal(find(replies, "failed")[0].request, "unpackCorrections");
});

/** Ink on paper. */
function toPicture(pixels: Uint8Array) {
  const data = new Uint8Array(4 * 784).fill(255);
  pixels.forEach((ink, i) => data.fill(255 - ink, 4 * i, 4 * i + 3));
  return { width: 28, height: 28, data };
}

Deno.test("Trainer tells what went wrong, and can be asked again", async () => {
  const { trainer, replies } = createTrainer();
  await trainer.handle({ type: "pack" });
  await trainer.handle({ type: "goOn" });
  await trainer.handle({ type: "unpack", archive: new Uint8Array(9) });
  const settings = { ...SETTINGS, learningRate: 1e9, epochs: 1, batchNorm: false };
  await trainer.handle({ type: "start", settings });
  assert.deepEqual(find(replies, "failed").map(({ message }) => message.split(":")[0]), [
    "no network was trained yet",
    "no run was stopped that could go on",
    "expected a ZIP archive with a network in it",
    "training diverged in epoch 1",
  ]);
  await trainer.handle({ type: "start", settings: SETTINGS });
  assert.equal(find(replies, "ended").length, 1);
});

for (const count of [1, 3, 10]) {
  Deno.test(`Trainer teaches ${count} misread digits, and 0.15% of the others at most are forgotten`, async () => {
    const { model } = await loadModel(join(MODELS_DIR, "lenet5"));
    const predictions = decodePredictions(
      mnist.validation.labels,
      await classify(model, mnist.validation.images),
    );
    const wrong = predictions.filter(({ predicted, label }) => predicted !== label).slice(0, count);
    const corrections = wrong.map(({ index, label }) => ({
      pixels: imageAt(mnist.validation, index),
      label,
    }));
    const { trainer, replies } = createTrainer();
    await trainer.handle({ type: "teach", published: "lenet5", corrections });
    const [{ taught: { own, test, parts } }] = find(replies, "taught");
    // Among ten of MNIST's own there are some that nobody could tell.
    assert.deepEqual([own.n, own.before], [count, count]);
    assert.ok(own.after <= count / 5, `${own.after} not learned`);
    assert.equal(test.n, 2_000);
    assert.ok(test.after - test.before <= 3, `${test.before} and ${test.after} errors`);
    assert.equal(parts.description.weights.length, model.weights.length);
  });
}

Deno.test("Trainer teaches the network that was trained last, which stays as it was", async () => {
  const course = createTrainer();
  await course.trainer.handle({ type: "start", settings: SETTINGS });
  const before = valuesOf((await unpack(course)).model);
  const pixels = mnist.validation.images.slice(0, 784);
  await course.trainer.handle({ type: "teach", corrections: [{ pixels, label: 3 }] });
  assert.equal(find(course.replies, "taught")[0].taught.own.after, 0);
  assertAllIdentical(valuesOf((await unpack(course)).model), before);
});
