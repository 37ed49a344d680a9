import assert from "node:assert/strict";
import { describeProgress } from "../../lib/notebook/watch_training.ts";

const PROGRESS = {
  epoch: 2,
  imagesDone: 250,
  imagesPerEpoch: 1000,
  loss: 1,
  accuracy: 0.5,
  learningRate: 0.001,
  imagesPerSecond: 1250,
};

Deno.test("describeProgress() gives place, speed and the time that is left", () => {
  assert.equal(describeProgress(PROGRESS, 3), "Epoch 2 of 3, 25%: 1,250 images/s, 2 s left");
});

Deno.test("describeProgress() gives the place alone while no speed is known", () => {
  for (const imagesPerSecond of [0, NaN]) {
    assert.equal(describeProgress({ ...PROGRESS, imagesPerSecond }, 3), "Epoch 2 of 3, 25%");
  }
});
