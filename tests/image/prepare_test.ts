import assert from "node:assert/strict";
import { createClassifier } from "../../lib/inference/classify.ts";
import type { Classifier } from "../../lib/classifier.ts";
import {
  type PreparedDigit,
  prepareDigit,
  prepareDigits,
  prepareOneDigit,
} from "../../lib/image/prepare.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { drawStrokes, type Pen } from "./draw.ts";
import { drawNumber, type NumberOptions } from "./freehand_numbers.ts";
import type { Point } from "./stroke_program.ts";

const PEN: Pen = { width: 8, antialias: true, color: [0, 0, 0], paper: [255, 255, 255] };
const HOOK: Point[] = [[104, 204], [144, 204], [124, 256]];
const HOOK_BOX = { left: 100, top: 200, width: 48, height: 60 };

Deno.test("prepareDigit() says where in the picture the digit is", () => {
  const { box } = prepareDigit(drawStrokes({ width: 240, height: 280 }, [HOOK], PEN))!;
  assert.ok(Math.abs(box.left - HOOK_BOX.left) <= 1 && Math.abs(box.top - HOOK_BOX.top) <= 1);
  assert.ok(
    Math.abs(box.width - HOOK_BOX.width) <= 2 && Math.abs(box.height - HOOK_BOX.height) <= 2,
  );
});

Deno.test("prepareDigit() looks closer at a small digit on a large sheet", () => {
  const onSheet = prepareDigit(drawStrokes({ width: 2000, height: 1500 }, [HOOK], PEN))!;
  const alone = prepareDigit(drawStrokes({ width: 240, height: 280 }, [HOOK], PEN))!;
  assert.ok(Math.abs(onSheet.box.left - HOOK_BOX.left) <= 1);
  assert.deepEqual(onSheet.pixels, alone.pixels);
});

Deno.test("prepareDigit() gives the same digit wherever it is and whichever way round the tones are", () => {
  const moved = HOOK.map(([x, y]): Point => [x - 37, y - 151]);
  const size = { width: 240, height: 280 };
  const inverse: Pen = { ...PEN, color: [255, 255, 255], paper: [0, 0, 0] };
  const { pixels } = prepareDigit(drawStrokes(size, [HOOK], PEN))!;
  assert.deepEqual(prepareDigit(drawStrokes(size, [moved], PEN))!.pixels, pixels);
  assert.deepEqual(prepareDigit(drawStrokes(size, [moved], inverse))!.pixels, pixels);
});

Deno.test("prepareDigit() reads a digit that the frame cuts", () => {
  const cut = HOOK.map(([x, y]): Point => [x - 104, y - 204]);
  const prepared = prepareDigit(drawStrokes({ width: 80, height: 80 }, [cut], PEN))!;
  assert.deepEqual([prepared.box.left, prepared.box.top], [0, 0]);
});

Deno.test("prepareDigit() is undefined and prepareDigits() empty for a blank picture", async () => {
  const blank = { width: 30, height: 30, data: new Uint8Array(3600).fill(255) };
  assert.equal(prepareDigit(blank), undefined);
  assert.deepEqual(await prepareDigits(blank, () => Promise.reject(new Error("not asked"))), []);
});

const NEVER_ASKED = () => Promise.reject(new Error("nothing touches"));

Deno.test("prepareOneDigit() is the digit of prepareDigits() in a picture of any size", async () => {
  for (const scale of [0.5, 2, 5]) {
    const strokes = [HOOK.map(([x, y]): Point => [x * scale, y * scale])];
    const pen = { ...PEN, width: PEN.width * scale };
    const picture = drawStrokes({ width: 240 * scale, height: 280 * scale }, strokes, pen);
    const { digit, count } = await prepareOneDigit(picture, NEVER_ASKED);
    assert.equal(count, 1);
    assert.deepEqual([digit], await prepareDigits(picture, NEVER_ASKED));
  }
});

Deno.test("prepareOneDigit() takes all ink as one digit where it looks like several, and tells how many", async () => {
  const other = HOOK.map(([x, y]): Point => [x - 80, y]);
  const picture = drawStrokes({ width: 240, height: 280 }, [HOOK, other], PEN);
  const { digit, count } = await prepareOneDigit(picture, NEVER_ASKED);
  assert.equal(count, 2);
  assert.deepEqual(digit, prepareDigit(picture));
});

async function withClassifier(check: (classify: Classifier) => Promise<void>): Promise<void> {
  const { model } = await loadModel(DEFAULT_MODEL_DIR);
  await check(await createClassifier(model));
}

async function readDigits(digits: PreparedDigit[], classify: Classifier): Promise<string> {
  let text = "";
  for (const { pixels, line } of digits) {
    const probabilities = await classify(pixels);
    text = text.padEnd(text.length + Number(line > text.split("/").length - 1), "/") +
      probabilities.indexOf(Math.max(...probabilities));
  }
  return text;
}

const NUMBERS: [what: string, lines: string[], options: Omit<NumberOptions, "seed">][] = [
  ["a number", ["20926"], { height: 80, penWidth: 6, gap: 0.2 }],
  ["a number in tiny writing", ["80352"], { height: 22, penWidth: 2, gap: 0.2 }],
  ["a number in broad strokes", ["64098"], { height: 120, penWidth: 18, gap: 0.2 }],
  ["three lines", ["2093", "846", "50273"], { height: 60, penWidth: 5, gap: 0.15 }],
  ["a photo of two lines", ["9062", "3548"], { height: 140, penWidth: 10, gap: 0.2, photo: true }],
  ["neighbours that all but touch", ["29360"], { height: 120, penWidth: 8, gap: 0.04 }],
];

for (const [what, lines, options] of NUMBERS) {
  Deno.test(`prepareDigits() finds the digits of ${what}, in reading order`, () =>
    withClassifier(async (classify) => {
      const right: string[] = [];
      for (let seed = 0; seed < 3; seed++) {
        const digits = await prepareDigits(drawNumber(lines, { ...options, seed }), classify);
        right.push(await readDigits(digits, classify));
      }
      assert.deepEqual(right, Array(3).fill(lines.join("/")));
    }));
}

Deno.test("prepareDigits() cuts at least 14 of 20 pairs apart that touch", () =>
  withClassifier(async (classify) => {
    const read: string[] = [];
    for (let seed = 0; seed < 20; seed++) {
      const pair = `${[0, 2, 3, 4, 5, 6, 8, 9][seed % 8]}${[9, 4, 6, 0, 3, 8, 2][seed % 7]}`;
      const picture = drawNumber([pair], { seed, height: 100, penWidth: 8, gap: -0.01 });
      if (await readDigits(await prepareDigits(picture, classify), classify) === pair) {
        read.push(pair);
      }
    }
    assert.ok(read.length >= 14, `${read.length}: ${read}`);
  }));
