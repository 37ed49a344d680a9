import assert from "node:assert/strict";
import { inflateRawSync } from "node:zlib";
import { imageAt } from "../../../lib/dataset/labeled_images.ts";
import { loadMnist } from "../../../lib/dataset/mnist.ts";
import { createDigitFiles } from "../../../lib/demo/site/digits.ts";
import {
  BYTES_PER_DIGIT,
  type DigitFile,
  joinDigits,
  listTrainingFiles,
  TEST_FILE,
  TRAINING_FILES,
  unpackDigits,
  VALIDATION_FILE,
} from "../../../lib/demo/trainer/digit_files.ts";
import { assertIdentical } from "../../assert_identical.ts";

const mnist = await loadMnist();
const files = createDigitFiles(mnist);
const read = (file: DigitFile) => unpackDigits(inflateRawSync(files.get(file.path)!()), file);

Deno.test("the page's files hold the training digits in their order, and those held out", () => {
  const digits = joinDigits(TRAINING_FILES.map(read), 55_000);
  assertIdentical(digits.images, mnist.train.images, "images");
  assertIdentical(digits.labels, mnist.train.labels, "labels");
  const validation = read(VALIDATION_FILE);
  assertIdentical(validation.images, mnist.validation.images, "validation");
  assertIdentical(validation.labels, mnist.validation.labels, "validation labels");
});

Deno.test("the page's test digits are every fifth one", () => {
  const test = read(TEST_FILE);
  for (const index of [0, 1, 777, 1_999]) {
    assertIdentical(imageAt(test, index), imageAt(mnist.test, 5 * index), `${index}`);
    assert.equal(test.labels[index], mnist.test.labels[5 * index]);
  }
});

Deno.test("files take the bytes that the page says before it loads them, to 2%", () => {
  for (const file of [...TRAINING_FILES, VALIDATION_FILE, TEST_FILE]) {
    const said = file.count * BYTES_PER_DIGIT, { length } = files.get(file.path)!();
    assert.ok(Math.abs(said / length - 1) < 0.02, `${file.path}: ${said} and ${length} bytes`);
  }
});

Deno.test("listTrainingFiles() names no more files than hold the digits", () => {
  const counts = [1, 10_000, 10_001, 50_000, 50_001, 55_000].map((n) =>
    listTrainingFiles(n).length
  );
  assert.deepEqual(counts, [1, 1, 2, 5, 6, 6]);
});

Deno.test("unpackDigits() refuses a file that is cut short", () => {
  const bytes = new Uint8Array(99);
  const wanted = /^Error: digits\/test.bin: expected 1570000 bytes, got 99$/;
  assert.throws(() => unpackDigits(bytes, TEST_FILE), (error) => wanted.test(`${error}`));
});
