/**
 * Which pieces of ink are digits, which are signs, and in what order they are read.
 *
 * @module
 */
import { centerX, compareBoxes, longerSide, median } from "./boxes.ts";
import { type Component, cutOut, uniteComponents } from "./components.ts";
import { findLineOf, findSpaces, groupIntoLines, sortByColumn } from "./lines.ts";
import { findMarks, findWholeMark, type Mark } from "./marks.ts";
import { type Plane, resamplePlane } from "./plane.ts";
import { recognizeSign, type Sign } from "./signs.ts";
import { measureStrokeWidth } from "./stroke.ts";

/** The ink of one digit, of a sign, or of what is neither. */
export interface InkPiece extends Component {
  kind: "digit" | "sign" | "unknown";
  /** Which sign it is. */
  sign?: Sign;
  /** The line of writing it stands in, 0 for the topmost. */
  line: number;
  /** Whether it stands wide apart from the piece before it. */
  spaceBefore: boolean;
}

/** What is written in a picture. */
export interface Segmentation {
  /** Line by line, from left to right. */
  pieces: InkPiece[];
  /** How many more pieces there are than are looked at. */
  omitted: number;
  /** Whether the digits lie on their side. */
  sideways: boolean;
}

/** A piece that is lower than this share of its line's digits is no digit. */
const LEAST_HEIGHT_SHARE = 0.4;

/** A line of which nothing reaches this share of the usual ink is no writing: smudges, remains of a ruling. */
const FAINT_SHARE = 0.7;

/** A piece whose longer side is lower than this share of its line's digits is a speck. */
const SPECK_SHARE = 0.25;

/** A digit crosses a row or a column three times at most; a scribble more often, on average. */
const MAX_CROSSINGS = { row: 3.2, column: 3.6 };

/** Height, in pixels, at which that is counted, and the ink of a stroke there. */
const CROSSING_SIDE = 48, CROSSED_INK = 0.25;

/**
 * What tells a dense piece: the share of its box that ink fills, at least, and that over the usual one; and that it
 * is not only bold: the length of its stroke as a multiple of its height is more than that of any digit, or the stroke
 * is broader than a share of the box.
 */
const DENSE = { fill: 0.45, overUsual: 1.8, length: 4.2, width: 0.5 };

/** How wide the digits are for their height if they lie on their side, and how many it takes to tell. */
const SIDEWAYS = { aspect: 1.25, count: 3 };

/** Takes all ink of a picture as one digit, except for dust and a frame around it; `undefined` if there is none. */
export function findWholeDigit(ink: Plane): InkPiece | undefined {
  const mark = findWholeMark(ink);
  return mark && { ...mark, kind: "digit", line: 0, spaceBefore: false };
}

/**
 * Finds what stands in one or more lines of writing, each line from left to right. Pieces of a
 * broken digit are put together; digits that touch count as one.
 */
export function findPieces(ink: Plane): Segmentation {
  const { marks, height, omitted } = findMarks(ink);
  const isHigh = ({ box }: Mark) => box.height >= LEAST_HEIGHT_SHARE * height;
  const lines: Mark[][] = [], lone: Mark[] = [];
  const fullInk = median(marks.map(({ peak }) => peak));
  for (const line of groupIntoLines(marks.filter(isHigh))) {
    const isFaint = line.every(({ peak }) => peak < FAINT_SHARE * fullInk);
    if (isFaint) lone.push(...line);
    else lines.push(line);
  }
  const additions = lines.map((): Mark[] => []);
  for (const mark of marks) {
    if (isHigh(mark)) continue;
    const line = findLineOf(mark, lines);
    if (line >= 0) additions[line].push(mark);
    else lone.push(mark);
  }
  if (marks.length === 0) return { pieces: [], omitted, sideways: false };
  const strokeWidth = lone.length + additions.flat().length + lines.flat().length > 1
    ? measureStrokeWidth(cutOut(ink, widestOf(marks)))
    : 1;
  const pieces = lines.flatMap((members, line) =>
    describeLine([...members, ...additions[line]], ink, { line, strokeWidth })
  );
  const strangers = lone.filter(({ box }) => longerSide(box) >= LEAST_HEIGHT_SHARE * height)
    .map((mark, i): InkPiece => ({
      ...mark,
      kind: "unknown",
      line: lines.length + i,
      spaceBefore: false,
    }));
  return { pieces: [...pieces, ...strangers], omitted, sideways: isSideways(pieces) };
}

/** Finds the digits alone; see {@link findPieces}. */
export function findDigits(ink: Plane): InkPiece[] {
  return findPieces(ink).pieces.filter(({ kind }) => kind === "digit");
}

/** The mark of most ink for its size, as far as that is one stroke's: what tells the width of the pen. */
function widestOf(marks: Mark[]): Mark {
  return marks.reduce((a, b) => b.mass > a.mass ? b : a);
}

