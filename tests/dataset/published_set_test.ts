import assert from "node:assert/strict";
import { PUBLISHED_SETS, type PublishedSet } from "../../lib/dataset/catalog.ts";
import { imageAt } from "../../lib/dataset/labeled_images.ts";
import { loadSource, type LoadSourceOptions } from "../../lib/dataset/load_source.ts";
import { InputError } from "../../lib/errors.ts";
import { serveRanges } from "./range_mirror.ts";
import {
  type Files,
  gzipFiles,
  imagesIdx,
  labelsIdx,
  md5Sums,
  numberedImage,
  qmnistLabelsIdx,
  withFiles,
  zipFiles,
} from "./small_sets.ts";

/** The published set with small files in the place of the true ones. */
function withSmallFiles(name: string, files: Files, mirrors: string[]): LoadSourceOptions {
  const set: PublishedSet = { ...PUBLISHED_SETS[name], md5: md5Sums(files), mirrors };
  return { publishedSets: { ...PUBLISHED_SETS, [name]: set }, stallTimeoutMs: 5000 };
}

const FASHION = await gzipFiles({
  "train-images-idx3-ubyte": imagesIdx(4),
  "train-labels-idx1-ubyte": labelsIdx([9, 0, 3, 3]),
  "t10k-images-idx3-ubyte": imagesIdx(2, 101),
  "t10k-labels-idx1-ubyte": labelsIdx([1, 8]),
});

const EMNIST_LETTERS = await gzipFiles({
  "gzip/emnist-letters-train-images-idx3-ubyte": imagesIdx(3),
  "gzip/emnist-letters-train-labels-idx1-ubyte": labelsIdx([1, 26, 2]),
  "gzip/emnist-letters-test-images-idx3-ubyte": imagesIdx(1, 101),
  "gzip/emnist-letters-test-labels-idx1-ubyte": labelsIdx([3]),
});
const LETTERS_MAPPING = Array.from({ length: 26 }, (_, i) => `${i + 1} ${65 + i} ${97 + i}`);

function emnistZip(mapping = LETTERS_MAPPING.join("\r\n") + "\r\n") {
  return zipFiles({
    "gzip/emnist-letters-mapping.txt": new TextEncoder().encode(mapping),
    "__MACOSX/gzip/emnist-letters-mapping.txt": new Uint8Array(8),
    ...EMNIST_LETTERS,
  });
}

