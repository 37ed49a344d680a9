import assert from "node:assert/strict";
import { extractInk } from "../../lib/image/ink.ts";
import type { Picture } from "../../lib/image/picture.ts";
import { createRandom } from "../../lib/random.ts";
import { type Color, drawStrokes, type Pen, photograph } from "./draw.ts";
import type { Point } from "./stroke_program.ts";

const BLACK: Color = [0, 0, 0], WHITE: Color = [255, 255, 255];
const SIZE = { width: 120, height: 100 };
const HOOK: Point[][] = [[[30, 25], [80, 25], [55, 80]]];

/** A 7 in some colours, six pixels wide. */
function drawHook(color: Color, paper: Pen["paper"]): Picture {
  return drawStrokes(SIZE, HOOK, { width: 6, antialias: true, color, paper });
}

function fill(pixel: number[], { width, height } = SIZE): Picture {
  const data = Uint8Array.from({ length: 4 * width * height }, (_, i) => pixel[i % 4]);
  return { width, height, data };
}

function makeNoise(seed: number, { width, height }: { width: number; height: number }): Picture {
  const random = createRandom(seed);
  const picture = fill([0, 0, 0, 255], { width, height });
  picture.data.forEach((_, i) => i % 4 < 3 && (picture.data[i] = random.nextInt(256)));
  return picture;
}

/** The share of pixels that two planes of ink put on different sides of one half. */
function disagreement(picture: Picture, expected: Picture): number {
  const ink = extractInk(picture), truth = extractInk(expected)!;
  assert.ok(ink, "found ink");
  const differing = ink.data.filter((value, i) => (value > 0.5) !== (truth.data[i] > 0.5));
  return differing.length / ink.data.length;
}

const reference = drawHook(BLACK, WHITE);

Deno.test("extractInk() gives the coverage of black strokes on white", () => {
  const alpha = drawHook(BLACK, "none");
  const ink = extractInk(reference)!;
  ink.data.forEach((value, i) => assert.ok(Math.abs(value - alpha.data[4 * i + 3] / 255) < 0.01));
});

const COLORS: [what: string, ink: Color, paper: Pen["paper"]][] = [
  ["light on dark", WHITE, BLACK],
  ["grey on grey", [110, 110, 110], [140, 140, 140]],
  ["yellow on white", [255, 255, 0], WHITE],
  ["red on a green of the same luma", [220, 40, 40], [20, 155, 30]],
  ["blue on black", [0, 0, 255], BLACK],
  ["black on nothing", BLACK, "none"],
  ["white on nothing", WHITE, "none"],
  ["grey on nothing", [128, 128, 128], "none"],
];

for (const [what, ink, paper] of COLORS) {
  Deno.test(`extractInk() finds the same strokes ${what}`, () => {
    assert.ok(disagreement(drawHook(ink, paper), reference) < 0.001);
  });
}

Deno.test("extractInk() reads strokes on an opaque card with transparent surroundings", () => {
  const card = drawHook(BLACK, WHITE);
  for (let i = 0; i < card.data.length / 4; i++) {
    const x = i % SIZE.width, y = Math.floor(i / SIZE.width);
    if (Math.min(x, y, SIZE.width - 1 - x, SIZE.height - 1 - y) < 8) card.data[4 * i + 3] = 0;
  }
  assert.ok(disagreement(card, reference) < 0.001);
});

Deno.test("extractInk() takes strokes that cover over half of the picture for ink", () => {
  const broad = (color: Color, paper: Color) =>
    drawStrokes(SIZE, HOOK, { width: 42, antialias: true, color, paper });
  const covered = extractInk(broad(BLACK, WHITE))!.data.filter((value) => value > 0.5).length;
  assert.ok(covered > 0.4 * SIZE.width * SIZE.height);
  assert.ok(disagreement(broad(WHITE, BLACK), broad(BLACK, WHITE)) < 0.001);
});

Deno.test("extractInk() is not misled by a line drawn around the sheet", () => {
  const framed = drawHook(BLACK, WHITE);
  for (let i = 0; i < framed.data.length / 4; i++) {
    const x = i % SIZE.width, y = Math.floor(i / SIZE.width);
    const isFrame = Math.min(x, y, SIZE.width - 1 - x, SIZE.height - 1 - y) < 3;
    if (isFrame) framed.data.fill(0, 4 * i, 4 * i + 3);
  }
  const ink = extractInk(framed)!;
  const at = (x: number, y: number) => ink.data[y * SIZE.width + x];
  assert.deepEqual([at(55, 25), at(10, 50), at(1, 50)], [1, 0, 1]);
});

Deno.test("extractInk() sees through uneven light, a shadow and grain", () => {
  const sheet = drawHook([35, 40, 75], [235, 235, 230]);
  for (let seed = 0; seed < 20; seed++) {
    const photo = photograph(sheet, createRandom(seed));
    assert.ok(disagreement(photo, reference) < 0.02, `seed ${seed}`);
  }
});

Deno.test("extractInk() finds chalk on a blackboard in uneven light", () => {
  const board = drawHook([230, 230, 225], [50, 70, 60]);
  for (let seed = 0; seed < 20; seed++) {
    const photo = photograph(board, createRandom(seed));
    assert.ok(disagreement(photo, reference) < 0.02, `seed ${seed}`);
  }
});

const BLANKS: [what: string, picture: Picture][] = [
  ["white", fill([255, 255, 255, 255])],
  ["black", fill([0, 0, 0, 255])],
  ["colour", fill([200, 30, 90, 255])],
  ["nothing", fill([0, 0, 0, 0])],
  ["an even veil", fill([10, 20, 30, 128])],
  ["a single pixel", fill([0, 0, 0, 255], { width: 1, height: 1 })],
  ["a row of one pixel's height", fill([9, 9, 9, 255], { width: 50, height: 1 })],
  ["noise", makeNoise(1, { width: 28, height: 28 })],
  ["much noise", makeNoise(2, { width: 300, height: 200 })],
];

for (const [what, picture] of BLANKS) {
  Deno.test(`extractInk() finds no ink in ${what}`, () => {
    assert.ok(extractInk(picture) === undefined);
  });
}

Deno.test("extractInk() finds no ink on a blank sheet in 199 of 200 photos", () => {
  const sheet = fill([235, 235, 230, 255], { width: 250, height: 180 });
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);
  const inked = seeds.filter((seed) => extractInk(photograph(sheet, createRandom(seed))));
  assert.ok(inked.length <= 1, `ink in photos ${inked}`);
});
