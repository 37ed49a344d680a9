/**
 * Long, thin, straight lines from left to right in ink.
 *
 * @module
 */
import type { Plane } from "./plane.ts";

/** Where a line crosses one column: the rows `from` to `to`, `to` excluded. */
interface Run {
  at: number;
  from: number;
  to: number;
}

/** A line and the runs of ink it consists of, one a column; none where a stroke crosses it. */
export interface TracedLine {
  /** First and last column. */
  from: number;
  to: number;
  /** Mean row, and rows a column. */
  offset: number;
  slope: number;
  /** Median height of its runs. */
  thickness: number;
  runs: Run[];
  /** Whether no stroke meets its ends. */
  hasFreeEnds: boolean;
}

/** A line that is being followed. */
interface Track {
  runs: Run[];
  /** Columns in which there is no ink where the line would go on, since the last run. */
  missing: number;
  /** Columns in which a stroke hides the line, and those of them since the last run. */
  hidden: number;
  pending: number;
  /** Sums for a straight line through the middles of the last runs (least squares, older ones fading). */
  n: number;
  x: number;
  y: number;
  xx: number;
  xy: number;
}

/** Ink from which a pixel belongs to a run. */
const LINE_INK = 0.05;

/** Runs that are part of a line: at most this high, in pixels and as a share of the plane's shorter side. */
const THICKNESS = { pixels: 2, share: 0.03 };

/** Runs at the plane's edge may be this high: what is cut off there may be a dark strip. */
const EDGE_THICKNESS = 0.05;

/** For how many columns, as a share of all, a line may fade at a time. */
const GAP_SHARE = 0.08;

/** Least share of its columns in which a line is seen by itself, of those without strokes and of all. */
const COVERAGE = { visible: 0.5, all: 0.3 };

/** How much each column counts of what the next one does: paper bends, and its lines do. */
const MEMORY = 0.98;

/** Columns in which a track is too short to tell its direction. */
const SHORT = 12;

/** Follows all lines of a plane that are level or nearly so, and seen over a tenth of its width at least. */
export function traceLines(ink: Plane): TracedLine[] {
  const gap = Math.max(6, Math.round(GAP_SHARE * ink.width));
  let open: Track[] = [];
  const done: Track[] = [];
  for (let at = 0; at < ink.width; at++) {
    const runs = findRuns(ink, at);
    for (const track of open) extendTrack(track, ink, { at, runs });
    for (const run of runs) open.push(startTrack(run));
    const isAlive = ({ runs, missing }: Track) => missing <= (runs.length < SHORT ? 2 : gap);
    done.push(...open.filter((track) => !isAlive(track)));
    open = open.filter(isAlive);
  }
  return [...done, ...open].filter(isSeen(ink.width)).map((track) => describeTrack(track, ink));
}

function isSeen(width: number): (track: Track) => boolean {
  return ({ runs, hidden }) => {
    const length = runs[runs.length - 1].at - runs[0].at + 1;
    return length >= 0.1 * width && runs.length >= COVERAGE.all * length &&
      runs.length >= COVERAGE.visible * (length - hidden);
  };
}

/** The thin runs near where a traced line would go on: its faint parts, and those that a stroke hides. */
export function continueLine(line: TracedLine, ink: Plane): Run[] {
  const seen = new Set(line.runs.map(({ at }) => at)), found: Run[] = [];
  let last = line.runs[0];
  const follow = (at: number) => {
    const expected = middle(last) + line.slope * (at - last.at);
    const run = findRuns(ink, at).find((run) =>
      run.to - run.from <= 1.5 * line.thickness + 1 &&
      Math.abs(middle(run) - expected) <= Math.max(1.5, line.thickness)
    );
    if (!run) return;
    found.push(run);
    last = run;
  };
  for (let at = line.from - 1; at >= 0; at--) follow(at);
  const runAt = new Map(line.runs.map((run) => [run.at, run]));
  for (let at = line.from; at < ink.width; at++) {
    if (seen.has(at)) last = runAt.get(at)!;
    else follow(at);
  }
  return found;
}

