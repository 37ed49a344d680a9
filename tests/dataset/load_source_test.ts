import assert from "node:assert/strict";
import { IMAGE_PIXELS, imageAt } from "../../lib/dataset/labeled_images.ts";
import { loadSource, type LoadSourceOptions } from "../../lib/dataset/load_source.ts";
import { evaluationSet } from "../../lib/dataset/source.ts";
import { InputError } from "../../lib/errors.ts";
import { gzip } from "./mirrors.ts";
import { imagesIdx, labelsIdx, numberedImage, qmnistLabelsIdx, withFiles } from "./small_sets.ts";

/** Stands in for pictures: a file that says "ink 7" is the image numbered 7. */
function preparePicture(bytes: Uint8Array, name: string): Promise<Uint8Array | undefined> {
  const text = new TextDecoder().decode(bytes);
  if (text === "blank") return Promise.resolve(undefined);
  const match = /^ink (\d+)$/.exec(text);
  if (match) return Promise.resolve(numberedImage(Number(match[1])));
  return Promise.reject(new InputError(`${name}: expected a PNG or JPEG, got ${text}`));
}

/** Loads `what` from a folder with these files. */
async function load(
  files: Record<string, string | Uint8Array>,
  what: string,
  options: LoadSourceOptions = {},
) {
  let source: Awaited<ReturnType<typeof loadSource>> | undefined;
  await withFiles(files, async (cwd) => {
    source = await loadSource(what, { cwd, preparePicture, ...options });
  });
  return source!;
}

/** Checks that a source is refused by one line. */
async function assertRefused(
  files: Record<string, string | Uint8Array>,
  what: string,
  message: string | RegExp,
  options: LoadSourceOptions = {},
): Promise<void> {
  const error = await load(files, what, options).catch((error) => error);
  assert.ok(error instanceof InputError, `${error}`);
  if (typeof message === "string") assert.equal(error.message, message);
  else assert.match(error.message, message);
  assert.doesNotMatch(error.message, /\n/);
}

const DIGITS = { "d/10/a.png": "ink 4", "d/2/b.png": "ink 2", "d/2/a/x.png": "ink 3" };

Deno.test("loadSource() reads pictures by class, digits in the order of numbers", async () => {
  const source = await load(DIGITS, "d");
  const all = source.all!;
  assert.deepEqual(all.classes, ["2", "10"]);
  assert.deepEqual([...all.labels], [1, 0, 0]);
  assert.deepEqual(all.files, ["d/10/a.png", "d/2/b.png", "d/2/a/x.png"]);
  assert.deepEqual(imageAt(all, 2), numberedImage(3));
  assert.equal(all.images.length, 3 * IMAGE_PIXELS);
  assert.equal(source.description, "d: 3 images in 2 classes (2 … 10), pictures");
  assert.deepEqual(source.skipped, []);
});

Deno.test("loadSource() reads pictures of letters in the order of the alphabet", async () => {
  const { all } = await load({ "d/b/1": "ink 1", "d/a/1": "ink 2", "d/A\u0308/1": "ink 3" }, "d/");
  assert.deepEqual(all!.classes, ["a", "b", "\u00c4"]);
});

Deno.test("loadSource() takes train, validation and test folders for the split", async () => {
  const files = {
    "d/Train/a/1": "ink 1",
    "d/training/b/1": "ink 2",
    "d/val/b/2": "ink 3",
    "d/testing/a/3": "ink 4",
    "d/testing/c/3": "ink 5",
  };
  const { train, validation, test, all } = await load(files, "d");
  assert.equal(all, undefined);
  for (const set of [train, validation, test]) assert.deepEqual(set!.classes, ["a", "b", "c"]);
  assert.deepEqual([...train!.labels], [0, 1]);
  assert.deepEqual(validation!.files, ["d/val/b/2"]);
  assert.deepEqual([...test!.labels], [0, 2]);
});

