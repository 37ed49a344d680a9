/**
 * Things that are no digits, to measure by: drawings, letters of a printed alphabet, scribbles, lines of a table.
 * None of them is among those that examiners are trained on (`lib/augmentation/`).
 *
 * @module
 */
import { decodePng } from "../../lib/image/png.ts";
import type { Picture } from "../../lib/image/picture.ts";
import { rasterizeFigure } from "../../lib/plots/rasterize.ts";
import { createRandom, mixSeeds, type Random } from "../../lib/random.ts";
import { drawStrokes } from "../image/draw.ts";
import { type Point, runStrokeProgram } from "../image/stroke_program.ts";

/** A picture of what is no digit. */
export interface Stranger {
  /** Such as "drawing". */
  kind: string;
  /** Such as "horse". */
  name: string;
  picture: Picture;
}

/** Drawings as stroke programs, in a frame from 0 to 1 both ways. */
const DRAWINGS: Record<string, string[]> = {
  horse: [
    "~ .1,.3 .05,.4 .12,.45 .24,.38 .3,.5 .55,.48 .75,.45 .85,.55",
    "- .3,.5 .28,.95",
    "- .36,.52 .38,.95",
    "- .7,.52 .68,.95",
    "- .76,.5 .8,.95",
    "- .1,.3 .16,.18 .2,.3 .3,.45",
    "~ .85,.55 .95,.65 .93,.85",
  ],
  smiley: [
    "o .5,.5 .45,.45 0,360",
    "- .35,.38 .35,.42",
    "- .65,.38 .65,.42",
    "o .5,.52 .25,.22 20,160",
  ],
  house: ["- .15,.95 .15,.45 .5,.08 .85,.45 .85,.95 .15,.95", "- .42,.95 .42,.65 .6,.65 .6,.95"],
  tree: ["- .45,1 .45,.6", "- .55,1 .55,.6", "o .5,.35 .35,.32 0,360", "- .5,.65 .35,.45"],
  fish: [
    "~ .05,.5 .35,.25 .7,.5 - .95,.25 .95,.75 .7,.5 ~ .7,.5 .35,.75 .05,.5",
    "- .2,.45 .22,.45",
  ],
  heart: ["~ .5,.95 .1,.5 .1,.2 .35,.12 .5,.3 .65,.12 .9,.2 .9,.5 .5,.95"],
  star: ["- .5,.02 .8,.95 .02,.38 .98,.38 .2,.95 .5,.02"],
  cup: ["- .15,.3 .2,.9 .65,.9 .7,.3 .15,.3", "~ .7,.4 .95,.4 .92,.7 .67,.72"],
  key: ["o .2,.5 .17,.17 0,360", "- .37,.5 .95,.5 .95,.7", "- .78,.5 .78,.66"],
  sun: [
    "o .5,.5 .2,.2 0,360",
    ...Array.from({ length: 8 }, (_, i) => {
      const [x, y] = [Math.cos(i * Math.PI / 4), Math.sin(i * Math.PI / 4)];
      return `- ${.5 + .28 * x},${.5 + .28 * y} ${.5 + .46 * x},${.5 + .46 * y}`;
    }),
  ],
  cat: [
    "o .5,.58 .38,.36 0,360",
    "- .18,.38 .15,.05 .4,.25",
    "- .6,.25 .85,.05 .82,.38",
    "- .35,.5 .38,.52",
    "- .62,.5 .65,.52",
    "- .5,.62 .45,.7 .5,.75 .55,.7",
  ],
  boat: ["- .05,.65 .95,.65 .75,.92 .22,.92 .05,.65", "- .5,.65 .5,.08 .85,.55 .5,.55"],
  glasses: ["o .25,.5 .2,.18 0,360", "o .75,.5 .2,.18 0,360", "- .45,.48 .55,.48"],
  person: ["o .5,.15 .12,.12 0,360", "- .5,.27 .5,.65 .28,1", "- .5,.65 .72,1", "- .2,.42 .8,.42"],
  flower: [
    ...[0, 72, 144, 216, 288].map((angle) => {
      const radians = angle * Math.PI / 180;
      const [x, y] = [.5 + .18 * Math.sin(radians), .3 - .18 * Math.cos(radians)];
      return `o ${x.toFixed(2)},${y.toFixed(2)} .12,.12 0,360`;
    }),
    "- .5,.5 .5,1",
  ],
  envelope: ["- .05,.2 .95,.2 .95,.8 .05,.8 .05,.2 .5,.55 .95,.2"],
  lightning: ["- .6,.02 .25,.55 .5,.55 .35,.98 .8,.4 .52,.4 .6,.02"],
  hourglass: ["- .15,.05 .85,.05 .15,.95 .85,.95 .15,.05"],
};

