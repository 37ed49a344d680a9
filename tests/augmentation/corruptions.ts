/**
 * Fifteen corruptions in the manner of MNIST-C (Mu & Gilmer 2019), by formulas of our own: eight that
 * resemble something in training, and seven that are kept out of it.
 *
 * @module
 */
import { addPath } from "../../lib/augmentation/sheet.ts";
import type { Random } from "../../lib/random.ts";

const SIZE = 28, CENTER = (SIZE - 1) / 2;

/** Ink of 28×28 pixels, from 0 to 1; above and below it is cut off in the end. */
type Field = Float32Array;

/** A corruption of one strength. */
export interface Corruption {
  name: string;
  /** Whether training sees something like it, warps and degradations taken together. */
  isSeen: boolean;
  apply(field: Field, random: Random): Field;
}

const seen = (name: string, apply: Corruption["apply"]) => ({ name, isSeen: true, apply });
const unseen = (name: string, apply: Corruption["apply"]) => ({ name, isSeen: false, apply });

/** All fifteen. */
export const CORRUPTIONS: readonly Corruption[] = [
  seen("shot noise", (field, random) => field.map((ink) => nextPoisson(5 * ink, random) / 5)),
  seen("shear", shear),
  seen("size", (field) => sample(field, (x, y) => [x / 0.6, y / 0.6])),
  seen("rotation", rotate),
  seen("brightness", (field) => field.map((ink) => ink + 0.6)),
  seen("shift", shift),
  seen("dotted line", addDots),
  seen("zigzag", addZigzag),
  unseen(
    "impulse noise",
    (field, random) => field.map((ink) => random.next() < 0.27 ? random.nextInt(2) : ink),
  ),
  unseen("glass", shuffle),
  unseen("motion blur", blurAlong),
  unseen(
    "stripes",
    (field) => field.map((ink, i) => i % SIZE < 7 || i % SIZE >= 21 ? 1 - ink : ink),
  ),
  unseen("fog", (field, random) => {
    const fog = makeFog(random);
    return field.map((ink, i) => (ink + 1.5 * fog[i]) / 2.5);
  }),
  unseen("spatter", spatter),
  unseen("outlines", (field) => traceOutlines(smooth(field, 0.6))),
];

const inkAt = (field: Field, x: number, y: number) =>
  x >= 0 && x < SIZE && y >= 0 && y < SIZE ? field[y * SIZE + x] : 0;

const makeField = (valueAt: (x: number, y: number) => number) =>
  Float32Array.from({ length: SIZE * SIZE }, (_, i) => valueAt(i % SIZE, Math.floor(i / SIZE)));

const nextSign = (random: Random) => random.next() < 0.5 ? -1 : 1;

/** Takes each pixel from where `origin` says, about the centre; between pixels, linearly. */
function sample(field: Field, origin: (x: number, y: number) => [x: number, y: number]): Field {
  return makeField((column, row) => {
    const [dx, dy] = origin(column - CENTER, row - CENTER);
    return interpolate(field, dx + CENTER, dy + CENTER);
  });
}

function interpolate(field: Field, x: number, y: number): number {
  const left = Math.floor(x), top = Math.floor(y), right = x - left, down = y - top;
  return (1 - down) *
      ((1 - right) * inkAt(field, left, top) + right * inkAt(field, left + 1, top)) +
    down * ((1 - right) * inkAt(field, left, top + 1) + right * inkAt(field, left + 1, top + 1));
}

function shear(field: Field, random: Random): Field {
  const slant = 0.5 * nextSign(random);
  return sample(field, (x, y) => [x + slant * y, y]);
}

function rotate(field: Field, random: Random): Field {
  const angle = 0.5 * nextSign(random), cos = Math.cos(angle), sin = Math.sin(angle);
  return sample(field, (x, y) => [cos * x + sin * y, cos * y - sin * x]);
}

function shift(field: Field, random: Random): Field {
  const right = 4 * nextSign(random), down = 4 * nextSign(random);
  return sample(field, (x, y) => [x - right, y - down]);
}

function addDots(field: Field, random: Random): Field {
  const from = random.next() * SIZE, to = random.next() * SIZE;
  const at = (share: number) => ({ x: 2 + 24 * share, y: from + (to - from) * share });
  let dotted = field;
  for (let dot = 0; dot < 12; dot += 2) {
    dotted = addLine(dotted, [at(dot / 12), at((dot + 1) / 12)]);
  }
  return dotted;
}