Deno.test("loadSource() names what it cannot read, and goes on", async () => {
  const files = {
    ...DIGITS,
    "d/2/blank.png": "blank",
    "d/2/gif.png": "GIF",
    "d/notes.txt": "notes",
    "d/2/.DS_Store": "system",
    "d/Thumbs.db": "system",
  };
  const seen: string[] = [];
  const onPicture = ({ done, total }: { done: number; total: number }) => {
    seen.push(`${done}/${total}`);
  };
  const source = await load(files, "d", { onPicture });
  assert.equal(source.all!.count, 3);
  assert.deepEqual(source.skipped, [
    { file: "d/notes.txt", reason: "lies beside the folders of the classes" },
    { file: "d/2/blank.png", reason: "no ink found" },
    { file: "d/2/gif.png", reason: "expected a PNG or JPEG, got GIF" },
  ]);
  assert.match(source.description, /; 3 left out$/);
  assert.deepEqual(seen, ["1/5", "2/5", "3/5", "4/5", "5/5"]);
  const message = "d/2/gif.png: expected a PNG or JPEG, got GIF";
  await assertRefused({ ...DIGITS, "d/2/gif.png": "GIF" }, "d", message, { strict: true });
});

Deno.test("loadSource() leaves out a class without a picture, and says so", async () => {
  await withFiles(DIGITS, async (cwd) => {
    Deno.mkdirSync(`${cwd}/d/7`);
    const { all, skipped } = await loadSource("d", { cwd, preparePicture });
    assert.deepEqual(all!.classes, ["2", "10"]);
    assert.deepEqual(skipped, [{ file: "d/7", reason: "holds no file" }]);
  });
});

Deno.test("loadSource() follows links, but not in circles", async () => {
  await withFiles({ ...DIGITS, "elsewhere/1": "ink 9" }, async (cwd) => {
    Deno.symlinkSync(`${cwd}/elsewhere`, `${cwd}/d/3`);
    Deno.symlinkSync(`${cwd}/d/2`, `${cwd}/d/2/a/circle`);
    Deno.symlinkSync(`${cwd}/nowhere`, `${cwd}/d/2/dangling`);
    Deno.symlinkSync("/dev/zero", `${cwd}/d/2/zero`);
    const { all, skipped } = await loadSource("d", { cwd, preparePicture });
    assert.deepEqual(all!.classes, ["2", "3", "10"]);
    assert.equal(all!.count, 4);
    assert.deepEqual(skipped.map(({ file }) => file), ["d/2/dangling", "d/2/zero"]);
    assert.equal(skipped[1].reason, "expected a file, got a device");
  });
});

Deno.test("loadSource() takes pictures in no sub-folder as unlabelled", async () => {
  const source = await load({ "d/b.png": "ink 2", "d/a.png": "ink 1" }, "d");
  assert.equal(source.unlabeled!.count, 2);
  assert.deepEqual(source.unlabeled!.files, ["d/a.png", "d/b.png"]);
  assert.throws(() => evaluationSet(source), {
    name: "InputError",
    message: "d: expected labelled images, got unlabeled",
  });
});

Deno.test("loadSource() refuses what it finds nowhere, and suggests what was meant", async () => {
  await assertRefused(
    {},
    "kmnits",
    "kmnits: expected a folder, a file or the name of a set, found none; did you mean kmnist?",
  );
  await assertRefused({}, "fashion_mnist", /found none; did you mean fashion-mnist\?$/);
  await assertRefused({}, "./mnist", /^\.\/mnist: expected .* found none/);
  await assertRefused(DIGITS, " ", "data: expected the name of a set or a path, got none");
  await assertRefused({}, "my_digits/x", /found none; the sets are mnist, fashion-mnist, kmnist/);
  await assertRefused({ "a.idx": "" }, "a.idx,b.idx", "b.idx: expected an IDX file, found none");
  await assertRefused({ "f": "x" }, "f/mnist", /found none/);
});

Deno.test("loadSource() refuses folders without pictures, and one class only", async () => {
  await withFiles({}, async (cwd) => {
    await assert.rejects(() => loadSource(".", { cwd, preparePicture }), {
      name: "InputError",
      message: ".: expected pictures in sub-folders by class, IDX files or a CSV, got no such file",
    });
  });
  const bad = { "d/1/a": "GIF", "d/2/b": "blank" };
  const message = "d: expected images, got none that can be read; left out 2, " +
    "such as d/1/a: expected a PNG or JPEG, got GIF";
  await assertRefused(bad, "d", message);
  await assertRefused({ "d/7/a": "ink 1" }, "d", "d: expected 2 to 255 classes, got one (7)");
  const many = Array.from({ length: 256 }, (_, i) => [`d/${i}/a`, "ink 1"]);
  await assertRefused(Object.fromEntries(many), "d", "d: expected 2 to 255 classes, got 256");
  await assertRefused({ "d/train.csv": "x" }, "d", /got CSV; name the file: d\/train\.csv$/);
});

