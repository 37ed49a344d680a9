/**
 * Lines of writing: which pieces stand in one, and in what order they are read.
 *
 * @module
 */
import { centerX, centerY, compareBoxes, median } from "./boxes.ts";
import type { Box } from "./picture.ts";

/** Something that has a place on the sheet. */
interface Placed {
  box: Box;
}

/** How much of its height a piece shares with the one before it in the line, at least. */
const SHARED_HEIGHT = 0.5;

/** How far above or below its line a small piece may stand, as a share of the line's height. */
const LEEWAY = 0.35;

/** A gap is a space from this share of the digits' height on, and if it is so many times the usual gap. */
const SPACE = { height: 0.75, usual: 1.8 };

/** Groups pieces into lines from top to bottom, each from left to right; a line may rise or fall. */
export function groupIntoLines<T extends Placed>(pieces: T[]): T[][] {
  const lines: T[][] = [];
  for (const piece of sortByColumn(pieces)) {
    const shared = lines.map((members) => {
      const last = members.slice(-2).map(({ box }) => compareBoxes(box, piece.box).rows.overlap);
      return last[last.length - 1] >= SHARED_HEIGHT ? last[last.length - 1] : 0.9 * last[0];
    });
    const best = Math.max(...shared, 0);
    if (best >= SHARED_HEIGHT) lines[shared.indexOf(best)].push(piece);
    else lines.push([piece]);
  }
  const middle = (members: T[]) =>
    members.reduce((sum, { box }) => sum + centerY(box), 0) / members.length;
  return lines.sort((a, b) => middle(a) - middle(b));
}

/** The line in whose course a small piece stands, by the members nearest to it; −1 if there is none. */
export function findLineOf(piece: Placed, lines: Placed[][]): number {
  const y = centerY(piece.box);
  const distances = lines.map((members) => {
    const nearest = findNearest(piece, members).box;
    const height = median(members.map(({ box }) => box.height));
    const beyond = Math.max(nearest.top - y, y - nearest.top - nearest.height, 0);
    const apart = compareBoxes(nearest, piece.box).columns.gap;
    return beyond <= LEEWAY * height && apart <= 2 * height ? beyond + apart / 10 : Infinity;
  });
  const least = Math.min(...distances, Infinity);
  return least === Infinity ? -1 : distances.indexOf(least);
}

/** Whether each piece of a line stands wide apart from the one before it. */
export function findSpaces(line: Placed[], height: number): boolean[] {
  const gaps = line.slice(1).map(({ box }, i) => box.left - line[i].box.left - line[i].box.width);
  const usual = median(gaps.map((gap) => Math.max(0, gap)));
  const widest = gaps.length > 2 ? Math.max(SPACE.height * height, SPACE.usual * usual) : 0;
  return [false, ...gaps.map((gap) => gap > (widest || 1.5 * height))];
}

/** The same pieces from left to right. */
export function sortByColumn<T extends Placed>(pieces: T[]): T[] {
  return [...pieces].sort((a, b) => centerX(a.box) - centerX(b.box));
}

function findNearest(piece: Placed, members: Placed[]): Placed {
  const distance = ({ box }: Placed) => Math.abs(centerX(box) - centerX(piece.box));
  return members.reduce((a, b) => distance(b) < distance(a) ? b : a);
}
