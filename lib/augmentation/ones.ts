/**
 * Ones with a flag, the upstroke with which most of Europe writes its 1s, and with a foot.
 *
 * @module
 */
import type { Plane } from "../image/plane.ts";
import type { Random } from "../random.ts";
import {
  addStroke,
  closeSheet,
  findRows,
  measureMoments,
  measurePen,
  openSheet,
  type Point,
  within,
} from "./sheet.ts";

/** From the top of the digit to the end of its flag, as a share of the digit's height. */
const LENGTHS = { from: 0.25, to: 0.95 };

/** Between flag and vertical where the digit stands upright, in degrees; a long flag is a steep one. */
const STEEPEST = 20, FLATTEST = { short: 75, long: 35 };

/** From the stem to an end of the foot, as a share of the digit's height. */
const FEET = { from: 0.15, to: 0.4 };

/** Nobody leans his digits more than this, to either side. */
const MAX_SLANT = 1;

/** How a 1 stands. */
interface Stem {
  /** The middle of the stroke at its upper and its lower end. */
  top: Point;
  bottom: Point;
  height: number;
  /** Pixels to the right for each row upwards. */
  slant: number;
  pen: number;
}

/** Writes a 1 with a flag: from its top down to the left, as broad as its stem and slanted as it is. */
export function drawFlag(image: Uint8Array, random: Random): Uint8Array {
  return addToStem(image, (sheet, stem) => addFlag(sheet, stem, random));
}

/** Writes a 1 with a flag and with a level stroke under it. */
export function drawFlagAndFoot(image: Uint8Array, random: Random): Uint8Array {
  return addToStem(image, (sheet, stem) => {
    addFlag(sheet, stem, random);
    addFoot(sheet, stem, random);
  });
}

function addToStem(image: Uint8Array, add: (sheet: Plane, stem: Stem) => void): Uint8Array {
  const sheet = openSheet(image), stem = measureStem(sheet);
  if (!stem) return image;
  add(sheet, stem);
  return closeSheet(sheet);
}

function addFlag(sheet: Plane, { top, height, slant, pen }: Stem, random: Random): void {
  const share = random.next();
  const length = (LENGTHS.from + (LENGTHS.to - LENGTHS.from) * share) * height;
  const flattest = FLATTEST.short + (FLATTEST.long - FLATTEST.short) * share;
  const angle = within(random, STEEPEST, flattest) * Math.PI / 180;
  const drop = length * Math.cos(angle);
  // The slant shears the flag together with the stem.
  const end = { x: top.x - length * Math.sin(angle) - slant * drop, y: top.y + drop };
  addStroke(sheet, { from: top, to: end, pen });
}

function addFoot(sheet: Plane, { bottom, height, pen }: Stem, random: Random): void {
  const reach = () => within(random, FEET.from, FEET.to) * height;
  const from = { x: bottom.x - reach(), y: bottom.y };
  addStroke(sheet, { from, to: { x: bottom.x + reach(), y: bottom.y }, pen });
}

/** Fits a line to the ink by its first and second moments; `undefined` if there is none to speak of. */
function measureStem(sheet: Plane): Stem | undefined {
  const rows = findRows(sheet), whole = measureMoments(sheet);
  if (!rows || !whole) return undefined;
  const pen = measurePen(sheet), cap = Math.min(rows.to - rows.from, Math.ceil(pen));
  const upper = measureMoments(sheet, { from: rows.from, to: rows.from + cap })!;
  const lower = measureMoments(sheet, { from: rows.to - cap, to: rows.to })!;
  const slant = -whole.xy / Math.max(1, whole.yy);
  return {
    top: { x: upper.x, y: rows.from + pen / 2 },
    bottom: { x: lower.x, y: rows.to - pen / 2 },
    height: rows.to - rows.from,
    slant: Math.min(MAX_SLANT, Math.max(-MAX_SLANT, slant)),
    pen,
  };
}