function describeLine(
  members: Mark[],
  ink: Plane,
  { line, strokeWidth }: { line: number; strokeWidth: number },
): InkPiece[] {
  const tallest = Math.max(...members.map(({ box }) => box.height));
  const heights = members.map(({ box }) => box.height).filter((value) => value >= 0.25 * tallest);
  const height = median(heights);
  const isHigh = ({ box }: Mark) => box.height >= LEAST_HEIGHT_SHARE * height;
  const small = members.filter((mark) => !isHigh(mark));
  const sorted = sortByColumn([...members.filter(isHigh), ...pairStacked(small, height)]);
  const isDense = findDense(sorted.filter(isHigh), ink);
  const pieces = sorted.flatMap((mark): Omit<InkPiece, "spaceBefore">[] => {
    const others = sorted.filter((other) => other !== mark && isHigh(other));
    const before = others.findLast(({ box }) => centerX(box) <= centerX(mark.box))?.box;
    const after = others.find(({ box }) => centerX(box) > centerX(mark.box))?.box;
    const sign = recognizeSign(mark, ink, { height, before, after, strokeWidth });
    if (sign) return [{ ...mark, kind: "sign", sign, line }];
    if (!isHigh(mark) && longerSide(mark.box) < SPECK_SHARE * height) return [];
    const isDigit = isHigh(mark) && !isTangle(mark, ink) && !isDense(mark);
    return [{ ...mark, kind: isDigit ? "digit" : "unknown", line }];
  });
  const spaces = findSpaces(pieces, height);
  return pieces.map((piece, i) => ({ ...piece, spaceBefore: spaces[i] }));
}

/** Puts small pieces together of which one stands above the other, such as the two of a colon. */
function pairStacked(marks: Mark[], height: number): Mark[] {
  const pairs: Mark[] = [];
  for (const mark of marks) {
    const partner = pairs.findIndex((other) => {
      const { columns, rows } = compareBoxes(other.box, mark.box);
      return columns.overlap >= 0.5 && rows.gap > 0 && rows.gap < 0.6 * height &&
        longerSide(mark.box) < 2 * longerSide(other.box) &&
        longerSide(other.box) < 2 * longerSide(mark.box);
    });
    if (partner < 0) {
      pairs.push(mark);
      continue;
    }
    const other = pairs[partner], parts = [...other.parts, ...mark.parts];
    pairs[partner] = { ...uniteComponents(parts), parts, peak: Math.max(other.peak, mark.peak) };
  }
  return pairs;
}

/** Tells pieces that are far fuller of ink than the others of a line: crossed out, or scribbled. */
function findDense(marks: Mark[], ink: Plane): (mark: Mark) => boolean {
  const fill = ({ box, mass }: Mark) => mass / (box.width * box.height);
  const isBroad = ({ box }: Mark) => box.width >= 0.5 * box.height;
  const fills = marks.filter(isBroad).map(fill).sort((a, b) => a - b);
  const usual = fills[(fills.length - 1) >> 1];
  return (mark) =>
    fills.length > 1 && isBroad(mark) && fill(mark) > DENSE.fill &&
    fill(mark) > DENSE.overUsual * usual && !isBold(mark, ink);
}

/** Whether a piece is full of ink because its strokes are broad. */
function isBold(mark: Mark, ink: Plane): boolean {
  const { mass, box: { width, height } } = mark, stroke = measureStrokeWidth(cutOut(ink, mark));
  const digits = Math.max(1, Math.round(1.3 * width / height));
  return stroke <= DENSE.width * Math.min(width, height) &&
    mass / stroke <= DENSE.length * digits * height;
}

/** Whether strokes cross the rows and columns of a piece more often than those of any digit. */
function isTangle(mark: Mark, ink: Plane): boolean {
  const { width, height, data } = shrinkTo(cutOut(ink, mark), CROSSING_SIDE);
  let inRows = 0, inColumns = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] < CROSSED_INK) continue;
      if (x === 0 || data[i - 1] < CROSSED_INK) inRows++;
      if (y === 0 || data[i - width] < CROSSED_INK) inColumns++;
    }
  }
  // Digits that touch are crossed one after the other.
  const digits = Math.max(1, 1.5 * width / height);
  return inRows / height > MAX_CROSSINGS.row * digits || inColumns / width > MAX_CROSSINGS.column;
}

/** Shrinks a plane to a height, so that the texture of a crayon is gone. */
function shrinkTo(plane: Plane, height: number): Plane {
  if (plane.height <= height) return plane;
  const width = Math.max(1, Math.round(plane.width * height / plane.height));
  return resamplePlane(plane, { left: 0, top: 0, ...plane }, { width, height });
}

function isSideways(pieces: InkPiece[]): boolean {
  const digits = pieces.filter(({ kind }) => kind === "digit");
  const aspects = digits.map(({ box }) => box.width / box.height);
  const lineCount = new Set(digits.map(({ line }) => line)).size;
  return digits.length >= SIDEWAYS.count && median(aspects) >= SIDEWAYS.aspect &&
    lineCount > digits.length / 2;
}
