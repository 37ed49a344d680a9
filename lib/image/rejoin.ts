/**
 * Pieces that are one digit after all: a 4 or a 5 in two strokes that do not meet, a wide 0 that was cut. Told by
 * whoever judges digits: the whole is one beyond doubt, and a piece is not, or the ink is too narrow for two.
 *
 * @module
 */
import { IMAGE_PIXELS } from "../dataset/labeled_images.ts";
import { compareBoxes, longerSide } from "./boxes.ts";
import { uniteBoxes } from "./components.ts";
import type { LocatedInk } from "./locate.ts";
import { type NormalizedDigit, normalizeDigit } from "./normalize.ts";
import type { Box } from "./picture.ts";
import { createPlane } from "./plane.ts";

/** Judges images of 784 ink bytes each: digits beyond doubt, doubtful ones, or none. */
export type Judge = (images: Uint8Array) => Promise<("sure" | "unsure" | "foreign")[]>;

/** A piece of ink that may be a part of a digit. */
export interface InkPart extends LocatedInk {
  /** The ink as the network reads it, if it is taken for a digit. */
  digit?: NormalizedDigit;
  /** The connected ink that it was cut from, and into how many parts. */
  whole: LocatedInk;
  partCount: number;
}

/** Most pieces of a digit; how many of a page are tried together, and how many of those that are no digits. */
const MOST_PARTS = 3, MOST_TRIALS = 200, MOST_STRANGERS = 30;

/**
 * Where pieces may be one digit: their width over their height, together; the gap between neighbours over the height;
 * how high each is for the whole.
 */
const TOGETHER = { aspect: 1.25, gap: 0.3, height: 0.4 };

/**
 * What was cut apart was connected: it may be wider, and narrower than this it is hardly ever two digits. Of 1,338
 * pairs of pen digits that touched and were cut rightly, none so narrow would pass for one digit beyond doubt.
 */
const CUT = { aspect: 2, narrow: 1.1 };

/** Puts pieces together that are one digit; the others stay as they are, in their order. */
export async function rejoinParts(parts: InkPart[], judge: Judge): Promise<InkPart[]> {
  const digits = parts.filter(({ kind }) => kind === "digit");
  if (parts.length < 2 || digits.length === 0) return parts;
  const verdicts = await judge(joinImages(digits));
  const verdictOf = new Map(digits.map((part, i) => [part, verdicts[i]]));
  const isToTry = (trial: InkPart[]) =>
    wasCutNarrow(trial) || trial.some((part) => verdictOf.get(part) !== "sure");
  const trials = listTrials(parts).filter(isToTry).slice(0, MOST_TRIALS);
  if (trials.length === 0) return parts;
  const wholes = trials.map(uniteParts), ofWholes = await judge(joinImages(wholes));
  const joined = new Map<InkPart, InkPart | undefined>();
  for (const [i, trial] of trials.entries()) {
    if (ofWholes[i] !== "sure" || trial.some((part) => joined.has(part))) continue;
    const first = trial.find(({ kind }) => kind === "digit")!;
    for (const part of trial) joined.set(part, part === first ? wholes[i] : undefined);
  }
  return parts.flatMap((part) => joined.has(part) ? joined.get(part) ?? [] : [part]);
}

/** Neighbours that could be one digit, most pieces first. */
function listTrials(parts: InkPart[]): InkPart[][] {
  const digits = parts.filter(({ kind }) => kind === "digit");
  const runs = digits.flatMap((first, at) =>
    [1, 2, 3].map((count) => digits.slice(at, at + count)).filter((run, i) =>
      run.length === i + 1 && run.every(({ line }) => line === first.line)
    )
  );
  const strangers = parts.filter(({ kind }) => kind === "unknown").slice(0, MOST_STRANGERS);
  const withStrangers = runs.flatMap((run) => [
    run,
    ...strangers.map((stranger) => [...run, stranger]),
  ]);
  return withStrangers
    .filter((trial) => trial.length > 1 && trial.length <= MOST_PARTS && couldBeOne(trial))
    .sort((a, b) => b.length - a.length);
}

function couldBeOne(parts: InkPart[]): boolean {
  const box = parts.map((part) => part.box).reduce(uniteBoxes);
  const isNarrow = box.width <= (wasConnected(parts) ? CUT.aspect : TOGETHER.aspect) * box.height;
  return isNarrow && parts.every((part) => {
    const others = parts.filter((other) => other !== part);
    const isNear = others.some((other) =>
      gapBetween(part.box, other.box) <= TOGETHER.gap * box.height
    );
    const isDigit = part.kind === "digit";
    return isNear && (!isDigit || part.box.height >= TOGETHER.height * box.height);
  });
}

function wasConnected(parts: InkPart[]): boolean {
  return parts.every(({ whole }) => whole === parts[0].whole);
}

function wasCutNarrow(parts: InkPart[]): boolean {
  const { width, height } = parts[0].whole.box;
  return wasConnected(parts) && width < CUT.narrow * height;
}

function gapBetween(a: Box, b: Box): number {
  const { columns, rows } = compareBoxes(a, b);
  return Math.max(columns.gap, rows.gap);
}

/** All their ink in one piece, where the first digit stands. */
function uniteParts(parts: InkPart[]): InkPart {
  const first = parts.find(({ kind }) => kind === "digit")!, { whole } = first;
  const isWhole = parts.length === first.partCount && wasConnected(parts);
  const united = isWhole ? whole : { ...first, ...uniteInk(parts) };
  return { ...first, ...united, digit: normalizeDigit(united.ink) };
}

function uniteInk(parts: InkPart[]): Pick<LocatedInk, "ink" | "box"> {
  const box = parts.map((part) => part.box).reduce(uniteBoxes);
  const scale = Math.max(
    ...parts.map(({ box, ink }) => longerSide(box) / Math.max(ink.width, ink.height)),
  );
  const placed = parts.map(({ ink, box: { left, top } }) => ({
    ink,
    x: Math.round((left - box.left) / scale),
    y: Math.round((top - box.top) / scale),
  }));
  const width = Math.max(...placed.map(({ x, ink }) => x + ink.width));
  const height = Math.max(...placed.map(({ y, ink }) => y + ink.height));
  const united = createPlane(width, height);
  for (const { ink, x, y } of placed) {
    for (let row = 0; row < ink.height; row++) {
      for (let column = 0; column < ink.width; column++) {
        const at = (y + row) * width + x + column;
        united.data[at] = Math.max(united.data[at], ink.data[row * ink.width + column]);
      }
    }
  }
  return { ink: united, box };
}

function joinImages(parts: InkPart[]): Uint8Array {
  const images = new Uint8Array(parts.length * IMAGE_PIXELS);
  parts.forEach(({ digit }, i) => images.set(digit!.pixels, i * IMAGE_PIXELS));
  return images;
}
