import assert from "node:assert/strict";
import { IMAGE_PIXELS, imageAt } from "../../lib/dataset/labeled_images.ts";
import { hashSets } from "../../lib/dataset/hash_sets.ts";
import type { Source, SourceImages } from "../../lib/dataset/source.ts";
import { mergeSets, remapClasses, splitSource } from "../../lib/dataset/split_source.ts";
import { InputError } from "../../lib/errors.ts";

/** `counts[c]` images of class c, shuffled together; pixels 0 and 1 number them, pixel 2 is the class. */
function makeSet(
  counts: number[],
  classes = ["a", "b", "c"].slice(0, counts.length),
): SourceImages {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const left = [...counts], labels: number[] = [];
  while (labels.length < total) left.forEach((n, c) => left[c]-- > 0 && n > 0 && labels.push(c));
  const images = new Uint8Array(total * IMAGE_PIXELS);
  labels.forEach((label, i) => images.set([i & 255, i >> 8, label], i * IMAGE_PIXELS));
  return {
    count: total,
    images,
    labels: Uint8Array.from(labels),
    classes,
    files: labels.map((_, i) => `d/${i}`),
    rows: labels.map((_, i) => i + 1),
  };
}

function makeSource(sets: Partial<Source>): Source {
  return { name: "d", skipped: [], description: "", sha256: "", contentSha256: "", ...sets };
}

function countClasses({ labels, classes }: SourceImages): number[] {
  return classes.map((_, c) => labels.filter((label) => label === c).length);
}

Deno.test("splitSource() draws each class's share, every image once, with its label and file", () => {
  const all = makeSet([400, 100, 20]);
  const { train, validation, test } = splitSource(makeSource({ all }), { seed: 1 });
  assert.deepEqual(countClasses(validation), [60, 15, 3]);
  assert.deepEqual(countClasses(test), [60, 15, 3]);
  assert.deepEqual(countClasses(train), [280, 70, 14]);
  const seen = [train, validation, test].flatMap((set) =>
    Array.from({ length: set.count }, (_, i) => {
      const [low, high, label] = imageAt(set, i);
      assert.equal(set.labels[i], label);
      assert.equal(set.files![i], `d/${low + 256 * high}`);
      assert.equal(set.rows![i], low + 256 * high + 1);
      return low + 256 * high;
    })
  );
  assert.deepEqual(seen.sort((a, b) => a - b), [...Array(520).keys()]);
});

Deno.test("splitSource() draws alike for the same seed, and otherwise for another", () => {
  const source = makeSource({ all: makeSet([100, 100]) });
  const hash = (seed: number) => hashSets(splitSource(source, { seed }));
  assert.equal(hash(1), hash(1));
  assert.notEqual(hash(1), hash(2));
});

Deno.test("splitSource() draws classes apart from each other: more of one moves no other", () => {
  const pick = (counts: number[]) => {
    const { test } = splitSource(makeSource({ all: makeSet(counts) }));
    return countClasses(test);
  };
  assert.deepEqual(pick([20, 20, 20]), [3, 3, 3]);
  assert.deepEqual(pick([20, 3, 1000]), [3, 1, 150]);
});

Deno.test("splitSource() leaves the sets that there are, and draws what is lacking", () => {
  const train = makeSet([100, 20]), test = makeSet([5, 5]), validation = makeSet([2, 2]);
  const whole = splitSource(makeSource({ train, validation, test }));
  assert.deepEqual([whole.train, whole.validation, whole.test], [train, validation, test]);
  const drawn = splitSource(makeSource({ train, test }));
  assert.equal(drawn.test, test);
  assert.deepEqual(countClasses(drawn.validation), [15, 3]);
  assert.deepEqual(countClasses(drawn.train), [85, 17]);
  const untested = splitSource(makeSource({ train, validation }), { testFraction: 0.4 });
  assert.equal(untested.validation, validation);
  assert.deepEqual(countClasses(untested.test), [40, 8]);
});

Deno.test("splitSource() says which class is too small, and what there is no training on", () => {
  const refuse = (source: Source, message: string) =>
    assert.throws(() => splitSource(source), { name: "InputError", message });
  const small = makeSource({ all: makeSet([20, 2]) });
  refuse(small, "d: expected at least 3 images of class b to split, got 2");
  const { test } = splitSource(makeSource({ all: makeSet([3, 0, 3]) }));
  assert.deepEqual(countClasses(test), [1, 0, 1]);
  const message = "d: expected labelled images to train on, got test alone";
  refuse(makeSource({ test: makeSet([5, 5]) }), message);
});

Deno.test("remapClasses() finds a person's classes among the model's by name", () => {
  const set = makeSet([2, 2, 2], ["7", "1", "x"]);
  const remapped = remapClasses(set, ["1", "x", "y", "7"], "d");
  assert.deepEqual([...remapped.labels], [3, 0, 1, 3, 0, 1]);
  assert.deepEqual(remapped.classes, ["1", "x", "y", "7"]);
  assert.equal(remapped.files, set.files);
  assert.deepEqual([...set.labels], [0, 1, 2, 0, 1, 2]);
});

Deno.test("remapClasses() refuses images of a class that the model lacks, not a class without images", () => {
  const message = "d: expected classes of the model (7, 1), got x";
  const lacking = () => remapClasses(makeSet([1, 1, 1], ["7", "1", "x"]), ["7", "1"], "d");
  assert.throws(lacking, { name: "InputError", message });
  assert.throws(lacking, InputError);
  const { labels } = remapClasses(makeSet([1, 1, 0], ["7", "1", "x"]), ["1", "7"], "d");
  assert.deepEqual([...labels], [1, 0]);
});

Deno.test("mergeSets() puts one set behind the other, with files where all have them", () => {
  const a = makeSet([1, 1]), b = makeSet([2, 1]);
  const merged = mergeSets(a, b);
  assert.equal(merged.count, 5);
  assert.deepEqual([...merged.labels], [...a.labels, ...b.labels]);
  assert.deepEqual(merged.images, new Uint8Array([...a.images, ...b.images]));
  assert.deepEqual(merged.files, [...a.files!, ...b.files!]);
  const { files: _, ...bare } = b;
  assert.equal("files" in mergeSets(a, bare), false);
});

Deno.test("mergeSets() throws RangeError on other classes, or the same in another order", () => {
  for (const classes of [["b", "a"], ["a", "b", "c"]]) {
    assert.throws(() => mergeSets(makeSet([1, 1]), makeSet([1, 1], classes)), RangeError);
  }
});
