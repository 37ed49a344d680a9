/**
 * One made-up hand, as stroke programs: digits to try a model on where a person has none of their own.
 *
 * Its strokes (hand_strokes.ts) are such as MNIST's writers seldom make, and the sheet lies askew, so that all
 * digits lean over to the right.
 *
 * @module
 */
import { join } from "node:path";
import { createRandom, mixSeeds, type Random } from "../random.ts";
import { drawStrokes, type Pen } from "../image/draw_strokes.ts";
import { HAND } from "../image/hand_strokes.ts";
import type { Picture } from "../image/picture.ts";
import { encodePng } from "../image/png.ts";
import { type Point, runStrokeProgram } from "../image/stroke_program.ts";

/** How a digit is drawn: the sheet, and the digit's height on it. */
const SHEET = { width: 96, height: 96 }, HEIGHT_PX = 60;

/** Draws one digit of the hand; the same seed gives the same picture. */
export function drawHandDigit(digit: number, seed: number): Picture {
  const random = createRandom(mixSeeds(seed, digit));
  const ways = HAND[digit], strokes = ways[random.nextInt(ways.length)].map(runStrokeProgram);
  const pen: Pen = {
    width: 3 + 4 * random.next(),
    antialias: true,
    color: [20, 20, 40],
    paper: [255, 255, 255],
  };
  return drawStrokes(SHEET, placeStrokes(strokes, random), pen);
}

/** How the sheet lies, in degrees, clockwise. */
const ASKEW = { mean: 32, bound: 10 };

/** Slants, stretches and shakes strokes, and turns them with the sheet; in pixels, about its middle. */
function placeStrokes(strokes: readonly Point[][], random: Random): Point[][] {
  const within = (bound: number) => bound * (2 * random.next() - 1);
  const slant = within(0.2), width = 1 + within(0.2), height = 1 + within(0.1);
  const turn = (ASKEW.mean + within(ASKEW.bound)) * Math.PI / 180;
  const cos = Math.cos(turn), sin = Math.sin(turn);
  return strokes.map((path) => {
    const shake = [within(0.02), within(0.02), within(9), within(9)];
    return path.map(([x, y]): Point => {
      const right = width * (x - 0.32 + shake[0] * Math.sin(shake[2] * y)) + slant * (0.5 - y);
      const down = height * (y - 0.5 + shake[1] * Math.sin(shake[3] * x));
      return [
        SHEET.width / 2 + HEIGHT_PX * (cos * right - sin * down),
        SHEET.height / 2 + HEIGHT_PX * (sin * right + cos * down),
      ];
    });
  });
}

/**
 * Draws the hand's digits into a folder that `--data FOLDER` reads: `train/DIGIT/*.png` and `test/DIGIT/*.png`.
 *
 * @param copies Pictures of each digit in each set.
 * @returns How many pictures were written.
 */
export async function writeHandDigits(
  folder: string,
  copies: Readonly<Record<"train" | "test", number>>,
  { seed = 0 } = {},
): Promise<number> {
  let count = 0;
  for (const [part, wanted] of Object.entries(copies)) {
    for (const digit of HAND.keys()) {
      const place = join(folder, part, `${digit}`);
      await Deno.mkdir(place, { recursive: true });
      for (let copy = 0; copy < wanted; copy++, count++) {
        const picture = drawHandDigit(digit, mixSeeds(seed, part.length, copy));
        await Deno.writeFile(join(place, `${copy}.png`), encodePng(picture));
      }
    }
  }
  return count;
}
