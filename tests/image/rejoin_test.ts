import assert from "node:assert/strict";
import { recognizeWith } from "../../lib/cli/open_recognizer.ts";
import { drawStrokes } from "../../lib/image/draw_strokes.ts";
import { preparePage } from "../../lib/image/prepare.ts";
import type { Point } from "../../lib/image/stroke_program.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { readPicture } from "../../lib/reader/read_picture.ts";

const { model, calibration } = await loadModel(DEFAULT_MODEL_DIR);
const recognizer = await recognizeWith({ models: [model], calibration }, DEFAULT_MODEL_DIR);

const PEN = { width: 9, antialias: true, color: [0, 0, 0], paper: [255, 255, 255] } as const;

const draw = (strokes: Point[][]) =>
  drawStrokes({ width: 256, height: 192 }, strokes, {
    ...PEN,
    color: [0, 0, 0],
    paper: [255, 255, 255],
  });

/** A 4 of two strokes; `gap` pixels lie between the ink of the first and of the second. */
const openFour = (x: number, gap: number): Point[][] => [
  [[x + 22, 40], [x + 12, 70], [x, 100], [x + 20, 98], [x + 45, 95]],
  [[x + 54 + gap, 55], [x + 51 + gap, 90], [x + 47 + gap, 150]],
];

/** A 5 whose bar stands apart, up to the right of it. */
const OPEN_FIVE: Point[][] = [
  [[100, 60], [96, 90], [118, 84], [134, 98], [134, 120], [120, 138], [92, 138]],
  [[122, 42], [150, 36]],
];

const upright = (x: number): Point[][] => [[[x + 4, 45], [x, 150]]];

const eight = (x: number): Point[][] => [[
  ...[[x + 40, 55], [x + 15, 45], [x + 2, 60], [x + 20, 90], [x + 42, 115], [x + 35, 142]],
  ...[[x + 12, 142], [x + 3, 120], [x + 22, 95], [x + 42, 70], [x + 40, 55]],
] as Point[]];

const readText = async (strokes: Point[][]) => (await readPicture(draw(strokes), recognizer)).text;

Deno.test("a 4 in two strokes that do not meet is one digit", async () => {
  const strokes = openFour(90, 6);
  const { pieces } = await preparePage(draw(strokes), recognizer.classify);
  assert.equal(pieces.length, 2, "without a judge there is nobody to tell");
  assert.equal(await readText(strokes), "4");
});

Deno.test("a 5 whose bar stands apart is one digit", async () => {
  assert.equal(await readText(OPEN_FIVE), "5");
});

/** Drawn in one stroke, and wide enough to be taken for two digits that touch. */
const WIDE: Record<string, Point[]> = {
  "0": [[108, 60], [80, 90], [87, 125], [136, 130], [178, 100], [178, 65], [164, 55]],
  "2": [
    ...[[90, 70], [122, 52], [162, 55], [167, 75], [130, 105]],
    ...[[93, 132], [138, 126], [186, 130], [242, 134]],
  ] as Point[],
};

for (const [digit, stroke] of Object.entries(WIDE)) {
  Deno.test(`a wide ${digit} that was cut in two is one digit where that is beyond doubt`, async () => {
    const { pieces } = await preparePage(draw([stroke]), recognizer.classify);
    assert.equal(pieces.length, 2, "cut by what classifies");
    assert.equal(await readText([stroke]), digit);
  });
}

Deno.test("neighbours stay apart: 11, 18, 81, 14", async () => {
  assert.equal(await readText([...upright(90), ...upright(120)]), "11");
  assert.equal(await readText([...upright(70), ...eight(95)]), "18");
  assert.equal(await readText([...eight(70), ...upright(135)]), "81");
  assert.equal(await readText([...upright(60), ...openFour(110, 6)]), "14");
});

Deno.test("a model that is sure of anything puts nothing together", async () => {
  const { model } = await loadModel(DEFAULT_MODEL_DIR);
  const credulous = await recognizeWith({ models: [model] }, DEFAULT_MODEL_DIR);
  assert.equal((await readPicture(draw(openFour(90, 6)), credulous)).digits.length, 2);
});

Deno.test("what is put together is what stands on the paper, and predict sees the same", async () => {
  const { digits: [digit] } = await readPicture(draw(openFour(90, 6)), recognizer);
  const single = await readPicture(draw(openFour(90, 6)), recognizer, { single: true });
  assert.deepEqual(digit.pixels, single.digits[0].pixels);
  assert.deepEqual(digit.box, single.digits[0].box);
  assert.equal(single.count, 1);
});
