/**
 * Pages as people photograph and draw them: ruled and squared paper, tables, a sheet on a desk, several
 * pens, signs between digits.
 *
 * @module
 */
import type { Picture } from "../../lib/image/picture.ts";
import { createRandom, type Random } from "../../lib/random.ts";
import { type Color, drawStrokes, photograph } from "./draw.ts";
import { writeLine } from "./freehand_numbers.ts";
import type { Point } from "./stroke_program.ts";

/** Strokes of one pen. */
export interface Layer {
  strokes: Point[][];
  width: number;
  color: Color;
}

const PAPER: Color = [235, 235, 230];
export const BLUE_INK: Color = [35, 40, 75];
const RULING: Color = [150, 165, 195];

/** Draws several pens' strokes on one sheet, the later above the earlier ones. */
export function drawLayers(
  size: { width: number; height: number },
  layers: Layer[],
  paper: Color = PAPER,
): Picture {
  const data = new Uint8Array(4 * size.width * size.height);
  for (let i = 0; i < data.length; i += 4) data.set([...paper, 255], i);
  for (const { strokes, width, color } of layers) {
    const pen = { width, antialias: true, color, paper: "none" as const };
    const layer = drawStrokes(size, strokes, pen).data;
    for (let i = 0; i < data.length; i += 4) {
      const alpha = layer[i + 3] / 255;
      for (let c = 0; c < 3; c++) data[i + c] = layer[i + c] * alpha + data[i + c] * (1 - alpha);
    }
  }
  return { ...size, data };
}

/** Strokes of a number with its left top about a place. */
export function writeAt(
  digits: string,
  random: Random,
  { x, y, height, penWidth = 6, gap = 0.2 }: {
    x: number;
    y: number;
    height: number;
    penWidth?: number;
    gap?: number;
  },
): Point[][] {
  return writeLine(digits, random, { height, penWidth, gap })
    .map((path) => path.map(([px, py]): Point => [px + x, py + y]));
}

export const level = (y: number, from: number, to: number, rise = 0): Point[] => [
  [from, y],
  [to, y - rise],
];
export const upright = (x: number, from: number, to: number): Point[] => [[x, from], [x, to]];

/** A kind of page: a picture of the given lines of digits. */
export interface PageKind {
  name: string;
  draw: (lines: string[], seed: number) => Picture;
}

const SIZE = { width: 900, height: 640 };
const LINE_TOP = 120, LINE_STEP = 150, HEIGHT = 80;

function writeLines(lines: string[], random: Random): Point[][] {
  return lines.flatMap((digits, i) =>
    writeAt(digits, random, { x: 120, y: LINE_TOP + i * LINE_STEP, height: HEIGHT })
  );
}

const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);

/** A photo of writing over a printed pattern. */
function photographOver(pattern: (random: Random) => Layer[]): PageKind["draw"] {
  return (lines, seed) => {
    const random = createRandom(seed);
    const writing = { strokes: writeLines(lines, random), width: 6, color: BLUE_INK };
    return photograph(drawLayers(SIZE, [...pattern(random), writing]), random);
  };
}

/** Puts a sheet on a dark desk with some grain, turned a little. */
export function putOnDesk(sheet: Picture, random: Random, margin = 130): Picture {
  const width = sheet.width + 2 * margin, height = sheet.height + 2 * margin;
  const data = new Uint8Array(4 * width * height), turn = 0.06 * (random.next() - 0.5);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      const dx = x - width / 2, dy = y - height / 2;
      const sx = Math.round(dx * Math.cos(turn) + dy * Math.sin(turn) + sheet.width / 2);
      const sy = Math.round(dy * Math.cos(turn) - dx * Math.sin(turn) + sheet.height / 2);
      const isSheet = sx >= 0 && sy >= 0 && sx < sheet.width && sy < sheet.height;
      const at = 4 * (sy * sheet.width + sx),
        wood = 45 + 8 * Math.sin(y / 3) + 6 * random.nextNormal();
      data.set(isSheet ? sheet.data.subarray(at, at + 4) : [wood + 8, wood, wood - 8, 255], i);
    }
  }
  return { width, height, data };
}

/** The kinds on which digits stand upon something that is no writing. */
export const PAGE_KINDS: PageKind[] = [
  {
    name: "ruled paper",
    draw: photographOver(() => [{
      strokes: range(LINE_TOP - 60, SIZE.height, 150).map((y) => level(y, 0, SIZE.width, 12)),
      width: 3,
      color: RULING,
    }]),
  },
  {
    name: "paper ruled in black, lines through the digits",
    draw: photographOver(() => [{
      strokes: range(LINE_TOP + 0.8 * HEIGHT, SIZE.height, LINE_STEP).map((y) =>
        level(y, 0, SIZE.width)
      ),
      width: 4,
      color: [40, 40, 40],
    }]),
  },
  {
    name: "squared paper",
    draw: photographOver(() => [{
      strokes: [
        ...range(20, SIZE.height, 40).map((y) => level(y, 0, SIZE.width)),
        ...range(25, SIZE.width, 40).map((x) => upright(x, 0, SIZE.height)),
      ],
      width: 1.5,
      color: RULING,
    }]),
  },
  {
    name: "a table",
    draw: photographOver(() => [{
      strokes: [
        ...range(LINE_TOP - 35, SIZE.height, LINE_STEP).map((y) => level(y, 60, 840)),
        ...[60, 840].map((x) => upright(x, LINE_TOP - 35, LINE_TOP - 35 + 3 * LINE_STEP)),
      ],
      width: 3,
      color: [60, 60, 70],
    }]),
  },
  {
    name: "a frame",
    draw: photographOver(() => [{
      strokes: [
        level(30, 30, 870),
        level(610, 30, 870),
        upright(30, 30, 610),
        upright(870, 30, 610),
      ],
      width: 5,
      color: [30, 30, 30],
    }]),
  },
  {
    name: "a line along one edge",
    draw: photographOver(() => [{
      strokes: [upright(3, 0, SIZE.height)],
      width: 8,
      color: [20, 20, 20],
    }]),
  },
  {
    name: "a sheet on a dark desk",
    draw: (lines, seed) => {
      const random = createRandom(seed);
      const writing = { strokes: writeLines(lines, random), width: 6, color: BLUE_INK };
      return photograph(putOnDesk(drawLayers(SIZE, [writing]), random), random);
    },
  },
];
