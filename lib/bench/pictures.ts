/**
 * How long pictures take on their way to digits: one core, from pixels on, the network's answers included.
 *
 * @module
 */
import type { Classifier } from "../classifier.ts";
import { decodePicture } from "../image/decode.ts";
import { drawStrokes, type Pen } from "../image/draw_strokes.ts";
import { HAND } from "../image/hand_strokes.ts";
import type { Picture } from "../image/picture.ts";
import { encodePng } from "../image/png.ts";
import { prepareOneDigit, preparePage } from "../image/prepare.ts";
import { type Point, runStrokeProgram } from "../image/stroke_program.ts";
import { createRandom } from "../random.ts";
import { time, type Timing } from "./timing.ts";

/** How long one kind of picture takes. */
export interface PictureFigure {
  /** Such as "a photograph of 0.5 megapixels". */
  name: string;
  /** Of one picture. */
  timing: Timing;
}

const INK: Pick<Pen, "antialias" | "color" | "paper"> = {
  antialias: true,
  color: [35, 40, 75],
  paper: [232, 230, 224],
};

/** Times the preparation of single digits, and of photographed pages of three lines of eight digits. */
export async function benchPictures(classify: Classifier, runs: number): Promise<PictureFigure[]> {
  const digits = HAND.keys().map((digit) => drawDigit(digit)).toArray();
  const single = await time(async () => {
    for (const picture of digits) await prepareOneDigit(picture, classify);
  }, { runs });
  const files = digits.map(encodePng);
  const decoded = await time(async () => {
    for (const file of files) await decodePicture(file, "digit.png");
  }, { runs });
  const figures = [
    { name: "a PNG of 112×112, decoded", timing: share(decoded, digits.length) },
    { name: "a digit of 112×112, prepared", timing: share(single, digits.length) },
  ];
  for (const [name, width, height] of PHOTOGRAPHS) {
    const page = drawPhotograph(width, height);
    const timing = await time(() => preparePage(page, classify).then(() => {}), { runs });
    figures.push({ name: `a photograph of ${name} megapixels, prepared`, timing });
  }
  return figures;
}

const PHOTOGRAPHS: [megapixels: string, width: number, height: number][] = [
  ["0.5", 816, 612],
  ["12", 4000, 3000],
];

function share({ minMs, medianMs, runs }: Timing, count: number): Timing {
  return { minMs: minMs / count, medianMs: medianMs / count, runs };
}

function drawDigit(digit: number): Picture {
  const strokes = placeDigit(digit, { x: 34, y: 20, height: 72 });
  return drawStrokes({ width: 112, height: 112 }, strokes, { ...INK, width: 6 });
}

function placeDigit(digit: number, { x, y, height }: { x: number; y: number; height: number }) {
  return HAND[digit][0].map((program) =>
    runStrokeProgram(program).map(([px, py]): Point => [x + height * px, y + height * py])
  );
}

/** Three lines of eight digits under uneven light, with grain. */
function drawPhotograph(width: number, height: number): Picture {
  const size = height / 5;
  const strokes = Array.from({ length: 24 }, (_, i) =>
    placeDigit(i % 10, {
      x: width * (0.05 + 0.115 * (i % 8)),
      y: height * (0.08 + 0.3 * Math.floor(i / 8)),
      height: size,
    })).flat();
  const page = drawStrokes({ width, height }, strokes, { ...INK, width: size / 14 });
  const random = createRandom(0), data = page.data;
  for (let i = 0; i < data.length; i += 4) {
    const light = 1 - 0.35 * ((i / 4 % width) / width), grain = 12 * (random.next() - 0.5);
    for (let c = 0; c < 3; c++) {
      data[i + c] = Math.min(255, Math.max(0, light * data[i + c] + grain));
    }
  }
  return page;
}
