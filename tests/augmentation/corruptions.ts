/**
 * The fifteen corruptions of MNIST-C (Mu & Gilmer 2019) at their published strengths: eight that resemble
 * something in training, and seven that are kept out of it.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import { traceOutlines } from "./outlines.ts";
import { type Field, inkAt, makeField, SIZE, smooth } from "./fields.ts";

const CENTER = (SIZE - 1) / 2;

/** A corruption of one strength. */
export interface Corruption {
  /** As the paper calls it. */
  name: string;
  /** Whether training sees something like it, warps and degradations taken together. */
  isSeen: boolean;
  apply(field: Field, random: Random): Field;
}

const seen = (name: string, apply: Corruption["apply"]) => ({ name, isSeen: true, apply });
const unseen = (name: string, apply: Corruption["apply"]) => ({ name, isSeen: false, apply });

/** All fifteen. */
export const CORRUPTIONS: readonly Corruption[] = [
  seen("shot noise", (field, random) => field.map((ink) => nextPoisson(3 * ink, random) / 3)),
  seen("shear", shear),
  seen("scale", (field) => sample(field, (x, y) => [x / 0.7, y / 0.7])),
  seen("rotate", rotate),
  seen("brightness", (field) => field.map((ink) => ink + 0.5)),
  seen("translate", translate),
  seen("dotted line", addDots),
  seen("zigzag", addZigzag),
  unseen(
    "impulse noise",
    (field, random) => field.map((ink) => random.next() < 0.17 ? random.nextInt(2) : ink),
  ),
  unseen("glass blur", shuffle),
  unseen("motion blur", blurAlong),
  unseen(
    "stripe",
    (field) => field.map((ink, i) => i % SIZE < 7 || i % SIZE >= 21 ? 1 - ink : ink),
  ),
  unseen("fog", addFog),
  unseen("spatter", spatter),
  unseen("canny edges", traceOutlines),
];

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
  const slant = Math.tan(0.4) * nextSign(random);
  return sample(field, (x, y) => [x + slant * y, y]);
}

function rotate(field: Field, random: Random): Field {
  const angle = 0.4 * nextSign(random), cos = Math.cos(angle), sin = Math.sin(angle);
  return sample(field, (x, y) => [cos * x + sin * y, cos * y - sin * x]);
}

function translate(field: Field, random: Random): Field {
  const right = 3 * nextSign(random), down = 3 * nextSign(random);
  return sample(field, (x, y) => [x - right, y - down]);
}

interface Point {
  x: number;
  y: number;
}

/** Ink of a line from left to right at a pixel: 1 on it, falling with the distance along the column. */
function lineAt(from: Point, to: Point, x: number, y: number): number {
  if (x < Math.floor(from.x) || x >= Math.ceil(to.x)) return 0;
  const distance = Math.abs(y - from.y - (to.y - from.y) / (to.x - from.x) * (x - from.x));
  return Math.max(0, Math.log(Math.max(1e-9, 1 - distance / 2.3)) + 1);
}

/** Across the field, two columns drawn after two left out. */
function addDots(field: Field, random: Random): Field {
  const from = { x: 0, y: random.nextInt(27) }, to = { x: 27, y: random.nextInt(27) };
  return makeField((x, y) =>
    inkAt(field, x, y) + (Math.floor(x / 2) % 2 ? lineAt(from, to, x, y) : 0)
  );
}

/** Across the field, with teeth of two pixels each way. */
function addZigzag(field: Field, random: Random): Field {
  const first = random.nextInt(27), rise = random.nextInt(10) - 5, width = 23;
  const length = Math.hypot(width, rise), cos = width / length, sin = rise / length;
  const turns = [[0, 0]];
  for (let i = 0; 2 + 4 * i < length; i++) turns.push([2 + 4 * i, i % 2 ? -2 : 2]);
  turns.push([length, 0]);
  const points = turns.map(([along, across]) => ({
    x: 2 + cos * along - sin * across,
    y: first + sin * along + cos * across,
  }));
  return points.slice(1).reduce(
    (drawn, to, i) =>
      makeField((x, y) => Math.min(1, inkAt(drawn, x, y) + lineAt(points[i], to, x, y))),
    field,
  );
}