Deno.test("loadSource() refuses a class outside those given", async () => {
  const { all } = await load(DIGITS, "d", { classes: ["10", "2", "7"] });
  assert.deepEqual([...all!.labels], [0, 1, 1]);
  const message = "d/10/a.png: expected one of the classes 2, 3, got 10";
  await assertRefused(DIGITS, "d", message, { classes: ["2", "3"] });
});

Deno.test("loadSource() reads a pair of IDX files, plain, gzipped, named or in a folder", async () => {
  const images = imagesIdx(3), labels = labelsIdx([7, 0, 7]);
  const files = {
    "d/images.idx": images,
    "d/labels.idx": labels,
    "z/train-images-idx3-ubyte.gz": await gzip(images),
    "z/train-labels-idx1-ubyte.gz": await gzip(labels),
    "z/t10k-images.idx3-ubyte": images,
    "z/t10k-labels.idx1-ubyte": labelsIdx([1, 7, 0]),
    "q/qmnist-train-images-idx3-ubyte": images,
    "q/qmnist-train-labels-idx2-int": qmnistLabelsIdx([7, 0, 7]),
  };
  for (const what of ["d/images.idx,d/labels.idx", "d", "q"]) {
    const { all, train } = await load(files, what);
    const set = all ?? train!;
    assert.deepEqual(set.classes, ["0", "7"]);
    assert.deepEqual([...set.labels], [1, 0, 1]);
    assert.deepEqual(imageAt(set, 2), numberedImage(3));
  }
  const { train, test } = await load(files, "z");
  assert.deepEqual(train!.classes, ["0", "1", "7"]);
  assert.deepEqual([[...train!.labels], [...test!.labels]], [[2, 0, 2], [1, 2, 0]]);
  const { unlabeled } = await load(files, "d/images.idx");
  assert.equal(unlabeled!.count, 3);
  const { all } = await load(files, "d", { classes: ["a", "b", "c", "d", "e", "f", "g", "h"] });
  assert.deepEqual([...all!.labels], [7, 0, 7]);
});

Deno.test("loadSource() refuses IDX files that do not go together", async () => {
  const images = imagesIdx(3), labels = labelsIdx([7, 0, 7]);
  const pair = { "d/images.idx": images, "d/labels.idx": labelsIdx([1, 2]) };
  await assertRefused(pair, "d", /^d\/labels\.idx: expected 3 labels, one for each image in d\/im/);
  await assertRefused({ "labels.idx": labels }, "labels.idx", /IDX file of labels; name both/);
  await assertRefused(
    { "a": images, "b": labels },
    "b,a",
    /^b: expected shape \[n, 28, 28\], got \[3\]$/,
  );
  await assertRefused({ "a": images.slice(0, 99), "b": labels }, "a,b", /^a: expected 2368 bytes/);
  const cut = (await gzip(images)).slice(0, 30);
  await assertRefused(
    { "a.gz": cut, "b": labels },
    "a.gz,b",
    /^a\.gz: expected a whole gzip stream/,
  );
  const bomb = await gzip(new Uint8Array([...images, ...new Uint8Array(1_000_000)]));
  await assertRefused(
    { "a.gz": bomb, "b": labels },
    "a.gz,b",
    "a.gz: expected at most 2368 bytes, got more",
  );
  const many = new Uint8Array(2000);
  many.set([0, 0, 8, 1, 0x3b, 0x9a, 0xca, 0]);
  await assertRefused(
    { "a": images, "b.gz": await gzip(many) },
    "a,b.gz",
    "b.gz: expected 3 labels, one for each image in a, got 1000000000",
  );
  const names = { classes: ["x", "y"] };
  const good = { "d/images.idx": images, "d/labels.idx": labels };
  await assertRefused(
    good,
    "d",
    "d/labels.idx, image 0: expected one of the classes x, y, got 7",
    names,
  );
});

