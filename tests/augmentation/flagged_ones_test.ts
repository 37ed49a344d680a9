import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import type { LabeledImages } from "../../lib/dataset/labeled_images.ts";
import { countFlaggedOnes, createFlaggedOnes } from "../../lib/augmentation/flagged_ones.ts";

/** A bar of 20 rows, `width` pixels wide, that leans to the right by `slant` pixels a row. */
function drawBar(width: number, slant = 0): Uint8Array {
  const pixels = new Uint8Array(784);
  for (let y = 4; y < 24; y++) {
    const middle = 14 + slant * (14 - y - 0.5);
    for (let x = 0; x < 28; x++) {
      const covered = Math.min(x + 1, middle + width / 2) - Math.max(x, middle - width / 2);
      pixels[y * 28 + x] = Math.round(255 * Math.max(0, covered));
    }
  }
  return pixels;
}

function digitsOf(labels: number[], images: Uint8Array[]): LabeledImages {
  const joined = new Uint8Array(images.length * 784);
  images.forEach((image, i) => joined.set(image, i * 784));
  return {
    count: labels.length,
    images: joined,
    labels: Uint8Array.from(labels),
    classes: DIGIT_CLASSES,
  };
}

const flagOne = (image: Uint8Array, seed: number) =>
  createFlaggedOnes(digitsOf([1], [image]), { share: 1, seed }).images;

const inkOf = (pixels: Uint8Array) => pixels.reduce((sum, ink) => sum + ink, 0) / 255;

/** First and last column with ink in each row that has any; a pixel counts from a third of full ink. */
function spans(pixels: Uint8Array): { row: number; from: number; to: number }[] {
  return Array.from({ length: 28 }, (_, row) => {
    const line = pixels.subarray(row * 28, row * 28 + 28);
    const inked = [...line.keys()].filter((x) => line[x] > 85);
    return { row, from: Math.min(...inked), to: Math.max(...inked) };
  }).filter(({ to }) => to >= 0);
}

Deno.test("createFlaggedOnes() makes the share of the ones, and of nothing else", () => {
  const labels = Array.from({ length: 50 }, (_, i) => i % 5);
  const digits = digitsOf(labels, labels.map(() => drawBar(3)));
  for (const [share, count] of [[0, 0], [0.1, 1], [0.5, 5], [1, 10]]) {
    const flagged = createFlaggedOnes(digits, { share, seed: 1 });
    assert.deepEqual([flagged.count, countFlaggedOnes(digits, share)], [count, count]);
    assert.equal(flagged.images.length, count * 784);
    assert.deepEqual([...flagged.labels], Array(count).fill(1));
  }
});

Deno.test("createFlaggedOnes() takes each one once and leaves the digits as they are", () => {
  const widths = [1.5, 2, 2.5, 3, 3.5, 4];
  const digits = digitsOf(widths.map(() => 1), widths.map((width) => drawBar(width)));
  const before = digits.images.slice();
  const { images } = createFlaggedOnes(digits, { share: 1, seed: 1 });
  assert.deepEqual(digits.images, before);
  // A row near the foot has no flag: its ink tells which bar it was.
  const stems = widths.map((_, i) => {
    const pixels = images.subarray(i * 784, (i + 1) * 784), foot = spans(pixels).at(-1)!.row - 2;
    return inkOf(pixels.subarray(foot * 28, foot * 28 + 28));
  });
  stems.sort((a, b) => a - b).forEach((stem, i) => assert.ok(Math.abs(stem - widths[i]) < 0.1));
});

Deno.test("createFlaggedOnes() gives the same bytes for the same seed, and others for another", () => {
  const image = drawBar(3);
  assert.deepEqual(flagOne(image, 4), flagOne(image, 4));
  assert.notDeepEqual(flagOne(image, 4), flagOne(image, 5));
});