/** Twice, every second pixel or so changes places with itself or a neighbour up or left of it. */
function shuffle(field: Field, random: Random): Field {
  const shuffled = smooth(field, 0.7);
  for (let round = 0; round < 2; round++) {
    for (let y = SIZE - 1; y > 1; y--) {
      for (let x = SIZE - 1; x > 1; x--) {
        if (random.next() < 0.5) continue;
        const i = y * SIZE + x, other = i - random.nextInt(2) - SIZE * random.nextInt(2);
        [shuffled[i], shuffled[other]] = [shuffled[other], shuffled[i]];
      }
    }
  }
  return smooth(shuffled, 0.7);
}

/** A camera that moved, within 45° of level: each pixel trails to one side. */
function blurAlong(field: Field, random: Random): Field {
  const angle = (random.next() - 0.5) * Math.PI / 2, cos = Math.cos(angle), sin = Math.sin(angle);
  const weights = Array.from({ length: 21 }, (_, i) => Math.exp(-(i ** 2) / 18));
  const total = weights.reduce((sum, weight) => sum + weight);
  return makeField((x, y) =>
    weights.reduce(
      (sum, weight, i) => sum + weight / total * interpolate(field, x + i * cos, y + i * sin),
      0,
    )
  );
}

/** Three times as much fog as ink, thinned to the ink's range. */
function addFog(field: Field, random: Random): Field {
  const fog = makeFog(random), most = Math.max(...field);
  return makeField((x, y) => (inkAt(field, x, y) + 3 * fog(x, y)) * most / (most + 3));
}

const FOG_SIZE = 256;

/** Height of a fractal landscape, from 0 to 1 over 256×256 pixels, by diamonds and squares. */
function makeFog(random: Random): (x: number, y: number) => number {
  const heights = new Float64Array(FOG_SIZE ** 2);
  const place = (x: number, y: number) =>
    (y + FOG_SIZE) % FOG_SIZE * FOG_SIZE + (x + FOG_SIZE) % FOG_SIZE;
  for (let step = FOG_SIZE, reach = 100; step >= 2; step /= 2, reach /= 1.4) {
    const half = step / 2;
    const fill = (x: number, y: number, neighbours: [number, number][]) => {
      const sum = neighbours.reduce(
        (total, [dx, dy]) => total + heights[place(x + dx * half, y + dy * half)],
        0,
      );
      heights[place(x, y)] = sum / 4 + reach ** 2 * (2 * random.next() - 1);
    };
    forEachCell(step, (x, y) => fill(x + half, y + half, [[-1, -1], [1, -1], [-1, 1], [1, 1]]));
    forEachCell(step, (x, y) => fill(x + half, y, [[-1, 0], [1, 0], [0, -1], [0, 1]]));
    forEachCell(step, (x, y) => fill(x, y + half, [[-1, 0], [1, 0], [0, -1], [0, 1]]));
  }
  const least = heights.reduce((a, b) => Math.min(a, b)),
    most = heights.reduce((a, b) => Math.max(a, b));
  return (x, y) => (heights[place(x, y)] - least) / (most - least);
}

function forEachCell(step: number, visit: (x: number, y: number) => void) {
  for (let y = 0; y < FOG_SIZE; y += step) {
    for (let x = 0; x < FOG_SIZE; x += step) visit(x, y);
  }
}

/** Mud: a quarter of full ink, where smooth noise is high. */
function spatter(field: Field, random: Random): Field {
  const noise = smooth(makeField(() => 0.65 + 0.3 * random.nextNormal()), 1);
  const mud = smooth(noise.map((value) => value > 0.65 ? 1 : 0), 1.5)
    .map((value) => value < 0.8 ? 0 : value);
  return field.map((ink, i) => ink * (1 - mud[i]) + 63 / 255 * mud[i]);
}

/** The next number from the Poisson distribution (Knuth's method). */
function nextPoisson(mean: number, random: Random): number {
  let count = -1, product = 1;
  for (const limit = Math.exp(-mean); product > limit; product *= random.next()) count++;
  return count;
}
