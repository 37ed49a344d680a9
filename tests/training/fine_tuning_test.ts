import assert from "node:assert/strict";
import { mixRehearsal, type Mixture } from "../../lib/training/fine_tuning.ts";
import { createFlatImages } from "../exploration/helpers.ts";

/** New images are 1s, old ones 0s; each image has a byte of its own. */
function mix(fresh: number, old: number | undefined, mixture: Partial<Mixture> = {}) {
  const bytes = (count: number, first: number) =>
    Array.from({ length: count }, (_, i) => first + i);
  const images = createFlatImages(bytes(fresh, 1), Array(fresh).fill(1));
  const rehearsed = old === undefined
    ? undefined
    : createFlatImages(bytes(old, 101), Array(old).fill(0));
  const mixed = mixRehearsal(images, rehearsed, { seed: 0, ...mixture });
  const shown = (label: number) =>
    Array.from({ length: mixed.count }, (_, i) => i)
      .filter((i) => mixed.labels[i] === label)
      .map((i) => mixed.images[i * 784]);
  return { fresh: shown(1), old: shown(0) };
}

Deno.test("mixRehearsal() shows new images alike often, and old ones once each, in the given shares", () => {
  const { fresh, old } = mix(3, 100, { images: 60, newShare: 0.25 });
  assert.deepEqual(fresh.toSorted(), [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3]);
  assert.equal(old.length, 45);
  assert.equal(new Set(old).size, 45);
});

Deno.test("mixRehearsal() shows a new image no more often than is allowed, and rehearses the fewer", () => {
  const { fresh, old } = mix(2, 100, { images: 600, newShare: 0.5, mostCopies: 4 });
  assert.deepEqual([fresh.length, old.length], [8, 8]);
  assert.equal(mix(1, 100).fresh.length, 60);
});

Deno.test("mixRehearsal() shows each new image at least once, and takes what old ones there are", () => {
  const { fresh, old } = mix(90, 20, { images: 60, newShare: 0.25 });
  assert.deepEqual([fresh.length, old.length], [90, 20]);
});

Deno.test("mixRehearsal() rehearses others with another seed, and none where there are none", () => {
  const options = { images: 40, newShare: 0.5 };
  const [first, second] = [1, 2].map((seed) => mix(2, 100, { ...options, seed }).old);
  assert.notDeepEqual(first.toSorted(), second.toSorted());
  assert.deepEqual(mix(2, undefined, options).fresh.length, 10);
});
