import assert from "node:assert/strict";
import { ACCURACY_AXIS, Curves, LOSS_AXIS } from "../../../lib/demo/trainer/curves.ts";
import type { EpochRecord, Progress } from "../../../lib/training/records.ts";

const progress = (imagesDone: number, loss: number, accuracy: number): Progress => ({
  ...{ epoch: 1, imagesDone, imagesPerEpoch: 10_000, loss, accuracy },
  ...{ learningRate: 0, imagesPerSecond: 0 },
});

const RECORD: EpochRecord = {
  ...{
    epoch: 1,
    trainLoss: 0.5,
    trainAccuracy: 0.9,
    validationLoss: 0.1,
    validationAccuracy: 0.97,
  },
  ...{ learningRate: 0, imagesPerSecond: 0, seconds: 0 },
};

Deno.test("Curves turn the running means of an epoch into means since the last point", () => {
  const curves = new Curves();
  curves.addProgress(progress(500, 9, 0)); // too few to tell
  curves.addProgress(progress(4_000, 1, 0.7));
  curves.addProgress(progress(8_000, 0.6, 0.85));
  curves.addEpoch(RECORD);
  const rounded = curves.training.map(({ epoch, loss, accuracy }) =>
    [epoch, loss, accuracy].map((value) => Math.round(1e6 * value) / 1e6)
  );
  assert.deepEqual(rounded, [[0.4, 1, 0.7], [0.8, 0.2, 1], [1, 0.1, 1]]);
  assert.deepEqual(curves.validation, [{ epoch: 1, loss: 0.1, accuracy: 0.97 }]);
});

Deno.test("Curves begin anew with every epoch, and give a short one its one point", () => {
  const curves = new Curves();
  const short = { ...progress(300, 2, 0.2), imagesPerEpoch: 1_000 };
  curves.addProgress(short);
  curves.addEpoch(RECORD);
  curves.addProgress({ ...short, epoch: 2 });
  curves.addEpoch({ ...RECORD, epoch: 2, trainLoss: 0.25 });
  assert.deepEqual(curves.training.map(({ epoch, loss }) => [epoch, loss]), [[1, 0.5], [2, 0.25]]);
});

Deno.test("Curves have a point of an epoch that was over before it was first heard of", () => {
  const curves = new Curves();
  curves.addEpoch(RECORD);
  curves.addEpoch({ ...RECORD, epoch: 2, trainLoss: 0.25 });
  assert.deepEqual(curves.training.map(({ epoch, loss }) => [epoch, loss]), [[1, 0.5], [2, 0.25]]);
});

Deno.test("Curves go back to a checkpoint, and are then those of a run that was never broken off", () => {
  const broken = new Curves(), whole = new Curves();
  const second = (images: number) => ({ ...progress(images, 0.4, 0.9), epoch: 2 });
  for (const curves of [broken, whole]) {
    curves.addProgress(progress(4_000, 1, 0.7));
    curves.addEpoch(RECORD);
    curves.addProgress(second(3_000));
  }
  broken.addProgress(second(6_000));
  broken.addEpoch({ ...RECORD, epoch: 2 });
  broken.rewind({ epochsDone: 1, position: 3_000, totals: { lossSum: 1_200, correct: 2_700 } });
  for (const curves of [broken, whole]) {
    curves.addProgress(second(7_000));
    curves.addEpoch({ ...RECORD, epoch: 2 });
  }
  assert.deepEqual(broken, whole);
  assert.deepEqual(broken.training, whole.training);
  assert.deepEqual(broken.validation.map(({ epoch }) => epoch), [1, 2]);
});

Deno.test("axes are logarithmic, keep to their ends, and place their ticks where the values are", () => {
  const accuracyAt = (accuracy: number) => ACCURACY_AXIS.place({ accuracy, loss: 0 });
  const lossAt = (loss: number) => LOSS_AXIS.place({ accuracy: 0, loss });
  for (const [i, accuracy] of [0, 0.9, 0.99, 0.999].entries()) {
    assert.ok(Math.abs(accuracyAt(accuracy) - i / 3) < 1e-9);
    assert.ok(Math.abs(ACCURACY_AXIS.ticks[i].at - i / 3) < 1e-9);
  }
  assert.equal(accuracyAt(1), 1);
  assert.equal(lossAt(0), 0);
  assert.equal(lossAt(99), 1);
  assert.ok(lossAt(0.1) < lossAt(1));
});