Deno.test("loadSource() reads CSV, gzipped or not, and names the rows that it leaves out", async () => {
  const row = (label: string, number: number) => `${label},${numberedImage(number).join(",")}\n`;
  const text = row("b", 1) + row("a", 2) + "a,1,2\n" + row("b", 3);
  const files = { "x.csv": text, "x.csv.gz": await gzip(new TextEncoder().encode(text)) };
  for (const what of ["x.csv", "x.csv.gz"]) {
    const { all, skipped } = await load(files, what);
    assert.deepEqual(all!.classes, ["a", "b"]);
    assert.deepEqual([...all!.labels], [1, 0, 1]);
    assert.deepEqual(imageAt(all!, 2), numberedImage(3));
    assert.deepEqual(all!.rows, [1, 2, 4]);
    assert.deepEqual(skipped, [{ file: `${what}:3`, reason: "expected 785 columns, got 3" }]);
  }
  const utf16 = new Uint8Array(
    new Uint16Array(Array.from(`\ufeff${text}`, (c) => c.charCodeAt(0))).buffer,
  );
  assert.equal((await load({ "u.csv": utf16 }, "u.csv")).all!.count, 3);
  const message = "x.csv:4: expected one of the classes a, c, got b";
  await assertRefused({ "x.csv": row("a", 1) + "\n\n" + row("b", 2) }, "x.csv", message, {
    classes: ["a", "c"],
  });
});

Deno.test("loadSource() refuses files of another kind", async () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]);
  const wanted = "expected a folder of pictures by class, IDX files or a CSV";
  await assertRefused({ "x.png": png }, "x.png", `x.png: ${wanted}, got a file of another kind`);
  await assertRefused({ "x.csv": "" }, "x.csv", `x.csv: ${wanted}, got an empty file`);
  const pixels = Array.from({ length: 784 }, (_, i) => `pixel${i}`).join();
  await assertRefused(
    { "x.csv": `label,${pixels}\n` },
    "x.csv",
    "x.csv: expected images, got none",
  );
  await assertRefused(
    { "x.csv": "a,b,c\n" },
    "x.csv",
    /^x\.csv: expected 784 pixels in a row, .* got 3 columns$/,
  );
});

Deno.test("loadSource() knows content by its SHA-256: another label, name or order is another", async () => {
  const { sha256 } = await load(DIGITS, "d");
  assert.match(sha256, /^[0-9a-f]{64}$/);
  assert.equal((await load(DIGITS, "./d")).sha256, sha256);
  const moved = { ...DIGITS, "d/2/b.png": "ink 3", "d/2/a/x.png": "ink 2" };
  assert.notEqual((await load(moved, "d")).sha256, sha256);
  assert.notEqual((await load(DIGITS, "d", { classes: ["10", "2"] })).sha256, sha256);
});

Deno.test("loadSource() knows pictures by their files, however they are prepared", async () => {
  const { contentSha256 } = await load(DIGITS, "d");
  const inverted: typeof preparePicture = async (bytes, name) =>
    (await preparePicture(bytes, name))?.map((ink) => 255 - ink);
  const other = await load(DIGITS, "./d", { preparePicture: inverted });
  assert.equal(other.contentSha256, contentSha256);
  assert.notEqual(other.sha256, (await load(DIGITS, "d")).sha256);
  const moved = { ...DIGITS, "d/2/b.png": "ink 3", "d/2/a/x.png": "ink 2" };
  assert.notEqual((await load(moved, "d")).contentSha256, contentSha256);
});

Deno.test("loadSource() gives MNIST's three sets, or those asked for", async () => {
  const source = await loadSource("mnist", { mnist: { sources: ["package"] } });
  assert.deepEqual(
    [source.train!.count, source.validation!.count, source.test!.count],
    [55_000, 5_000, 10_000],
  );
  assert.equal(evaluationSet(source).count, 10_000);
  assert.equal(evaluationSet(source, "validation").count, 5_000);
  assert.match(source.description, /^mnist: 55,000 train, 5,000 validation, 10,000 test images/);
  const test = await loadSource("MNIST", { mnist: { sources: ["package"] }, splits: ["test"] });
  assert.equal(test.train, undefined);
  assert.equal(test.test!.count, 10_000);
});
