/**
 * One made-up hand, as stroke programs: digits to try a model on where a person has none of their own.
 *
 * Its habits are those that MNIST's writers seldom have: the sheet lies askew, so that all digits lean over to
 * the right; a slashed 0, a 1 with a flag down to the line, a flat-topped 3, a 4 closed at the top, a 7 with a bar
 * or a hook on its left, an 8 of two circles, a 9 with a curled tail.
 * Written down from geometry; nothing here comes from a data set.
 *
 * @module
 */
import { join } from "node:path";
import { createRandom, mixSeeds, type Random } from "../random.ts";
import { drawStrokes, type Pen } from "../image/draw_strokes.ts";
import type { Picture } from "../image/picture.ts";
import { encodePng } from "../image/png.ts";
import { type Point, runStrokeProgram } from "../image/stroke_program.ts";

/** The strokes of each digit, ways of writing it one after the other. */
const HAND: readonly (readonly string[][])[] = [
  [["o .32,.5 .3,.48 -80,-440", "- .6,.06 .06,.96"], [
    "o .3,.5 .26,.48 -60,-425",
    "- .52,.2 .1,.82",
  ]],
  [["- .02,.42 .36,.02 .36,.98", "- .1,.98 .62,.98"], ["- .0,.84 .4,.03 .4,1"]],
  [
    ["~ .06,.22 .24,.02 .5,.1 .5,.36 .24,.76 .06,.94 .08,.8 .24,.82 .42,.96 .66,.86"],
    ["- .04,.06 .56,.04 .04,.96 .62,.96"],
  ],
  [["- .06,.04 .56,.04 .28,.4", "~ .28,.4 .54,.5 .58,.76 .36,.98 .06,.9"]],
  [["- .62,.68 .02,.68 .46,.02 .46,1"], ["- .1,.04 .06,.56 .6,.56", "- .5,.3 .42,1"]],
  [
    ["~ .6,.04 .3,.06 .12,.22 .26,.42 .5,.56 .5,.84 .26,.98 .04,.88"],
    ["- .14,.06 .1,.46", "~ .1,.46 .4,.42 .58,.64 .44,.94 .06,.94", "- .14,.05 .64,.02"],
  ],
  [["~ .62,.02 .36,.1 .14,.4 .06,.72 .24,.98 .5,.86 .48,.62 .26,.56 .1,.7"]],
  [["- .02,.16 .04,.04 .6,.04 .22,1", "- .12,.52 .56,.48"], [
    "~ .02,.1 .3,.02 .6,.06 .38,.5 .26,1",
    "- .1,.5 .6,.5",
  ]],
  [["o .32,.25 .2,.22 90,450", "o .32,.74 .27,.25 -90,270"]],
  [
    ["o .34,.27 .24,.25 0,-360", "~ .58,.27 .58,.7 .42,.98 .16,.94 .06,.78"],
    ["o .34,.27 .26,.25 20,-340", "- .58,.3 .34,1"],
  ],
];

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
