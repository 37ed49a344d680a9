/**
 * Digits as people draw them: every style of freehand_styles.ts in every setting below, each with
 * its own slant, proportions, wobble and place. Seeded, so that a misread digit can be looked at.
 *
 * @module
 */
import { createRandom, mixSeeds, type Random } from "../../lib/random.ts";
import type { Picture } from "../../lib/image/picture.ts";
import { type Color, drawStrokes, photograph } from "./draw.ts";
import { type Style, STYLES } from "./freehand_styles.ts";
import { type Point, runStrokeProgram } from "./stroke_program.ts";

/** A drawn digit with what is known of it. */
export interface FreehandDigit {
  digit: number;
  style: string;
  setting: string;
  picture: Picture;
}

type Range = [from: number, to: number];

/** The paint program, pen and sheet of a drawing. */
interface Setting {
  name: string;
  width: number;
  height: number;
  /** Height of the digit in pixels. */
  digitHeight: Range;
  penWidth: Range;
  aliased?: true;
  /** Colours of ink and paper to choose from; black on white if not given. */
  colors?: [ink: Color, paper: Color | "none"][];
  /** Anywhere on the sheet instead of near its middle. */
  offCenter?: true;
  photo?: true;
}

const BLACK: Color = [0, 0, 0], WHITE: Color = [255, 255, 255];

const COLORS: [Color, Color][] = [
  [[255, 230, 0], WHITE],
  [[200, 30, 30], [40, 130, 60]],
  [[20, 40, 120], [150, 220, 230]],
  [[250, 120, 170], [60, 60, 70]],
  [[120, 120, 120], [235, 235, 235]],
];

/** Every setting in which each style is drawn. */
export const SETTINGS: Setting[] = [
  {
    name: "1 px at 28",
    width: 28,
    height: 28,
    digitHeight: [17, 23],
    penWidth: [1, 1],
    aliased: true,
  },
  { name: "soft pen at 28", width: 28, height: 28, digitHeight: [16, 22], penWidth: [1.2, 3] },
  { name: "pen at 100", width: 100, height: 100, digitHeight: [50, 85], penWidth: [2, 5] },
  { name: "brush at 280", width: 280, height: 280, digitHeight: [150, 240], penWidth: [14, 24] },
  { name: "marker at 280", width: 280, height: 280, digitHeight: [150, 210], penWidth: [28, 40] },
  {
    name: "broad marker at 600",
    width: 600,
    height: 600,
    digitHeight: [300, 450],
    penWidth: [48, 78],
  },
  {
    name: "1 px at 600",
    width: 600,
    height: 600,
    digitHeight: [250, 500],
    penWidth: [1, 1],
    aliased: true,
  },
  {
    name: "white on black",
    width: 280,
    height: 280,
    digitHeight: [60, 160],
    penWidth: [8, 14],
    colors: [[WHITE, BLACK]],
    offCenter: true,
  },
  {
    name: "tiny on a sheet",
    width: 640,
    height: 480,
    digitHeight: [14, 26],
    penWidth: [1.5, 2.5],
    offCenter: true,
  },
  {
    name: "coloured",
    width: 200,
    height: 260,
    digitHeight: [100, 180],
    penWidth: [8, 18],
    colors: COLORS,
  },
  {
    name: "transparent",
    width: 256,
    height: 256,
    digitHeight: [100, 200],
    penWidth: [8, 20],
    colors: [[BLACK, "none"], [WHITE, "none"], [[30, 90, 200], "none"]],
  },
  {
    name: "photo",
    width: 600,
    height: 450,
    digitHeight: [120, 300],
    penWidth: [7, 15],
    colors: [[[35, 40, 75], [235, 235, 230]]],
    offCenter: true,
    photo: true,
  },
];

/** Draws every style once in every setting. */
export function* drawFreehandDigits(seed = 1): Generator<FreehandDigit> {
  for (const [s, style] of STYLES.entries()) {
    for (const [t, setting] of SETTINGS.entries()) {
      yield drawFreehandDigit(style, setting, createRandom(mixSeeds(seed, s, t)));
    }
  }
}

/** Draws one style in one setting. */
export function drawFreehandDigit(style: Style, setting: Setting, random: Random): FreehandDigit {
  const within = ([from, to]: Range) => from + (to - from) * random.next();
  const penWidth = within(setting.penWidth);
  const strokes = writeDigit(style, random);
  const placed = placeStrokes(strokes, {
    setting,
    height: within(setting.digitHeight),
    penWidth,
    random,
  });
  const [color, paper] = setting.colors?.[random.nextInt(setting.colors.length)] ?? [BLACK, WHITE];
  const pen = { width: penWidth, antialias: !setting.aliased, color, paper };
  const drawing = drawStrokes(setting, placed, pen);
  const picture = setting.photo ? photograph(drawing, random) : drawing;
  return { digit: style.digit, style: style.name, setting: setting.name, picture };
}

/** The strokes of a style by one hand: slanted, turned, stretched, and with a slow wobble. */
export function writeDigit(style: Style, random: Random): Point[][] {
  const uniform = (from: number, to: number) => from + (to - from) * random.next();
  const slant = uniform(-0.12, 0.32), turn = uniform(-0.1, 0.1), stretch = uniform(0.85, 1.2);
  const phases = Array.from({ length: 4 }, () => uniform(0, 2 * Math.PI));
  const wobble = uniform(0, 0.018);
  const move = ([x, y]: Point): Point => {
    const wx = x + wobble * (Math.sin(7 * y + phases[0]) + Math.sin(13 * x + phases[1]));
    const wy = y + wobble * (Math.sin(7 * x + phases[2]) + Math.sin(13 * y + phases[3]));
    const sx = wx * stretch + slant * (0.5 - wy);
    return [sx * Math.cos(turn) - wy * Math.sin(turn), sx * Math.sin(turn) + wy * Math.cos(turn)];
  };
  return style.strokes.map((program) => runStrokeProgram(program).map(move));
}

/** Scales strokes to a height in pixels and puts them on the sheet, wholly inside it. */
function placeStrokes(
  strokes: Point[][],
  { setting, height, penWidth, random }: {
    setting: Setting;
    height: number;
    penWidth: number;
    random: Random;
  },
): Point[][] {
  const xs = strokes.flat().map(([x]) => x), ys = strokes.flat().map(([, y]) => y);
  const left = Math.min(...xs), top = Math.min(...ys);
  const spanX = Math.max(...xs) - left, spanY = Math.max(...ys) - top;
  const roomFor = Math.min(height, (setting.width - penWidth - 2) * spanY / spanX);
  const scale = (roomFor - penWidth) / spanY;
  const place = (side: number, span: number) => {
    const room = Math.max(0, side - span * scale - penWidth);
    const share = setting.offCenter ? random.next() : 0.35 + 0.3 * random.next();
    return penWidth / 2 + room * share;
  };
  const startX = place(setting.width, spanX), startY = place(setting.height, spanY);
  return strokes.map((path) =>
    path.map(([x, y]) => [startX + (x - left) * scale, startY + (y - top) * scale])
  );
}
