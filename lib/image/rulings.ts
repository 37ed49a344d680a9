/**
 * Lines that are printed, ruled or cut rather than written: those of ruled and squared paper, of tables,
 * frames and edges of a page, taken out of the ink.
 *
 * @module
 */
import { findComponents } from "./components.ts";
import { createPlane, type Plane, transpose } from "./plane.ts";
import { bandOf, continueLine, type Run, type TracedLine, traceLines } from "./trace_lines.ts";

/** What a line is to be for a ruling. A length is a share of the picture's side along the line. */
const RULING = {
  /** Least length, and that of others beside at least two of that length. */
  length: 0.5,
  shorter: 0.15,
  /** The page is turned no further than this slope. */
  slope: 0.25,
  shorterOver: 1.4,
  shorterCoverage: 0.75,
  /** Level lines of this length need not be longer than the writing is high, if one of them has free ends. */
  across: 0.8,
  /** Least length of a line that lies within `edge` of the picture's side, a share of the other side. */
  edgeLength: 0.75,
  edge: 0.05,
  /** Least length as a multiple of the height of writing, and of the line's thickness. */
  overWriting: 1.25,
  farOverWriting: 1.6,
  overThickness: 20,
  /** The share of the ink that lies in pieces no higher than the height of writing. */
  mass: 0.6,
};

/** Ink that counts as written on the paper has at least one pixel of this. */
const STRONG_INK = 0.5;

/** Ink below which a pixel beside a line belongs to the line. */
const SOFT_EDGE = 0.3;

/**
 * Gives the ink without rulings; where a stroke crosses one, the stroke stays whole.
 *
 * A line that stands alone may be the bar of a 7 or the foot of a 1 in a tight crop: it is a ruling only if
 * no stroke meets its ends. Next to rulings, shorter lines are some, too.
 */
export function removeRulings(ink: Plane): Plane {
  const upright = transpose(ink);
  const levelLines = traceLines(ink), uprightLines = traceLines(upright);
  const isCandidate = (plane: Plane) => (line: TracedLine) => isLong(line, plane, RULING.length);
  const level = levelLines.filter(isCandidate(ink));
  const steep = uprightLines.filter(isCandidate(upright));
  if (level.length + steep.length === 0) return ink;
  const height = measureWriting(erase(ink, level, steep));
  if (height === undefined) return ink;
  const isRuling = (plane: Plane, others: TracedLine[]) => (line: TracedLine) =>
    outgrows(line, plane, height) && (others.length > 1 || isAlone(line, height));
  const hasFree = level.length > 1 && level.some(({ freeEnds }) => freeEnds === 2);
  const crosses = (line: TracedLine) => hasFree && line.to - line.from >= RULING.across * ink.width;
  let rulings = level.filter((line) => crosses(line) || isRuling(ink, level)(line));
  let columns = steep.filter(isRuling(upright, steep));
  if (rulings.length + columns.length === 0) return ink;
  if (rulings.length + columns.length > 1) {
    const isAlike = (plane: Plane) => (line: TracedLine) =>
      (isLong(line, plane, RULING.length) || line.coverage >= RULING.shorterCoverage) &&
      isLong(line, plane, RULING.shorter) && outgrows(line, plane, RULING.shorterOver * height);
    rulings = levelLines.filter((line) => crosses(line) || isAlike(ink)(line));
    columns = uprightLines.filter(isAlike(upright));
  }
  const rest = erase(ink, rulings.map(continueIn(ink)), columns.map(continueIn(upright)));
  if (measureWriting(rest) === undefined) return ink;
  eraseCrossings(
    rest,
    rulings.map((line) => bandOf(line, ink)),
    columns.map((line) => bandOf(line, upright)),
  );
  return rest;
}

/** Whether no stroke meets a line's ends, or but one of a line that is much longer than the writing is high. */
function isAlone({ length, freeEnds }: TracedLine, height: number): boolean {
  return freeEnds === 2 || (freeEnds === 1 && length >= RULING.farOverWriting * height);
}

function continueIn(plane: Plane): (line: TracedLine) => TracedLine {
  return (line) => ({ ...line, runs: [...line.runs, ...continueLine(line, plane)] });
}

/** Whether a line is longer than what is written is high and, at the picture's edge, follows all of that. */
function outgrows(line: TracedLine, plane: Plane, height: number): boolean {
  const length = line.length;
  return length >= RULING.overWriting * height &&
    (!isAtEdge(line, plane) || length >= RULING.edgeLength * plane.width);
}

function isAtEdge({ offset }: TracedLine, { height }: Plane): boolean {
  return Math.min(offset, height - offset) <= RULING.edge * height;
}

function isLong(line: TracedLine, { width }: Plane, share: number): boolean {
  const { length, thickness, slope } = line;
  return Math.abs(slope) <= RULING.slope && length >= share * width &&
    length >= RULING.overThickness * thickness;
}

/** The height of the pieces in which most of what is written lies; `undefined` if nothing is. */
function measureWriting(ink: Plane): number | undefined {
  const strong = findComponents(ink, 0.1).filter(({ pixels }) =>
    pixels.some((i) => ink.data[i] >= STRONG_INK)
  ).sort((a, b) => a.box.height - b.box.height);
  const total = strong.reduce((sum, { mass }) => sum + mass, 0);
  let below = 0;
  return strong.find(({ mass }) => (below += mass) >= RULING.mass * total)?.box.height;
}

/** Takes lines out of the ink, with their soft edges. */
function erase(ink: Plane, level: TracedLine[], upright: TracedLine[]): Plane {
  const { width, height } = ink, rest = createPlane(width, height);
  rest.data.set(ink.data);
  const eraseRuns = (
    lines: TracedLine[],
    length: number,
    step: { along: number; across: number },
  ) => {
    for (const { at, from, to } of lines.flatMap(({ runs }) => runs)) {
      for (let i = Math.max(0, from - 1); i < Math.min(length, to + 1); i++) {
        const pixel = at * step.along + i * step.across;
        if ((i >= from && i < to) || rest.data[pixel] < SOFT_EDGE) rest.data[pixel] = 0;
      }
    }
  };
  eraseRuns(level, height, { along: 1, across: width });
  eraseRuns(upright, width, { along: width, across: 1 });
  return rest;
}

/** Takes out what lies on a level line and on an upright one: no run of either is thin there. */
function eraseCrossings(ink: Plane, level: Run[][], upright: Run[][]): void {
  const isLevel = new Uint8Array(ink.data.length);
  for (const { at, from, to } of level.flat()) {
    for (let y = from; y < to; y++) isLevel[y * ink.width + at] = 1;
  }
  for (const { at, from, to } of upright.flat()) {
    for (let x = from; x < to; x++) {
      const pixel = at * ink.width + x;
      if (isLevel[pixel] === 1) ink.data[pixel] = 0;
    }
  }
}
