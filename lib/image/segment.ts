/**
 * Which pieces of ink are digits, and in what order they are read.
 *
 * @module
 */
import { type Component, findComponents, uniteComponents } from "./components.ts";
import type { Box } from "./picture.ts";
import type { Plane } from "./plane.ts";

/** The ink of one digit. */
export interface InkDigit extends Component {
  /** The line of writing it stands in, 0 for the topmost. */
  line: number;
}

/** Ink above which neighbouring pixels hang together. */
const CONNECTING_INK = 0.04;

/** Ink that a piece reaches somewhere; all of a shadow is fainter. */
const STRONG_INK = 0.5;

/** How near to a side of the picture a frame's line lies, and how much of the side it follows, as shares. */
const FRAME = { depth: 0.05, length: 0.75 };

/** A piece with less of the heaviest one's ink is dust. */
const DUST_SHARE = 0.015;

/** A piece smaller than this share of the heaviest one, and apart from it, is a dot. */
const DOT_SHARE = 0.12;

/** A piece smaller than this share of another can be a part of that one, such as a 5's top bar. */
const PART_SHARE = 0.65;

/** A piece that stays alone and is lower than this share of the tallest digit is no digit. */
const LEAST_HEIGHT_SHARE = 0.35;

/** Takes all ink of a picture as one digit, except for dust and a frame around it. */
export function findWholeDigit(ink: Plane): InkDigit {
  return { ...uniteComponents(findMarks(ink)), line: 0 };
}

/**
 * Finds the digits of one or more lines of writing, each line from left to right. Pieces of a
 * broken digit are put together; two digits that touch count as one.
 */
export function findDigits(ink: Plane): InkDigit[] {
  const pieces = joinParts(findMarks(ink));
  const tallest = Math.max(...pieces.map(({ box }) => box.height));
  const digits = pieces.filter(({ box }) => box.height >= LEAST_HEIGHT_SHARE * tallest);
  return groupIntoLines(digits).flatMap((members, line) =>
    members.map((digit) => ({ ...digit, line }))
  );
}

/** The pieces of ink that someone drew as part of a digit. */
function findMarks(ink: Plane): Component[] {
  const isStrong = ({ pixels }: Component) => pixels.some((i) => ink.data[i] >= STRONG_INK);
  const pieces = findComponents(ink, CONNECTING_INK).filter(isStrong);
  const drawn = pieces.filter((piece) => !isFrame(piece, ink));
  const candidates = drawn.length > 0 ? drawn : pieces;
  const heaviest = candidates.reduce((a, b) => b.mass > a.mass ? b : a);
  return candidates.filter((piece) => piece === heaviest || !isDust(piece, heaviest));
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

/** Puts pieces together that belong together, directly or through others. */
function joinParts(pieces: Component[]): Component[] {
  const groups = pieces.map((piece) => [piece]);
  for (let i = 0; i < pieces.length; i++) {
    for (let j = 0; j < i; j++) {
      if (groups[i] === groups[j] || !belongTogether(pieces[i].box, pieces[j].box)) continue;
      const moved = groups[j];
      groups[i].push(...moved);
      moved.forEach((piece) => groups[pieces.indexOf(piece)] = groups[i]);
    }
  }
  return [...new Set(groups)].map(uniteComponents);
}

/** Whether two pieces lie so near each other, or one above the other, that they are one digit. */
function belongTogether(a: Box, b: Box): boolean {
  const { columns, rows } = compareBoxes(a, b);
  const side = Math.max(longerSide(a), longerSide(b));
  const isPart = Math.min(longerSide(a), longerSide(b)) < PART_SHARE * side;
  const isClose = Math.max(columns.gap, rows.gap) < 0.06 * side;
  const isStacked = columns.overlap >= 0.5 && rows.overlap < 0.3 && rows.gap < 0.1 * side;
  const isAbove = columns.overlap >= 0.5 && rows.gap < 0.3 * side;
  return isStacked || (isPart && (isAbove || isClose));
}

function compareBoxes(a: Box, b: Box) {
  return {
    columns: compareSpans(a.left, a.width, b.left, b.width),
    rows: compareSpans(a.top, a.height, b.top, b.height),
  };
}

/** The gap between two spans, or the share of the shorter one in which they overlap. */
function compareSpans(startA: number, lengthA: number, startB: number, lengthB: number) {
  const shared = Math.min(startA + lengthA, startB + lengthB) - Math.max(startA, startB);
  return { gap: Math.max(0, -shared), overlap: Math.max(0, shared) / Math.min(lengthA, lengthB) };
}

/** A digit stands in the line of the digit before it if they overlap by half in height. */
function groupIntoLines(digits: Component[]): Component[][] {
  const lines: Component[][] = [];
  for (const digit of [...digits].sort((a, b) => centerX(a.box) - centerX(b.box))) {
    const line = lines.find((members) => {
      const { top, height } = members[members.length - 1].box;
      return compareSpans(top, height, digit.box.top, digit.box.height).overlap >= 0.5;
    });
    if (line) line.push(digit);
    else lines.push([digit]);
  }
  return lines.sort((a, b) => a[0].box.top - b[0].box.top);
}

function longerSide({ width, height }: Box): number {
  return Math.max(width, height);
}

function centerX(box: Box): number {
  return box.left + box.width / 2;
}
