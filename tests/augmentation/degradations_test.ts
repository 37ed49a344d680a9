import assert from "node:assert/strict";
import {
  countDegraded,
  createDegraded,
  DEGRADATIONS,
  degrade,
} from "../../lib/augmentation/degradations.ts";
import { createRandom } from "../../lib/random.ts";
import { centerOf, digitsOf, drawBar, inkOf } from "./drawn_digits.ts";

const BAR = drawBar(3);
const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);

/** What one degradation makes of a digit, ink from 0 to 1. */
function apply(name: string, image: Uint8Array, seed: number): Float32Array {
  const degradation = DEGRADATIONS.find((each) => each.name === name)!;
  const data = Float32Array.from(image, (byte) => byte / 255);
  return degradation.apply({ width: 28, height: 28, data }, createRandom(seed)).data;
}

/** Ink bytes of it. */
const picture = (name: string, seed: number, image = BAR) =>
  Uint8Array.from(
    apply(name, image, seed),
    (ink) => Math.round(255 * Math.min(1, Math.max(0, ink))),
  );

const countWhere = (test: (seed: number) => boolean) => SEEDS.filter(test).length;

Deno.test("createDegraded() makes the share of the digits, with their labels, each of them once", () => {
  const labels = Array.from({ length: 40 }, (_, i) => i % 10);
  const digits = digitsOf(labels, labels.map((label) => drawBar(1 + 0.3 * label)));
  const before = digits.images.slice();
  for (const [share, count] of [[0, 0], [0.1, 4], [1, 40]]) {
    const made = createDegraded(digits, { share, seed: 1 });
    assert.deepEqual([made.count, countDegraded(40, share)], [count, count]);
    assert.equal(made.images.length, count * 784);
  }
  assert.deepEqual(digits.images, before);
  const all = createDegraded(digits, { share: 1, seed: 1 });
  assert.deepEqual([...all.labels].sort(), labels.sort());
  assert.deepEqual(createDegraded(digits, { share: 1, seed: 1 }).images, all.images);
  assert.notDeepEqual(createDegraded(digits, { share: 1, seed: 2 }).images, all.images);
});

Deno.test("degrade() changes nearly every digit, and keeps blank and full fields in range", () => {
  assert.ok(
    countWhere((seed) => degrade(BAR, createRandom(seed)).some((v, i) => v !== BAR[i])) > 50,
  );
  for (const seed of SEEDS) {
    assert.equal(degrade(new Uint8Array(784), createRandom(seed)).length, 784);
    assert.equal(degrade(new Uint8Array(784).fill(255), createRandom(seed)).length, 784);
  }
});

Deno.test("stroke width: from thinner to broader, the length of the stroke about as it was", () => {
  const widths = SEEDS.map((seed) => {
    const image = picture("stroke width", seed);
    return inkOf(image.subarray(14 * 28, 15 * 28));
  });
  assert.ok(Math.min(...widths) < 2.5 && Math.min(...widths) > 1.5, `${Math.min(...widths)}`);
  assert.ok(Math.max(...widths) > 4.5 && Math.max(...widths) < 5.6, `${Math.max(...widths)}`);
});

Deno.test("contrast: ink stays darker than paper, which is white in half of the pictures", () => {
  let white = 0;
  for (const seed of SEEDS) {
    const data = apply("contrast", BAR, seed), paper = data[0], ink = data[14 * 28 + 14];
    assert.ok(ink - paper > 0.25, `${ink} on ${paper}`);
    if (paper === 0) white++;
  }
  assert.ok(white > 15 && white < 45, `${white}`);
});

Deno.test("noise: of the same strength on paper as on ink, in grains of one pixel and more", () => {
  const coherences = SEEDS.map((seed) => {
    const data = apply("noise", BAR, seed), noise = data.map((value, i) => value - BAR[i] / 255);
    const square = (i: number) => noise[i] ** 2,
      mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const all = [...noise.keys()], power = mean(all.map(square));
    const onInk = mean(all.filter((i) => BAR[i] === 255).map(square));
    assert.ok(power > 0.04 ** 2 && power < 0.45 ** 2, `${power}`);
    assert.ok(onInk > 0.2 * power && onInk < 5 * power, `${onInk} of ${power}`);
    return mean(all.slice(1).map((i) => noise[i] * noise[i - 1])) / power;
  });
  const white = coherences.filter((coherence) => Math.abs(coherence) < 0.15).length;
  assert.ok(white > 20 && white < 50 && Math.max(...coherences) > 0.7, coherences.join(" "));
});

Deno.test("blur: of a dot the same to all four sides, and no ink is lost by it", () => {
  const dot = new Uint8Array(784).fill(255, 14 * 28 + 14, 14 * 28 + 15);
  for (const seed of SEEDS.slice(0, 10)) {
    const data = apply("blur", dot, seed),
      at = (x: number, y: number) => data[(14 + y) * 28 + 14 + x];
    const sides = [at(1, 0), at(-1, 0), at(0, 1), at(0, -1)];
    for (const side of sides) assert.ok(Math.abs(side - sides[0]) < 1e-6 && side < at(0, 0));
    const sum = data.reduce((total, value) => total + value, 0);
    assert.ok(sum > 0.999 && sum < 1.51, `${sum}`);
  }
});

Deno.test("gap: a rectangle of one value, everything else as it was", () => {
  const full = new Uint8Array(784).fill(128);
  for (const seed of SEEDS) {
    const data = apply("gap", full, seed);
    const changed = [...data.keys()].filter((i) => Math.abs(data[i] - 128 / 255) > 1e-6);
    const columns = new Set(changed.map((i) => i % 28));
    const rows = new Set(changed.map((i) => Math.floor(i / 28)));
    assert.equal(changed.length, columns.size * rows.size);
    assert.ok(changed.length >= 9 && columns.size <= 9 && rows.size <= 9, `${changed.length}`);
    assert.equal(new Set(changed.map((i) => data[i])).size, 1);
  }
});

Deno.test("stray line: ink is only added, and no more than three thin lines'", () => {
  for (const seed of SEEDS) {
    const data = apply("stray line", BAR, seed);
    data.forEach((value, i) => assert.ok(value >= BAR[i] / 255 - 1e-6));
    const added = data.reduce((sum, value) => sum + value, 0) - inkOf(BAR);
    assert.ok(added < 3 * 28 * Math.SQRT2 * 1.7, `${added}`);
  }
});

Deno.test("place: to all sides by up to five pixels, and smaller down to half", () => {
  const square = new Uint8Array(784);
  for (let y = 10; y < 18; y++) square.fill(255, y * 28 + 10, y * 28 + 18);
  const places = SEEDS.map((seed) => picture("place", seed, square));
  for (const axis of ["x", "y"] as const) {
    const offsets = places.map((image) => centerOf(image)[axis] - 13.5);
    assert.ok(Math.min(...offsets) < -3 && Math.min(...offsets) > -6, offsets.join(" "));
    assert.ok(Math.max(...offsets) > 3 && Math.max(...offsets) < 6, offsets.join(" "));
  }
  const areas = places.map(inkOf);
  assert.ok(Math.min(...areas) < 32 && Math.min(...areas) > 15, areas.join(" "));
  assert.ok(Math.max(...areas) > 64 && Math.max(...areas) < 90, areas.join(" "));
});