Deno.test("a flag goes from the top down to the left, 35° to 55° steep, 0.3 to 0.55 heights long", () => {
  const width = 2, lengths: number[] = [], angles: number[] = [];
  for (let seed = 0; seed < 60; seed++) {
    const rows = spans(flagOne(drawBar(width), seed));
    const right = Math.max(...rows.map(({ to }) => to));
    // The stem is the right end of every row; the flag's lower end is the leftmost ink.
    for (const { to } of rows) assert.ok(right - to <= 1);
    const left = Math.min(...rows.map(({ from }) => from));
    const lowest = Math.max(...rows.filter(({ from }) => from === left).map(({ row }) => row));
    const across = right - left - width + 1, down = lowest - rows[0].row - width + 1;
    lengths.push(Math.hypot(across, down) / 20);
    angles.push(Math.atan2(across, down) * 180 / Math.PI);
  }
  assert.ok(Math.min(...lengths) > 0.22 && Math.max(...lengths) < 0.63, lengths.join(" "));
  assert.ok(Math.max(...lengths) - Math.min(...lengths) > 0.15);
  assert.ok(Math.min(...angles) > 25 && Math.max(...angles) < 65, angles.join(" "));
  assert.ok(Math.max(...angles) - Math.min(...angles) > 10);
});

Deno.test("a flag is as broad as the stem, to a third", () => {
  for (const width of [1.5, 2.5, 3.5]) {
    let added = 0, length = 0;
    for (let seed = 0; seed < 30; seed++) {
      const flagged = flagOne(drawBar(width), seed);
      const left = Math.min(...spans(flagged).map(({ from }) => from));
      const right = Math.max(...spans(flagged).map(({ to }) => to));
      added += inkOf(flagged) - 20 * width;
      // A flag of 45° on the average, without the corner that it shares with the stem.
      length += Math.SQRT2 * (right - left + 1 - 1.5 * width);
    }
    assert.ok(Math.abs(added / length / width - 1) < 1 / 3, `${width}: ${added / length}`);
  }
});

Deno.test("a flag leans with its stem", () => {
  const reach = (slant: number) => {
    let sum = 0;
    for (let seed = 0; seed < 30; seed++) {
      const rows = spans(flagOne(drawBar(2.5, slant), seed));
      sum += rows[0].to - Math.min(...rows.slice(0, 12).map(({ from }) => from));
    }
    return sum / 30;
  };
  assert.ok(reach(0.4) > reach(0) + 1 && reach(-0.3) < reach(0), `${reach(0.4)} ${reach(0)}`);
});

Deno.test("createFlaggedOnes() fits its digits as MNIST's are: 20 pixels, centre of mass in the middle", () => {
  for (const slant of [-0.3, 0, 0.5, 1]) {
    const flagged = flagOne(drawBar(3, slant), 7);
    let mass = 0, x = 0, y = 0;
    flagged.forEach((ink, i) => {
      mass += ink;
      x += ink * (i % 28);
      y += ink * Math.floor(i / 28);
    });
    x /= mass, y /= mass;
    assert.ok(Math.abs(x - 14) <= 0.5 && Math.abs(y - 14) <= 0.5, `${x}, ${y}`);
    const columns = Array.from({ length: 28 }, (_, c) => c)
      .filter((c) => Array.from({ length: 28 }, (_, r) => flagged[r * 28 + c]).some((v) => v > 0));
    const rows = Array.from({ length: 28 }, (_, r) => r)
      .filter((r) => flagged.subarray(r * 28, r * 28 + 28).some((v) => v > 0));
    const side = (list: number[]) => list.at(-1)! - list[0] + 1;
    assert.ok(Math.abs(Math.max(side(columns), side(rows)) - 20) <= 1);
  }
});

Deno.test("createFlaggedOnes() stands ones that are no strokes: blank, full, a line across, a dot", () => {
  const across = new Uint8Array(784).fill(255, 14 * 28, 15 * 28);
  const dot = new Uint8Array(784).fill(255, 400, 401);
  const images = [new Uint8Array(784), new Uint8Array(784).fill(255), across, dot];
  const { count } = createFlaggedOnes(digitsOf([1, 1, 1, 1], images), { share: 1, seed: 2 });
  assert.equal(count, 4);
  assert.equal(inkOf(flagOne(images[0], 0)), 0);
});
