/**
 * Which connected pieces of ink someone drew, and which of them are parts of one thing.
 *
 * @module
 */
import { compareBoxes, longerSide, median } from "./boxes.ts";
import { type Component, findComponents, uniteComponents } from "./components.ts";
import { findPeak, isSharp } from "./pens.ts";
import type { Box } from "./picture.ts";
import type { Plane } from "./plane.ts";

/** Pieces of ink that belong together. */
export interface Mark extends Component {
  /** The connected pieces it consists of. */
  parts: Component[];
  /** The most ink of a pixel. */
  peak: number;
}

/** What was drawn in a picture. */
export interface Marks {
  marks: Mark[];
  /** The usual height of a digit. */
  height: number;
  /** How many pieces are left out because there are too many. */
  omitted: number;
}

/** Ink above which neighbouring pixels hang together. */
const CONNECTING_INK = 0.04;

/** Ink that a piece reaches somewhere; all of a shadow is fainter. */
const STRONG_INK = 0.5;

/** Ink that a fainter piece reaches if it is as high as others, as shares of their height. */
const FAINT = { ink: 0.35, from: 0.5, to: 1.7 };

/** How near to a side of the picture a frame's line lies, and how much of the side it follows, as shares. */
const FRAME = { depth: 0.05, length: 0.75 };

/** A strip along one side of the picture: its depth, its length, and that over the height of a digit. */
const STRIP = { depth: 0.08, length: 0.15, slender: 4, overHeight: 1.3 };

/** A bar so many times as long as a digit is high, and as it is thick, is a line that someone drew. */
const RULE = { length: 1.6, slender: 8 };

/** A piece with less of the heaviest one's ink is dust. */
const DUST_SHARE = 0.015;

/** A piece smaller than this share of the heaviest one, and apart from it, is a dot. */
const DOT_SHARE = 0.12;

/** Among several digits, a piece whose sides are lower than this share of a digit's height is dust. */
const SPECK_SHARE = 0.07;

/** A piece smaller than this share of another can be a part of that one, such as a 5's top bar. */
const PART_SHARE = 0.65;

/** A piece that is at least this share of another's size may lie above it at some distance. */
const BAR_SHARE = 0.25;

/**
 * A 5's top bar that is as long as the rest is wide: how flat it is, its length over the rest's width, how far it
 * reaches into the rest's rows or stands above them, the columns they share, and the height of both over the usual
 * one.
 */
const TOP_BAR = { flat: 0.6, length: 1.3, reach: 0.25, gap: 0.35, columns: 0.35, together: 1.6 };

/** Pieces nearer to each other than this share of the larger are parts of one; what is less than a digit. */
const NEAR_SHARE = 0.06, CRUMB_SHARE = 0.3;

/** More pieces than on any sheet of writing; of more, the heaviest are taken. */
const MAX_PIECES = 1000;

/** Takes all ink of a picture as one mark, except for dust and a frame around it. */
export function findWholeMark(ink: Plane): Component | undefined {
  const candidates = findDrawn(ink, findComponents(ink, CONNECTING_INK)).strong;
  if (candidates.length === 0) return undefined;
  const heaviest = findHeaviest(candidates);
  return uniteComponents(
    candidates.filter((piece) => piece === heaviest || !isDust(piece, heaviest)),
  );
}

/** Finds everything that was drawn, broken digits put together. */
export function findMarks(ink: Plane): Marks {
  const { strong, faint } = findDrawn(ink, findComponents(ink, CONNECTING_INK));
  if (strong.length === 0) return { marks: [], height: 0, omitted: 0 };
  const height = usualHeight(strong);
  const isAlike = ({ box }: Component) =>
    box.height >= FAINT.from * height && box.height <= FAINT.to * height;
  const sized = [...strong, ...faint.filter(isAlike)]
    .filter(({ box }) => longerSide(box) >= SPECK_SHARE * height);
  const strokes = sized.filter(({ box }) => !isRule(box, height));
  const pieces = strokes.length > 0 ? strokes : sized;
  const kept = pieces.length <= MAX_PIECES
    ? pieces
    : pieces.sort((a, b) => b.mass - a.mass).slice(0, MAX_PIECES);
  const marks = joinParts(kept, height).map((mark) => ({ ...mark, peak: findPeak(mark, ink) }));
  return { marks, height, omitted: pieces.length - kept.length };
}

/** The pieces of ink that someone drew: full strokes, and such as are fainter. */
function findDrawn(ink: Plane, pieces: Component[]): { strong: Component[]; faint: Component[] } {
  const peaks = new Map(pieces.map((piece) => [piece, findPeak(piece, ink)]));
  const strong = pieces.filter((piece) => peaks.get(piece)! >= STRONG_INK);
  const faint = pieces.filter((piece) => {
    const peak = peaks.get(piece)!;
    return peak < STRONG_INK && peak >= FAINT.ink && isSharp(piece, peak, ink);
  });
  const drawn = strong.filter((piece) => !isFrame(piece, ink));
  const inner = drawn.filter((piece) => !isStrip(piece, drawn, ink));
  return { strong: inner.length > 0 ? inner : drawn.length > 0 ? drawn : strong, faint };
}

function findHeaviest(pieces: Component[]): Component {
  return pieces.reduce((a, b) => b.mass > a.mass ? b : a);
}

/** Whether a piece is a long thin line, such as one drawn under a number or around it. */
function isRule({ width, height }: Box, digitHeight: number): boolean {
  return width >= RULE.length * digitHeight && width >= RULE.slender * height;
}

