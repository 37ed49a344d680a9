import assert from "node:assert/strict";
import { pairIdxFiles } from "../../lib/dataset/idx_files.ts";

Deno.test("pairIdxFiles() pairs the files of every set of the family", () => {
  const names = [
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
    "train-images.idx3-ubyte.gz",
    "train-labels.idx1-ubyte.gz",
    "README.md",
    "images.png",
  ];
  assert.deepEqual(pairIdxFiles(names, "d"), [
    { part: "test", images: names[0], labels: names[1] },
    { part: "train", images: names[2], labels: names[3] },
  ]);
  const qmnist = ["qmnist-test-images-idx3-ubyte.gz", "qmnist-test-labels-idx2-int.gz"];
  assert.deepEqual(pairIdxFiles(qmnist, "d"), [
    { part: "test", images: qmnist[0], labels: qmnist[1] },
  ]);
  const own = ["IMAGES.IDX", "LABELS.IDX"];
  assert.deepEqual(pairIdxFiles(own, "d"), [{ part: "all", images: own[0], labels: own[1] }]);
  assert.deepEqual(pairIdxFiles(["a.png", "train", "imagesidx"], "d"), []);
});

Deno.test("pairIdxFiles() takes a plain file before the same gzipped", () => {
  const names = ["images.idx", "images.idx.gz", "labels.idx.gz"];
  assert.deepEqual(pairIdxFiles(names, "d"), [
    { part: "all", images: "images.idx", labels: "labels.idx.gz" },
  ]);
});

Deno.test("pairIdxFiles() takes images alone only where there is nothing else", () => {
  assert.deepEqual(pairIdxFiles(["images.idx"], "d"), [{ part: "all", images: "images.idx" }]);
  const refuse = (names: string[], message: string) =>
    assert.throws(() => pairIdxFiles(names, "d"), { name: "InputError", message });
  refuse(["labels.idx"], "d: expected a file of images to go with labels.idx, got none");
  refuse(
    ["test-images-idx3", "train-images-idx3", "train-labels-idx1"],
    "d: expected a file of labels to go with test-images-idx3, got none",
  );
});

Deno.test("pairIdxFiles() does not choose between two pairs for the same set", () => {
  const names = ["letters", "digits"].flatMap((set) => [
    `emnist-${set}-train-images-idx3-ubyte`,
    `emnist-${set}-train-labels-idx1-ubyte`,
  ]);
  assert.throws(() => pairIdxFiles(names, "d"), {
    name: "InputError",
    message:
      /^d: expected one pair of IDX files to train, got .*letters.* and .*digits.*IMAGES,LABE/,
  });
});