Deno.test("loadSource() fetches a named set once, and reads it from the data folder then on", async () => {
  await using mirror = serveRanges(FASHION);
  await withFiles({}, async (dataDir) => {
    const options = { ...withSmallFiles("fashion-mnist", FASHION, [mirror.url]), dataDir };
    const source = await loadSource("fashion-mnist", options);
    assert.deepEqual([...source.train!.labels], [9, 0, 3, 3]);
    assert.equal(source.train!.classes[9], "Ankle boot");
    assert.deepEqual(imageAt(source.train!, 2), numberedImage(3));
    assert.deepEqual([...source.test!.labels], [1, 8]);
    assert.deepEqual(imageAt(source.test!, 0), numberedImage(101));
    assert.deepEqual([source.validation, source.all, source.skipped], [undefined, undefined, []]);
    assert.match(
      source.description,
      /^fashion-mnist: 4 train, 2 test images in 10 classes \(T-shi/,
    );
    assert.equal(mirror.requests.length, 4);

    assert.equal((await loadSource("Fashion-MNIST", options)).sha256, source.sha256);
    assert.equal(mirror.requests.length, 4);
    const kept = Array.from(Deno.readDirSync(`${dataDir}/fashion-mnist`), ({ name }) => name);
    assert.deepEqual(kept.sort(), Object.keys(FASHION).sort());
  });
});

Deno.test("loadSource() fetches of a named set what is asked for alone", async () => {
  await using mirror = serveRanges(FASHION);
  await withFiles({}, async (dataDir) => {
    const options = { ...withSmallFiles("fashion-mnist", FASHION, [mirror.url]), dataDir };
    const source = await loadSource("fashion-mnist", { ...options, splits: ["test"] });
    assert.equal(source.train, undefined);
    assert.equal(source.test!.count, 2);
    assert.equal(mirror.requests.length, 2);
    await assert.rejects(
      () => loadSource("fashion-mnist", { ...options, splits: ["tets" as "test"] }),
      {
        name: "InputError",
        message: "split: expected train, validation, test, got tets",
      },
    );
  });
});

Deno.test("loadSource() refuses another file in the data folder, and leaves it as it is", async () => {
  await using mirror = serveRanges(FASHION);
  const bad = { "fashion-mnist/train-labels-idx1-ubyte.gz": FASHION["train-images-idx3-ubyte.gz"] };
  await withFiles(bad, async (dataDir) => {
    const options = { ...withSmallFiles("fashion-mnist", FASHION, [mirror.url]), dataDir };
    const error = await loadSource("fashion-mnist", options).catch((error) => error);
    assert.ok(error instanceof InputError);
    assert.match(error.message, /train-labels-idx1-ubyte.gz: expected MD5 \w+, got \w+; delete it/);
  });
});

Deno.test("loadSource() says in one line what it tried when a set cannot be fetched", async () => {
  await using mirror = serveRanges({});
  await withFiles({}, async (dataDir) => {
    const options = { ...withSmallFiles("kmnist", FASHION, [mirror.url]), dataDir };
    const error = await loadSource("kmnist", options).catch((error) => error);
    assert.ok(error instanceof InputError);
    assert.match(
      error.message,
      /^\S+kmnist\/train-images-idx3-ubyte\.gz: could not be fetched, put it there by hand; tried http\S+ \(HTTP 404\)$/,
    );
  });
});

Deno.test("loadSource() takes QMNIST's classes from the first of eight columns", async () => {
  const files = await gzipFiles({
    "qmnist-train-images-idx3-ubyte": imagesIdx(2),
    "qmnist-train-labels-idx2-int": qmnistLabelsIdx([5, 0]),
    "qmnist-test-images-idx3-ubyte": imagesIdx(3),
    "qmnist-test-labels-idx2-int": qmnistLabelsIdx([7, 2, 1]),
  });
  await using mirror = serveRanges(files);
  await withFiles({}, async (dataDir) => {
    const options = { ...withSmallFiles("qmnist", files, [mirror.url]), dataDir };
    const { train, test } = await loadSource("qmnist", options);
    assert.deepEqual([[...train!.labels], [...test!.labels]], [[5, 0], [7, 2, 1]]);
  });
});

Deno.test("loadSource() unzips EMNIST, turns it upright and names its letters", async () => {
  const files = { "gzip.zip": await emnistZip() };
  await using mirror = serveRanges(files, (n) => n === 0 ? { cutAfter: 500 } : {});
  await withFiles({}, async (dataDir) => {
    const small = withSmallFiles("emnist-letters", files, [mirror.url]);
    const options = { ...small, dataDir, minBytesPerSecond: 10 };
    const { train, test } = await loadSource("emnist-letters", options);
    assert.equal(train!.classes.join(""), "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    assert.deepEqual([[...train!.labels], [...test!.labels]], [[0, 25, 1], [2]]);
    assert.deepEqual(imageAt(train!, 1), numberedImage(2, 5, 1));
    assert.equal(mirror.requests.length, 2);
    const kept = Array.from(Deno.readDirSync(`${dataDir}/emnist`), ({ name }) => name);
    assert.deepEqual(kept, ["gzip.zip"]);
  });
});

for (
  const [name, count, codeOf, names] of [
    ["emnist-digits", 10, (i: number) => 48 + i, "0123456789"],
    [
      "emnist-balanced",
      47,
      (i: number) => i < 10 ? 48 + i : i < 36 ? 55 + i : "abdefghnqrt".charCodeAt(i - 36),
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt",
    ],
  ] as const
) {
  Deno.test(`loadSource() reads ${name} of the same archive, its classes by their codes`, async () => {
    const mapping = Array.from({ length: count }, (_, i) => `${i} ${codeOf(i)}\n`).join("");
    const sets = await gzipFiles({
      [`gzip/${name}-train-images-idx3-ubyte`]: imagesIdx(2),
      [`gzip/${name}-train-labels-idx1-ubyte`]: labelsIdx([count - 1, 0]),
      [`gzip/${name}-test-images-idx3-ubyte`]: imagesIdx(1, 101),
      [`gzip/${name}-test-labels-idx1-ubyte`]: labelsIdx([3]),
    });
    const archive = await zipFiles({
      [`gzip/${name}-mapping.txt`]: new TextEncoder().encode(mapping),
      ...sets,
      ...EMNIST_LETTERS,
    });
    await withFiles({ "emnist/gzip.zip": archive }, async (dataDir) => {
      const small = withSmallFiles(name, { "gzip.zip": archive }, []);
      const { train, test } = await loadSource(name, { ...small, dataDir });
      assert.equal(train!.classes.join(""), names);
      assert.deepEqual([[...train!.labels], [...test!.labels]], [[count - 1, 0], [3]]);
      assert.deepEqual(imageAt(test!, 0), numberedImage(101, 5, 1));
    });
  });
}

Deno.test("loadSource() says what an archive lacks, and which label has no class", async () => {
  const archives = [
    [
      await zipFiles({ x: new Uint8Array(3) }),
      /with emnist-letters-train-images-\S+ in it, got none/,
    ],
    [new Uint8Array(5000), /gzip\.zip: .*/],
    [await emnistZip("1 65 97\n2 66 98\n3 67 99\n"), /labels 1, 2, 3, got 26$/],
    [await emnistZip("A a\n"), /^emnist-letters: expected a label and a code, got A a$/],
  ] as const;
  for (const [archive, message] of archives) {
    await withFiles({ "emnist/gzip.zip": archive }, async (dataDir) => {
      const small = withSmallFiles("emnist-letters", { "gzip.zip": archive }, []);
      const error = await loadSource("emnist-letters", { ...small, dataDir }).catch((e) => e);
      assert.ok(error instanceof InputError, `${error}`);
      assert.match(error.message, message);
    });
  }
});

Deno.test("loadSource() gives the classes of a named set other names, one for each", async () => {
  await withFiles({}, async (dataDir) => {
    await using mirror = serveRanges(FASHION);
    const files = FASHION;
    const options = { ...withSmallFiles("kmnist", files, [mirror.url]), dataDir };
    const classes = ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"];
    const { train, test } = await loadSource("kmnist", { ...options, classes });
    assert.deepEqual([train!.classes, test!.classes], [classes, classes]);
    await assert.rejects(() => loadSource("kmnist", { ...options, classes: ["o", "ki"] }), {
      name: "InputError",
      message: "kmnist: expected names for its 10 classes, got 2",
    });
  });
});

Deno.test("PUBLISHED_SETS has a sum for every file that is fetched, and each address a file's end", () => {
  for (const { md5, archive, train, test, mirrors } of Object.values(PUBLISHED_SETS)) {
    const fetched = archive
      ? [archive]
      : [train, test].flatMap((pair) => [pair.images, pair.labels]);
    assert.deepEqual(Object.keys(md5).sort(), fetched.sort());
    for (const sum of Object.values(md5)) assert.match(sum, /^[0-9a-f]{32}$/);
    for (const mirror of mirrors) assert.match(mirror, /^https?:\/\/.*\/$/);
  }
});
