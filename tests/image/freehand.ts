/**
 * Digits as people draw them: every style of freehand_styles.ts in every setting below, each with
 * its own slant, proportions, wobble and place. Seeded, so that a misread digit can be looked at.
 *
 * @module
 */
import { createRandom, mixSeeds, type Random } from "../../lib/random.ts";
import { type Box, cropPicture, type Picture } from "../../lib/image/picture.ts";
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
  /** How much of the digit one side of the picture cuts off, as a share of its width or height. */
  cut?: Range;
  /** The picture ends where the digit does, and a speck lies beside the strokes. */
  tight?: true;
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
  {
    name: "cut by the frame",
    width: 280,
    height: 280,
    digitHeight: [120, 220],
    penWidth: [8, 18],
    cut: [0.05, 0.15],
  },
  {
    name: "tight crop with a speck",
    width: 400,
    height: 400,
    digitHeight: [120, 300],
    penWidth: [8, 18],
    tight: true,
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
  const paths = setting.tight ? [...placed, findSpeck(placed, penWidth, random)] : placed;
  const drawing = cropDrawing(drawStrokes(setting, paths, pen), setting, {
    box: measureBox(placed, penWidth),
    random,
  });
  const picture = setting.photo ? photograph(drawing, random) : drawing;
  return { digit: style.digit, style: style.name, setting: setting.name, picture };
}

/** Crops a drawing as its setting says. */
function cropDrawing(
  drawing: Picture,
  { cut, tight }: Setting,
  { box, random }: { box: Box; random: Random },
): Picture {
  if (tight) return cropPicture(drawing, box);
  if (!cut) return drawing;
  const share = cut[0] + (cut[1] - cut[0]) * random.next();
  const x = Math.round(share * box.width), y = Math.round(share * box.height);
  const { width, height } = drawing;
  const left = box.left + x, top = box.top + y;
  const rest: Box[] = [
    { left, top: 0, width: width - left, height },
    { left: 0, top, width, height: height - top },
    { left: 0, top: 0, width: box.left + box.width - x, height },
    { left: 0, top: 0, width, height: box.top + box.height - y },
  ];
  return cropPicture(drawing, rest[random.nextInt(rest.length)]);
}

/** The box around strokes, the pen's width included. */
function measureBox(strokes: Point[][], penWidth: number): Box {
  const xs = strokes.flat().map(([x]) => x), ys = strokes.flat().map(([, y]) => y);
  const [left, top] = [xs, ys].map((values) => Math.floor(Math.min(...values) - penWidth / 2));
  return {
    left,
    top,
    width: Math.ceil(Math.max(...xs) + penWidth / 2) - left,
    height: Math.ceil(Math.max(...ys) + penWidth / 2) - top,
  };
}

/** A short mark of the pen in the digit's box, as far from its strokes as any of fifty tried. */
function findSpeck(strokes: Point[][], penWidth: number, random: Random): Point[] {
  const { left, top, width, height } = measureBox(strokes, penWidth);
  const distanceTo = ([x, y]: Point) =>
    Math.min(...strokes.flat().map(([px, py]) => Math.hypot(px - x, py - y)));
  const places = Array.from({ length: 50 }, (): Point => [
    left + penWidth + (width - 2 * penWidth) * random.next(),
    top + penWidth + (height - 2 * penWidth) * random.next(),
  ]);
  const place = places.reduce((best, each) => distanceTo(each) > distanceTo(best) ? each : best);
  return [place, place];
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