/** Printed letters and signs that nobody takes for a digit. */
const LETTERS = "AEFHKMNRTVWXkmnwx+#%&*";

const SIDE = 128;

/** Draws all of them, each drawing and scribble by several hands. */
export async function* drawStrangers(hands: number): AsyncGenerator<Stranger> {
  for (const [name, programs] of Object.entries(DRAWINGS)) {
    const strokes = programs.map(runStrokeProgram);
    for (let hand = 0; hand < hands; hand++) {
      const random = createRandom(mixSeeds(11, hand, strokes.length));
      yield { kind: "drawing", name, picture: drawByHand(strokes, random) };
    }
  }
  for (const letter of LETTERS) {
    for (const style of ["", "bold", "italic"]) {
      yield {
        kind: "letter",
        name: `${letter} ${style}`,
        picture: await printLetter(letter, style),
      };
    }
  }
  for (let hand = 0; hand < 6 * hands; hand++) {
    const random = createRandom(mixSeeds(12, hand));
    const scribble = Array.from(
      { length: 8 + random.nextInt(20) },
      (): Point => [random.next(), random.next()],
    );
    yield { kind: "scribble", name: `${hand}`, picture: drawByHand([scribble], random) };
  }
  for (let hand = 0; hand < 3 * hands; hand++) {
    const random = createRandom(mixSeeds(13, hand)),
      [x, y] = [0.3, 0.3].map((at) => at + 0.4 * random.next());
    const corner: Point[][] = [[[0, y], [1, y]], [[x, 0], [x, 1]]];
    const rows: Point[][] = [0.2, 0.5, 0.8].map((at) => [[0, at], [1, at + 0.05 * random.next()]]);
    const lines = [corner, rows, [...corner, [[0, 0.95], [1, 0.95]] as Point[]]][hand % 3];
    yield { kind: "lines of a table", name: `${hand}`, picture: drawByHand(lines, random) };
  }
}

/** Strokes given in a frame of 1, with a pen of its own, shaken, stretched and turned. */
function drawByHand(strokes: Point[][], random: Random): Picture {
  const within = (bound: number) => bound * (2 * random.next() - 1);
  const size = SIDE * (0.55 + 0.25 * random.next()),
    stretch = 1 + within(0.15),
    turn = within(0.15);
  const wobble = within(0.015), phase = 6 * random.next();
  const place = ([x, y]: Point): Point => {
    const right = stretch * (x - 0.5 + wobble * Math.sin(9 * y + phase));
    const down = y - 0.5 + wobble * Math.sin(9 * x + phase);
    return [
      SIDE / 2 + size * (right * Math.cos(turn) - down * Math.sin(turn)),
      SIDE / 2 + size * (right * Math.sin(turn) + down * Math.cos(turn)),
    ];
  };
  const pen = {
    width: size * (0.05 + 0.07 * random.next()),
    antialias: true,
    color: [0, 0, 0] as [number, number, number],
    paper: [255, 255, 255] as [number, number, number],
  };
  return drawStrokes({ width: SIDE, height: SIDE }, strokes.map((path) => path.map(place)), pen);
}

async function printLetter(letter: string, style: string): Promise<Picture> {
  const text = letter.replace("&", "&amp;"), weight = style === "bold" ? 700 : 400;
  const slant = style === "italic" ? ` transform="skewX(-12)"` : "";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">` +
    `<rect width="100%" height="100%" fill="white"/><text x="45" y="90" font-size="72"${slant} ` +
    `font-weight="${weight}">${text}</text></svg>`;
  const png = await rasterizeFigure(
    { title: "", description: "", width: SIDE, height: SIDE, svg },
    1,
  );
  return decodePng(png, letter);
}
