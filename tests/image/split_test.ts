import assert from "node:assert/strict";
import { IMAGE_PIXELS } from "../../lib/dataset/labeled_images.ts";
import { prepareDigits } from "../../lib/image/prepare.ts";
import { splitTouching } from "../../lib/image/split.ts";
import { createClassifier } from "../../lib/inference/classify.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { createRandom, mixSeeds } from "../../lib/random.ts";
import { drawStrokes, type Pen } from "./draw.ts";
import { writeDigit } from "./freehand.ts";
import { STYLES } from "./freehand_styles.ts";
import type { Point } from "./stroke_program.ts";

const SHEET = { width: 256, height: 192 };

/** Sure of whatever it is shown; notes how much that is. */
function createYesMan() {
  const seen = { images: 0 };
  const classify = (images: Uint8Array) => {
    const count = images.length / IMAGE_PIXELS;
    seen.images += count;
    return Promise.resolve(new Float32Array(count * 10).fill(1));
  };
  return { seen, classify };
}

const LINES: [what: string, width: number, from: Point, to: Point][] = [
  ["a level bar", 10, [90, 90], [158, 90]],
  ["a level bar across the sheet", 5, [20, 90], [238, 90]],
  ["a short bar that slants", 8, [90, 90], [140, 98]],
  ["a long bar that slants", 14, [20, 90], [238, 105]],
];

for (const [what, width, from, to] of LINES) {
  Deno.test(`prepareDigits() tries no cuts through ${what}: one piece, within half a second`, async () => {
    const pen: Pen = { width, antialias: true, color: [0, 0, 0], paper: [255, 255, 255] };
    const { seen, classify } = createYesMan();
    const picture = drawStrokes(SHEET, [[from, to]], pen);
    await prepareDigits(picture, classify); // compiled by now
    seen.images = 0;
    const start = performance.now();
    const digits = await prepareDigits(picture, classify);
    const elapsedMs = performance.now() - start;
    assert.equal(digits.length, 1);
    assert.equal(seen.images, 0);
    assert.ok(elapsedMs < 500, `${elapsedMs} ms`);
  });
}

Deno.test("splitTouching() gives the ink itself if nothing of it is a digit", async () => {
  const ink = { width: 150, height: 100, data: new Float32Array(15_000) };
  const fill = (left: number, top: number, size: number, height: number) => {
    for (let y = top; y < top + height; y++) {
      ink.data.fill(1, y * ink.width + left, y * ink.width + left + size);
    }
  };
  fill(0, 48, 150, 12); // lower than a digit
  fill(70, 0, 4, 4); // crumbs that make the box as high as it is
  fill(70, 96, 4, 4);
  const { classify } = createYesMan();
  const pieces = await splitTouching(ink, classify);
  assert.deepEqual(pieces, [{ ink, box: { left: 0, top: 0, width: 150, height: 100 } }]);
});

Deno.test("prepareDigits() leaves at least 77 of 80 wide digits whole", async () => {
  const { model } = await loadModel(DEFAULT_MODEL_DIR);
  const classify = await createClassifier(model);
  const cut: string[] = [];
  for (const [s, style] of STYLES.entries()) {
    for (const stretch of [1.6, 2]) {
      const strokes = writeDigit(style, createRandom(mixSeeds(7, s)))
        .map((path) => path.map(([x, y]): Point => [40 + 80 * stretch * x, 30 + 80 * y]));
      const pen: Pen = { width: 6, antialias: true, color: [0, 0, 0], paper: [255, 255, 255] };
      const digits = await prepareDigits(
        drawStrokes({ width: 260, height: 140 }, strokes, pen),
        classify,
      );
      if (digits.length !== 1) cut.push(`${style.digit} (${style.name}, ${stretch})`);
    }
  }
  assert.ok(cut.length <= 3, cut.join("; "));
});