/** The height of most pieces, tiny ones not counted. */
function usualHeight(pieces: Component[]): number {
  const tallest = Math.max(...pieces.map(({ box }) => box.height));
  const { mass } = findHeaviest(pieces);
  return median(
    pieces.filter((piece) => piece.box.height >= 0.2 * tallest && piece.mass >= 0.02 * mass)
      .map(({ box }) => box.height),
  ) || tallest;
}

/** Whether a piece is next to nothing, or a dot far from what was drawn. */
function isDust(piece: Component, heaviest: Component): boolean {
  if (piece.mass < DUST_SHARE * heaviest.mass) return true;
  const side = longerSide(heaviest.box);
  const { columns, rows } = compareBoxes(piece.box, heaviest.box);
  return longerSide(piece.box) < DOT_SHARE * side && Math.max(columns.gap, rows.gap) > side / 4;
}

/**
 * Whether a piece reaches all four sides of the picture and runs along each: a digit in a tight crop
 * does the one and not the other.
 */
function isFrame({ box, pixels }: Component, { width, height }: Plane): boolean {
  if (box.width !== width || box.height !== height) return false;
  const marginX = Math.ceil(FRAME.depth * width), marginY = Math.ceil(FRAME.depth * height);
  const left = new Set<number>(), right = new Set<number>();
  const top = new Set<number>(), bottom = new Set<number>();
  for (const pixel of pixels) {
    const x = pixel % width, y = Math.floor(pixel / width);
    if (x < marginX) left.add(y);
    if (x >= width - marginX) right.add(y);
    if (y < marginY) top.add(x);
    if (y >= height - marginY) bottom.add(x);
  }
  return Math.min(left.size, right.size) >= FRAME.length * height &&
    Math.min(top.size, bottom.size) >= FRAME.length * width;
}

/** Whether a piece is a strip along a side of the picture, such as the edge of a page. */
function isStrip({ box }: Component, others: Component[], { width, height }: Plane): boolean {
  const isUpright = (box.left === 0 || box.left + box.width === width) &&
    box.width <= STRIP.depth * width && box.height >= STRIP.slender * box.width &&
    box.height >= STRIP.length * height;
  const isLevel = (box.top === 0 || box.top + box.height === height) &&
    box.height <= STRIP.depth * height && box.width >= STRIP.slender * box.height &&
    box.width >= STRIP.length * width;
  if (!isUpright && !isLevel) return false;
  const inner = others.filter(({ box: { left, top, ...size } }) =>
    left > 0 && top > 0 && left + size.width < width && top + size.height < height
  );
  return inner.length > 0 && longerSide(box) > STRIP.overHeight * usualHeight(inner);
}

/** Puts pieces together that belong together, directly or through others. */
function joinParts(pieces: Component[], height: number): Omit<Mark, "peak">[] {
  const leaders = pieces.map((_, i) => i);
  const leaderOf = (i: number): number => {
    while (leaders[i] !== i) i = leaders[i] = leaders[leaders[i]];
    return i;
  };
  for (let i = 0; i < pieces.length; i++) {
    for (let j = 0; j < i; j++) {
      if (!belongTogether(pieces[i].box, pieces[j].box, height)) continue;
      leaders[leaderOf(i)] = leaderOf(j);
    }
  }
  const groups = new Map<number, typeof pieces[number][]>();
  for (const [i, piece] of pieces.entries()) {
    const leader = leaderOf(i);
    groups.set(leader, [...groups.get(leader) ?? [], piece]);
  }
  return [...groups.values()].map((parts) => ({ ...uniteComponents(parts), parts }));
}

/** Whether two pieces lie so near each other, or one above the other, that they are one digit. */
function belongTogether(a: Box, b: Box, height: number): boolean {
  const { columns, rows } = compareBoxes(a, b);
  const side = Math.max(longerSide(a), longerSide(b));
  if (columns.gap > 0.3 * side || rows.gap > 0.3 * side) return false;
  const smaller = Math.min(longerSide(a), longerSide(b));
  const isPart = smaller < PART_SHARE * side;
  // What stands beside a taller piece and is no crumb is part of it only if it nearly touches it.
  const isBeside = columns.overlap === 0 && smaller >= CRUMB_SHARE * side;
  const near = NEAR_SHARE * (isBeside ? Math.min(1.5 * smaller, side) : side);
  const isClose = Math.max(columns.gap, rows.gap) < near;
  const together = Math.max(a.top + a.height, b.top + b.height) - Math.min(a.top, b.top);
  const isStacked = columns.overlap >= 0.5 && rows.overlap < 0.3 && rows.gap < 0.1 * side &&
    together <= 2.2 * height;
  const isAbove = columns.overlap >= 0.5 && rows.gap < 0.3 * side && smaller >= BAR_SHARE * side &&
    together <= 1.6 * height;
  return isStacked || (isPart && (isAbove || isClose)) || isTopBar(a, b, height) ||
    isTopBar(b, a, height);
}

/** Whether a flat piece lies on another's upper end, or not far above it. */
function isTopBar(bar: Box, rest: Box, height: number): boolean {
  const { columns, rows } = compareBoxes(bar, rest);
  const reach = bar.top + bar.height - rest.top;
  const isFlat = bar.height <= TOP_BAR.flat * bar.width &&
    bar.width <= TOP_BAR.length * rest.width && rest.height > 1.5 * bar.height &&
    2 * rest.height > rest.width;
  return isFlat && bar.top < rest.top && reach <= TOP_BAR.reach * rest.height &&
    rows.gap <= TOP_BAR.gap * rest.height && columns.overlap >= TOP_BAR.columns &&
    rest.top + rest.height - bar.top <= TOP_BAR.together * height;
}