function addZigzag(field: Field, random: Random): Field {
  const from = 4 + 20 * random.next(), to = 4 + 20 * random.next();
  const points = Array.from({ length: 11 }, (_, i) => ({
    x: 1 + 2.6 * i,
    y: from + (to - from) * i / 10 + (i % 2 ? 2.5 : -2.5),
  }));
  return addLine(field, points);
}

function addLine(field: Field, points: { x: number; y: number }[]): Field {
  const line = { width: SIZE, height: SIZE, data: new Float32Array(SIZE * SIZE) };
  addPath(line, points, 1.2);
  return field.map((ink, i) => Math.max(ink, line.data[i]));
}

/** Twice each pixel changes places with a neighbour. */
function shuffle(field: Field, random: Random): Field {
  const shuffled = field.slice();
  for (let round = 0; round < 2; round++) {
    for (let i = SIZE * (SIZE - 1) - 2; i > SIZE; i--) {
      const other = i + random.nextInt(3) - 1 + SIZE * (random.nextInt(3) - 1);
      [shuffled[i], shuffled[other]] = [shuffled[other], shuffled[i]];
    }
  }
  return smooth(shuffled, 0.8);
}

/** A camera that moved, within 45° of level. */
function blurAlong(field: Field, random: Random): Field {
  const angle = (random.next() - 0.5) * Math.PI / 2;
  const weights = Array.from({ length: 9 }, (_, i) => Math.exp(-((i - 4) ** 2) / 18));
  const total = weights.reduce((sum, weight) => sum + weight);
  return makeField((x, y) =>
    weights.reduce((sum, weight, i) => {
      const along = i - 4;
      const ink = interpolate(field, x + along * Math.cos(angle), y + along * Math.sin(angle));
      return sum + weight / total * ink;
    }, 0)
  );
}

/** Noise of all sizes, from 0 to 1. */
function makeFog(random: Random): Field {
  let fog = makeField(() => 0);
  for (let size = 7, weight = 1; size >= 0.5; size /= 2, weight *= 0.6) {
    const octave = stretch(smooth(makeField(() => random.next()), size));
    fog = fog.map((value, i) => value + weight * octave[i]);
  }
  return stretch(fog);
}

/** The blots where smooth noise is highest, over a sixth of the field. */
function spatter(field: Field, random: Random): Field {
  const noise = smooth(makeField(() => random.nextNormal()), 1.5);
  const limit = noise.toSorted((a, b) => b - a)[130];
  const blots = smooth(noise.map((value) => value > limit ? 1 : 0), 0.5);
  return field.map((ink, i) => Math.max(ink, 0.8 * blots[i]));
}

/** Lines one pixel broad where the ink's slope is steepest across them (Canny 1986, one threshold). */
function traceOutlines(field: Field): Field {
  const slopeX = makeField((x, y) => inkAt(field, x + 1, y) - inkAt(field, x - 1, y));
  const slopeY = makeField((x, y) => inkAt(field, x, y + 1) - inkAt(field, x, y - 1));
  const slope = slopeX.map((value, i) => Math.hypot(value, slopeY[i]));
  return makeField((x, y) => {
    const i = y * SIZE + x, [dx, dy] = Math.abs(slopeX[i]) > Math.abs(slopeY[i]) ? [1, 0] : [0, 1];
    const isTop = slope[i] >= inkAt(slope, x - dx, y - dy) &&
      slope[i] > inkAt(slope, x + dx, y + dy);
    return slope[i] >= 0.35 && isTop ? 1 : 0;
  });
}

/** A Gaussian blur; there is no ink beyond the field. */
function smooth(field: Field, deviation: number): Field {
  const reach = Math.ceil(3 * deviation);
  const weights = Array.from(
    { length: 2 * reach + 1 },
    (_, i) => Math.exp(-((i - reach) ** 2) / (2 * deviation ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight);
  const blur = (from: Field, dx: number, dy: number) =>
    makeField((x, y) =>
      weights.reduce((sum, weight, i) => {
        const along = i - reach;
        return sum + weight / total * inkAt(from, x + along * dx, y + along * dy);
      }, 0)
    );
  return blur(blur(field, 1, 0), 0, 1);
}

function stretch(field: Field): Field {
  const least = Math.min(...field), most = Math.max(...field);
  return field.map((value) => (value - least) / (most - least));
}

/** The next number from the Poisson distribution (Knuth's method). */
function nextPoisson(mean: number, random: Random): number {
  let count = -1, product = 1;
  for (const limit = Math.exp(-mean); product > limit; product *= random.next()) count++;
  return count;
}
