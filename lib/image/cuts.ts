/**
 * Paths along which touching digits can be cut apart.
 *
 * @module
 */
import type { Plane } from "./plane.ts";

/** A path through a piece of ink from its top to its bottom. */
export interface Cut {
  /** The column in each row; what lies left of it and what does not are the two parts. */
  columns: Int32Array;
  /** The mean column. */
  center: number;
  /** Ink on the path, in pixels: how much stroke it cuts through. */
  ink: number;
}

/** Distance between the columns in which cuts are looked for, as a share of the height. */
const SPACING_SHARE = 0.06;

/** How far a cut may stray from its column, as a share of the height. */
const FREEDOM_SHARE = 0.2;

/** What a step to the side costs a cut, in pixels of ink. */
const SIDESTEP_COST = 0.15;

/** Finds the cheapest cuts through a piece of ink, from its left side to its right, both included. */
export function findCuts(ink: Plane): Cut[] {
  const spacing = Math.max(1, SPACING_SHARE * ink.height);
  const cuts: Cut[] = [];
  for (let column = 2 * spacing; column < ink.width - 2 * spacing; column += spacing) {
    const cut = traceCut(ink, Math.round(column));
    const last = cuts.at(-1);
    if (!last || meanDistance(last, cut) >= spacing) cuts.push(cut);
    else if (cut.ink < last.ink) cuts[cuts.length - 1] = cut;
  }
  return [createSide(ink, 0), ...cuts, createSide(ink, ink.width)];
}

/** The cut that a cut through a shrunk piece of ink is in the piece itself. */
export function scaleCut(cut: Cut, shrunk: Plane, ink: Plane): Cut {
  const scale = ink.width / shrunk.width;
  const columns = Int32Array.from({ length: ink.height }, (_, y) => {
    const row = Math.floor(y * shrunk.height / ink.height);
    return Math.round(cut.columns[row] * scale);
  });
  return { columns, center: cut.center * scale, ink: cut.ink * scale };
}

/** The path of least ink that stays near a column. */
function traceCut(ink: Plane, column: number): Cut {
  const freedom = Math.ceil(FREEDOM_SHARE * ink.height);
  const from = Math.max(0, column - freedom), to = Math.min(ink.width - 1, column + freedom);
  const { costs, steps } = accumulateCosts(ink, from, to);
  const columns = new Int32Array(ink.height), span = to - from + 1;
  let x = from + costs.indexOf(Math.min(...costs));
  let inkOnPath = 0, sum = 0;
  for (let y = ink.height - 1; y >= 0; y--) {
    columns[y] = x;
    inkOnPath += ink.data[y * ink.width + x];
    sum += x;
    x += steps[y * span + x - from];
  }
  return { columns, center: sum / ink.height, ink: inkOnPath };
}

/**
 * Dynamic programming from top to bottom over the columns `from` to `to`.
 *
 * @returns The cost of the best path to each of these columns in the last row, and for each pixel of
 *   theirs the step to the pixel above it on its best path.
 */
function accumulateCosts(ink: Plane, from: number, to: number) {
  const span = to - from + 1, steps = new Int8Array(span * ink.height);
  let costs = new Float64Array(span), next = new Float64Array(span);
  for (let y = 0; y < ink.height; y++) {
    for (let x = 0; x < span; x++) {
      const left = x > 0 ? costs[x - 1] + SIDESTEP_COST : Infinity;
      const right = x + 1 < span ? costs[x + 1] + SIDESTEP_COST : Infinity;
      const step = y === 0 || costs[x] <= Math.min(left, right) ? 0 : left < right ? -1 : 1;
      const before = costs[x + step] + Math.abs(step) * SIDESTEP_COST;
      next[x] = before + ink.data[y * ink.width + from + x];
      steps[y * span + x] = step;
    }
    [costs, next] = [next, costs];
  }
  return { costs, steps };
}

function createSide(ink: Plane, column: number): Cut {
  return { columns: new Int32Array(ink.height).fill(column), center: column, ink: 0 };
}

function meanDistance(a: Cut, b: Cut): number {
  return a.columns.reduce((sum, column, y) => sum + Math.abs(column - b.columns[y]), 0) /
    a.columns.length;
}
