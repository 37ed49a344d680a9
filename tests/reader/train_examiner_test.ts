import assert from "node:assert/strict";
import { createOutliers } from "../../lib/augmentation/outliers.ts";
import { sliceImages } from "../../lib/dataset/labeled_images.ts";
import { loadMnist } from "../../lib/dataset/mnist.ts";
import { createLenet4 } from "../../lib/model/zoo/lenet4.ts";
import { calibrateModel } from "../../lib/reader/calibrate_model.ts";
import { canExamine, trainExaminer } from "../../lib/reader/train_examiner.ts";
import { createObserver } from "../../lib/reader/recognizer.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // Workers end in their own time

Deno.test("canExamine() is for the ten digits alone", () => {
  assert.ok(canExamine([..."0123456789"]));
  assert.ok(!canExamine([..."abcdefghij"]));
});

Deno.test({
  name:
    "trainExaminer() on 3,000 digits refuses three of four drawings where it refuses 2% of digits",
  ...SHARED,
}, async () => {
  const { train, validation } = await loadMnist();
  const digits = sliceImages(train, 0, 3000);
  const examiner = (await trainExaminer(digits, { epochs: 8, workers: 2 }))!;
  assert.equal(examiner.network.classes, 11);
  const observe = await createObserver({ examiner });
  const strangeness = (images: Uint8Array) => {
    const observeOne = observe(images);
    return Array.from({ length: images.length / 784 }, (_, i) => observeOne(i, 0).strangeness)
      .sort((a, b) => a - b);
  };
  const limit = strangeness(validation.images)[Math.floor(0.98 * validation.count)];
  const drawings = strangeness(createOutliers(validation, { count: 1000, seed: 77 }));
  const refused = drawings.filter((value) => value > limit).length / 1000;
  assert.ok(refused >= 0.75, `${refused}`);
});

Deno.test({ name: "trainExaminer() that is aborted gives nothing", ...SHARED }, async () => {
  const { train } = await loadMnist(), controller = new AbortController();
  controller.abort();
  const options = { epochs: 1, workers: 1, signal: controller.signal };
  assert.equal(await trainExaminer(sliceImages(train, 0, 200), options), undefined);
});

Deno.test({
  name: "calibrateModel() finds typical images where the classes are no digits",
  ...SHARED,
}, async () => {
  const { train, validation } = await loadMnist();
  const classes = [..."abcdefghij"], model = createLenet4({ classes, seed: 1 });
  const digits = {
    train: { ...sliceImages(train, 0, 200), classes },
    validation: { ...sliceImages(validation, 0, 100), classes },
  };
  const calibration = (await calibrateModel(model, digits, { workers: 1 }))!;
  assert.equal(calibration.examiner, undefined);
  assert.equal(calibration.typical!.values.length % calibration.typical!.size, 0);
});
