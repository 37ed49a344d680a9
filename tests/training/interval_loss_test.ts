import assert from "node:assert/strict";
import { createIntervalLoss } from "../../lib/training/interval_loss.ts";

const report = (epoch: number, imagesDone: number, loss: number) => ({
  epoch,
  imagesDone,
  loss,
  imagesPerEpoch: 100,
  accuracy: 0,
  learningRate: 0,
  imagesPerSecond: 0,
});

Deno.test("createIntervalLoss() undoes the running mean and starts afresh with each epoch", () => {
  const intervalLoss = createIntervalLoss();
  assert.equal(intervalLoss(report(1, 50, 2)), 2);
  assert.equal(intervalLoss(report(1, 100, 1.5)), 1); // 150 − 100 over 50 images
  assert.equal(intervalLoss(report(2, 10, 0.9)), 0.9);
});

Deno.test("createIntervalLoss() says nothing where no image was seen since", () => {
  const intervalLoss = createIntervalLoss();
  assert.equal(intervalLoss(report(1, 0, 0)), undefined);
  intervalLoss(report(1, 50, 2));
  assert.equal(intervalLoss(report(1, 50, 2)), undefined);
});
