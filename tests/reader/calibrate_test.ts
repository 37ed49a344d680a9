import assert from "node:assert/strict";
import { judge } from "../../lib/reader/judge.ts";
import type { Lessons } from "../../lib/reader/exemplars.ts";
import { createRecognizer } from "../../lib/reader/recognizer.ts";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { measureNovelty } from "../../lib/reader/typical_digits.ts";
import { calibrate } from "../../lib/reader/calibrate.ts";
import type { CompiledClassifier } from "../../lib/engine/compiled_classifier.ts";
import type { Network } from "../../lib/model/network.ts";
import { makeDigits } from "../demo/models.ts";

const POOL = { poolHeight: 1, poolWidth: 1, outputs: 1 };
const NETWORK = {
  stages: [
    { outHeight: 28, outWidth: 28, ...POOL },
    { outHeight: 2, outWidth: 1, ...POOL },
    { outHeight: 1, outWidth: 1, ...POOL },
  ],
} as unknown as Network;

/** Sees the first two pixels, believes in the third. */
const CLASSIFIER = {
  embed: (images: Uint8Array, stage: number) => {
    assert.equal(stage, 1, "the last stage whose output is a picture");
    return Float32Array.from({ length: images.length / 392 }, (_, i) => {
      return images[784 * (i >> 1) + (i & 1)];
    });
  },
  classify: (images: Uint8Array) =>
    Float32Array.from({ length: images.length / 78.4 }, (_, i) => {
      const confidence = 0.5 + images[784 * Math.floor(i / 10) + 2] / 512;
      return i % 10 === images[784 * Math.floor(i / 10) + 3] ? confidence : (1 - confidence) / 9;
    }),
} as unknown as CompiledClassifier;

/**
 * Digits whose class is the direction of their first two pixels, some of them misread at middling
 * confidence; one in thirty validation digits points elsewhere, each a bit farther than the last.
 */
function makeKnownDigits(count: number, set: "train" | "validation") {
  const digits = makeDigits(count, 1);
  for (let i = 0; i < count; i++) {
    const label = digits.labels[i], isMisread = i % 256 < 128 && i % 8 === 0;
    const isOdd = set === "validation" && i % 30 === 0;
    const pixels = [isOdd ? 40 - i / 50 : 100, isOdd ? 255 : 10 * label, i % 256];
    digits.images.set([...pixels, (label + (isMisread ? 1 : 0)) % 10], 784 * i);
  }
  return digits;
}

const TRAIN = makeKnownDigits(500, "train"), VALIDATION = makeKnownDigits(2000, "validation");

Deno.test("calibrate() sets the confidence from which one answer in 1000 is wrong at most", async () => {
  const { limits } = await calibrate(CLASSIFIER, NETWORK, { train: TRAIN, validation: VALIDATION });
  // All with a third pixel of 121 or more are right; with 120, eight more are wrong.
  assert.equal(limits.confidence, Math.fround(0.5 + 121 / 512));
});

Deno.test("calibrate() sets the confidence on a committee's answers where they are given", async () => {
  const own = CLASSIFIER.classify(VALIDATION.images);
  const probabilities = own.map((p) => 0.9 * p + 0.01);
  const { limits } = await calibrate(CLASSIFIER, NETWORK, {
    ...{ train: TRAIN, validation: VALIDATION, probabilities },
  });
  assert.ok(Math.abs(limits.confidence - (0.9 * (0.5 + 121 / 512) + 0.01)) < 1e-6);
});

Deno.test("calibrate() doubts 2% of the held-out digits for their looks, and refuses a quarter of these", async () => {
  const calibration = await calibrate(CLASSIFIER, NETWORK, {
    train: TRAIN,
    validation: VALIDATION,
  });
  const features = CLASSIFIER.embed(VALIDATION.images, 1);
  const verdicts = Array.from({ length: VALIDATION.count }, (_, i) => {
    const novelty = measureNovelty(
      features.subarray(2 * i, 2 * i + 2),
      calibration.typical!.values,
    );
    return judge({ confidence: 1, strangeness: novelty }, calibration.limits);
  });
  const count = (verdict: string) => verdicts.filter((each) => each === verdict).length;
  assert.deepEqual([count("foreign"), count("unsure")], [10, 30]);
});

Deno.test("calibrate() leaves nothing sure if even the most confident answers are wrong", async () => {
  const validation = { ...VALIDATION, labels: VALIDATION.labels.map((label) => 9 - label) };
  const { limits } = await calibrate(CLASSIFIER, NETWORK, { train: TRAIN, validation });
  assert.equal(judge({ confidence: 0.999, strangeness: 0 }, limits), "unsure");
});

/** Sees how much ink is in the upper and in the lower half. */
const HALVES = {
  ...CLASSIFIER,
  embed: (images: Uint8Array) =>
    Float32Array.from({ length: images.length / 392 }, (_, i) => {
      return images.subarray(392 * i, 392 * (i + 1)).reduce((sum, ink) => sum + ink, 0);
    }),
} as unknown as CompiledClassifier;

Deno.test("calibrate() knows variants as kinds of their own where the model saw such", async () => {
  const digits = { train: makeDigits(500, 3), validation: VALIDATION };
  const find = async (variants?: Record<string, number>) =>
    (await calibrate(HALVES, NETWORK, { ...digits, variants })).typical!;
  const { values: without, size } = await find();
  const { values } = await find({ "flagged one": 0.5 });
  assert.deepEqual(values.subarray(0, without.length), without);
  assert.equal(values.length, without.length + 10 * size);
});

Deno.test("calibrate() heeds what was taught: digits are no strangers, and what is none is refused", async () => {
  const drawing = (first: number, second: number) => {
    const images = new Uint8Array(784);
    images.set([first, second]);
    return images;
  };
  const digits = { train: TRAIN, validation: VALIDATION };
  const strange = drawing(1, 255), usual = drawing(100, 10), nothing = new Uint8Array();
  const judgeBoth = async (lessons?: Lessons) => {
    const calibration = await calibrate(CLASSIFIER, NETWORK, { ...digits, lessons });
    calibration.limits.confidence = 0;
    const classify = (images: Uint8Array) => Promise.resolve(CLASSIFIER.classify(images));
    const parts = { classes: DIGIT_CLASSES, classify, classifier: CLASSIFIER, calibration };
    const recognizer = await createRecognizer(parts);
    const images = new Uint8Array([...strange, ...usual]);
    return recognizer.judge(images, CLASSIFIER.classify(images));
  };
  assert.deepEqual(await judgeBoth(), ["foreign", "sure"]);
  assert.deepEqual(await judgeBoth({ digits: strange, others: nothing }), ["sure", "sure"]);
  assert.deepEqual(await judgeBoth({ digits: nothing, others: usual }), ["foreign", "foreign"]);
  assert.deepEqual(await judgeBoth({ digits: strange, others: usual }), ["sure", "foreign"]);
});
