import assert from "node:assert/strict";
import { imageAt } from "../../lib/dataset/labeled_images.ts";
import type { Source } from "../../lib/dataset/source.ts";
import { splitSource } from "../../lib/dataset/split_source.ts";
import { holdOut } from "../../lib/sweep/folds.ts";
import { createImages } from "../engine/in_process.ts";

/** Images of which each is different. */
function createSet(count: number, seed: number) {
  const set = createImages(count, seed);
  for (let i = 0; i < count; i++) {
    new DataView(set.images.buffer).setUint32(i * 784, i + seed * 1000);
  }
  return set;
}

const SOURCE: Source = {
  ...{ name: "made up", skipped: [], description: "", sha256: "", contentSha256: "" },
  train: createSet(203, 1),
  validation: createSet(50, 2),
  test: createSet(40, 3),
};

const keysOf = ({ count, images }: { count: number; images: Uint8Array }) =>
  Array.from({ length: count }, (_, i) => imageAt({ images }, i).slice(0, 4).join("."));

Deno.test("holdOut() without folds judges by the validation set", () => {
  const { train, heldOut, positions } = holdOut(SOURCE, null);
  assert.deepEqual([train, heldOut], [SOURCE.train, SOURCE.validation]);
  assert.deepEqual([positions.length, positions[0], positions.at(-1)], [50, 203, 252]);
});

Deno.test("holdOut() deals all images but the test set's to folds, each once, class by class", () => {
  const pool = [...keysOf(SOURCE.train!), ...keysOf(SOURCE.validation!)];
  const folds = [0, 1, 2, 3].map((index) => holdOut(SOURCE, { count: 4, index, seed: 9 }));
  const heldOut = folds.flatMap(({ heldOut }) => keysOf(heldOut));
  assert.deepEqual(heldOut.toSorted(), pool.toSorted());
  assert.deepEqual(heldOut.filter((key) => keysOf(SOURCE.test!).includes(key)), []);
  assert.deepEqual(folds.map(({ heldOut }) => heldOut.count).toSorted(), [63, 63, 63, 64]);
  for (const { train, heldOut, positions } of folds) {
    assert.deepEqual([...keysOf(train), ...keysOf(heldOut)].toSorted(), pool.toSorted());
    assert.deepEqual(positions.map((place) => pool[place]), keysOf(heldOut));
  }
  const counts = folds.map(({ heldOut }) => heldOut.labels.filter((label) => label === 3).length);
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, counts.join());
});

Deno.test("holdOut() deals by the fold's seed alone", () => {
  const deal = (seed: number) => holdOut(SOURCE, { count: 2, index: 0, seed }).positions;
  assert.deepEqual(deal(1), deal(1));
  assert.notDeepEqual(deal(1), deal(2));
});

Deno.test("holdOut() never touches the test images that splitSource() draws", () => {
  const source: Source = { ...SOURCE, train: undefined, validation: undefined, test: undefined };
  const whole = { ...source, all: createSet(300, 4) }, test = keysOf(splitSource(whole).test);
  const used = [null, { count: 3, index: 1, seed: 0 }].flatMap((fold) => {
    const { train, heldOut } = holdOut(whole, fold);
    return [...keysOf(train), ...keysOf(heldOut)];
  });
  assert.ok(test.length > 30 && used.length > 400);
  assert.deepEqual(used.filter((key) => test.includes(key)), []);
});

Deno.test("holdOut() refuses more folds than there are images for", () => {
  assert.throws(
    () => holdOut(SOURCE, { count: 127, index: 0, seed: 0 }),
    /^InputError: made up: expected at least 254 images for 127 folds, got 253$/,
  );
});