/** The thin runs of ink in a column. */
function findRuns({ width, height, data }: Plane, at: number): Run[] {
  const limit = THICKNESS.pixels + THICKNESS.share * Math.min(width, height);
  const edgeLimit = Math.max(limit, EDGE_THICKNESS * height);
  const runs: Run[] = [];
  for (let y = 0; y < height; y++) {
    if (data[y * width + at] < LINE_INK) continue;
    const from = y;
    while (y < height && data[y * width + at] >= LINE_INK) y++;
    const isAtEdge = from === 0 || y === height;
    if (y - from <= (isAtEdge ? edgeLimit : limit)) runs.push({ at, from, to: y });
  }
  return runs;
}

function startTrack(run: Run): Track {
  const track = { runs: [], missing: 0, hidden: 0, pending: 0, n: 0, x: 0, y: 0, xx: 0, xy: 0 };
  addRun(track, run);
  return track;
}

function addRun(track: Track, run: Run): void {
  const y = middle(run);
  track.runs.push(run);
  for (const key of ["n", "x", "y", "xx", "xy"] as const) track[key] *= MEMORY;
  track.n++;
  track.x += run.at, track.y += y;
  track.xx += run.at * run.at, track.xy += run.at * y;
}

/** Adds the run that continues a track, and takes it from the others. */
function extendTrack(
  track: Track,
  { width, data }: Plane,
  { at, runs }: { at: number; runs: Run[] },
): void {
  const last = track.runs[track.runs.length - 1];
  const expected = track.runs.length < SHORT ? middle(last) : predictRow(track, at);
  const height = last.to - last.from;
  const next = runs.findIndex((run) =>
    Math.abs(middle(run) - expected) <= Math.max(1.5, 0.5 * Math.max(height, run.to - run.from))
  );
  if (next >= 0) {
    addRun(track, runs.splice(next, 1)[0]);
    track.missing = 0;
    track.hidden += track.pending;
    track.pending = 0;
  } else if (track.runs.length >= SHORT && data[Math.floor(expected) * width + at] >= LINE_INK) {
    track.pending++;
  } else track.missing++;
}

function middle({ from, to }: Run): number {
  return (from + to) / 2;
}

/** The row in which the straight line through the track so far crosses a column. */
function predictRow({ n, x, y, xx, xy }: Track, at: number): number {
  const spread = n * xx - x * x;
  const slope = spread === 0 ? 0 : (n * xy - x * y) / spread;
  return y / n + slope * (at - x / n);
}

function describeTrack(track: Track, ink: Plane): TracedLine {
  const heights = track.runs.map(({ from, to }) => to - from).sort((a, b) => a - b);
  const thickness = heights[heights.length >> 1];
  // A run that is much thicker is a stroke upon the line.
  const runs = track.runs.filter(({ from, to }) => to - from <= 1.5 * thickness + 1);
  const from = runs[0].at, to = runs[runs.length - 1].at + 1;
  const slope = (middle(runs[runs.length - 1]) - middle(runs[0])) / (to - from);
  return {
    from,
    to,
    slope,
    offset: runs.reduce((sum, run) => sum + middle(run), 0) / runs.length,
    thickness,
    runs,
    hasFreeEnds: isFree(runs, from, { thickness, edge: 0 }) &&
      isFree(runs, to, { thickness, edge: ink.width }),
  };
}

/** Whether the line is seen by itself near one of its ends, and that end is the picture's or far from ink. */
function isFree(
  runs: Run[],
  end: number,
  { thickness, edge }: { thickness: number; edge: number },
) {
  const reach = Math.max(4, 3 * thickness);
  const near = runs.filter(({ at }) => Math.abs(at + 0.5 - end) <= reach).length;
  return near >= 0.7 * reach && Math.abs(edge - end) <= Math.max(2, thickness);
}
