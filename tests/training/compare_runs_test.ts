import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { tf } from "../tfjs/tf.ts";
import { createRandom } from "../../lib/random.ts";
import { compareRuns } from "../../lib/training/compare_runs.ts";

const random = createRandom(6);
const createDigits = (count: number) => ({
  count,
  images: Uint8Array.from({ length: count * 784 }, () => random.nextInt(256)),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 10),
  classes: DIGIT_CLASSES,
});
const DATA = { train: createDigits(64), validation: createDigits(20) };
const VARIANTS = [
  { name: "default" },
  { name: "plain", architecture: { batchNorm: false, dropout: 0 }, recipe: { augmentation: null } },
];
const OPTIONS = { recipe: { epochs: 2, batchSize: 32 }, workers: 1 };

Deno.test("compareRuns() yields all runs after every epoch, one variant after the other", async () => {
  const states = [];
  for await (const runs of compareRuns(VARIANTS, DATA, OPTIONS)) {
    states.push(runs.map(({ name, history }) => `${name} ${history.length}`));
  }
  assert.deepEqual(states, [
    ["default 1"],
    ["default 2"],
    ["default 2", "plain 1"],
    ["default 2", "plain 2"],
  ]);
});

Deno.test("compareRuns() gives equal runs equal results, and leaves no tensor", async () => {
  const twice = [{ name: "a" }, { name: "b" }];
  const before = tf.memory().numTensors;
  let last;
  for await (last of compareRuns(twice, DATA, OPTIONS));
  const [first, second] = last!.map(({ history }) => history.map(({ trainLoss }) => trainLoss));
  assert.deepEqual(second, first);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("compareRuns() ends when its signal is aborted", async () => {
  const controller = new AbortController();
  let count = 0;
  for await (const runs of compareRuns(VARIANTS, DATA, { ...OPTIONS, signal: controller.signal })) {
    count += runs.length;
    controller.abort();
  }
  assert.equal(count, 1);
});
