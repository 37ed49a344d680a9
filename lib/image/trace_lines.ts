/**
 * Long, thin, straight lines from left to right in ink.
 *
 * @module
 */
import type { Plane } from "./plane.ts";

/** Where a line crosses one column: the rows `from` to `to`, `to` excluded. */
export interface Run {
  at: number;
  from: number;
  to: number;
}

/** A line and the runs of ink it consists of, one a column; none where a stroke crosses it. */
export interface TracedLine {
  /** First and last column. */
  from: number;
  to: number;
  /** How long it is with what strokes hide of it at its ends. */
  length: number;
  /** Mean row, and rows a column. */
  offset: number;
  slope: number;
  /** Median height of its runs. */
  thickness: number;
  runs: Run[];
  /** The share of its columns that have a run, of those in which no stroke hides it. */
  coverage: number;
  /** How many of its ends lie at the plane's edge and are met by no stroke. */
  freeEnds: number;
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
  /** Of the runs' heights. */
  height: number;
  /** How much a column counts of what the next one does. */
  memory: number;
}

/** Ink from which a pixel belongs to a run. */
const LINE_INK = 0.05;

/** Runs that are part of a line: at most this high, in pixels and as a share of the plane's shorter side. */
const THICKNESS = { pixels: 3, share: 0.03 };

/** Runs at the plane's edge may be this high: what is cut off there may be a dark strip. */
const EDGE_THICKNESS = 0.05;

/** For how many columns, as a share of all, a line may fade at a time. */
const GAP_SHARE = 0.08;

/** Least share of its columns in which a line is seen by itself, of those in which no stroke hides it. */
const COVERAGE = 0.7;

/** Tracks are at least this share of all columns long; the share of runs on a straight line in joined ones. */
const LEAST_SHARE = 0.04, STRAIGHT = 0.85;

/** The share of the columns from which a line's direction is told: paper bends, and its lines do. */
const MEMORY_SHARE = 0.18;

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
    for (const run of runs) open.push(startTrack(run, 1 - 1 / (MEMORY_SHARE * ink.width)));
    const isAlive = ({ runs, missing }: Track) => missing <= (runs.length < SHORT ? 2 : gap);
    done.push(...open.filter((track) => !isAlive(track)));
    open = open.filter(isAlive);
  }
  const least = Math.max(SHORT, LEAST_SHARE * ink.width);
  const tracks = [...done, ...open].filter(({ runs }) => runs.length >= least);
  return joinTracks(tracks, ink).map((track) => describeTrack(track, ink))
    .filter(({ coverage }) => coverage >= COVERAGE);
}

/** Joins tracks one of which goes on where another one ends: a stroke upon the line has led it astray. */
function joinTracks(tracks: Track[], ink: Plane): Track[] {
  const joined: Track[] = [];
  for (const track of tracks.sort((a, b) => a.runs[0].at - b.runs[0].at)) {
    const before = joined.find((other) => continues(other, track));
    if (before) appendTrack(before, track, ink);
    else joined.push(track);
  }
  return joined;
}

/** Whether a track runs straight on from another: all of its runs lie where that one leads. */
function continues(before: Track, after: Track): boolean {
  const end = before.runs[before.runs.length - 1].at;
  const rest = after.runs.filter(({ at }) => at > end);
  if (rest.length < SHORT) return false;
  const [first, last] = [before.runs[0], rest[rest.length - 1]];
  const slope = (middle(last) - middle(first)) / (last.at - first.at);
  const tolerance = Math.max(1.5, 0.5 * Math.min(before.height / before.n, after.height / after.n));
  const isNear = (run: Run) =>
    Math.abs(middle(run) - middle(first) - slope * (run.at - first.at)) <= tolerance;
  const near = before.runs.filter(isNear).length + rest.filter(isNear).length;
  return near >= STRAIGHT * (before.runs.length + rest.length);
}

function appendTrack(track: Track, { runs, hidden }: Track, { width, data }: Plane): void {
  const from = track.runs[track.runs.length - 1];
  const rest = runs.filter(({ at }) => at > from.at), to = rest[0];
  const slope = (middle(to) - middle(from)) / (to.at - from.at);
  for (let at = from.at + 1; at < to.at; at++) {
    const y = Math.floor(middle(from) + slope * (at - from.at));
    if (data[y * width + at] >= LINE_INK) track.hidden++;
  }
  track.hidden += hidden;
  for (const run of rest) addRun(track, run);
}

/** The thin runs near where a traced line would go on: its faint parts, and those that a stroke hides. */
export function continueLine(line: TracedLine, ink: Plane): Run[] {
  const runs: Run[] = [];
  followPath(line, ink.width, (at, expected) => {
    const run = findRuns(ink, at).find((run) =>
      run.to - run.from <= 1.5 * line.thickness + 1 &&
      Math.abs(middle(run) - expected) <= Math.max(1.5, line.thickness)
    );
    if (run) runs.push(run);
    return run;
  });
  return runs;
}

/** All that a line covers, also where strokes hide it. */
export function bandOf(line: TracedLine, ink: Plane): Run[] {
  const half = line.thickness / 2 + 1, runs = [...line.runs];
  followPath(line, ink.width, (at, expected) => {
    const from = Math.max(0, Math.floor(expected - half));
    runs.push({ at, from, to: Math.min(ink.height, Math.ceil(expected + half)) });
    return undefined;
  });
  return runs;
}

/** Visits the columns in which a line has no run, with the row in which it would be there. */
function followPath(
  line: TracedLine,
  width: number,
  visit: (at: number, expected: number) => Run | undefined,
): void {
  const runAt = new Map(line.runs.map((run) => [run.at, run]));
  const follow = (last: Run, at: number) =>
    visit(at, middle(last) + line.slope * (at - last.at)) ?? last;
  let last = line.runs[0];
  for (let at = last.at - 1; at >= 0; at--) last = follow(last, at);
  last = line.runs[0];
  for (let at = last.at; at < width; at++) last = runAt.get(at) ?? follow(last, at);
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

function startTrack(run: Run, memory: number): Track {
  const sums = { n: 0, x: 0, y: 0, xx: 0, xy: 0, height: 0 };
  const track = { runs: [], missing: 0, hidden: 0, pending: 0, ...sums, memory };
  addRun(track, run);
  return track;
}

function addRun(track: Track, run: Run): void {
  const y = middle(run);
  track.runs.push(run);
  for (const key of ["n", "x", "y", "xx", "xy", "height"] as const) track[key] *= track.memory;
  track.n++;
  track.height += run.to - run.from;
  track.x += run.at, track.y += y;
  track.xx += run.at * run.at, track.xy += run.at * y;
}

/** Adds the run that continues a track, and takes it from the others. */
function extendTrack(
  track: Track,
  { width, data }: Plane,
  { at, runs }: { at: number; runs: Run[] },
): void {
  const { length } = track.runs, last = track.runs[length - 1];
  const expected = length < SHORT ? middle(last) : predictRow(track, at);
  const height = length < SHORT ? last.to - last.from : track.height / track.n;
  const next = runs.findIndex((run) =>
    run.to - run.from <= 1.3 * height + 1 &&
    Math.abs(middle(run) - expected) <= Math.max(1.5, 0.5 * height)
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
  const hiddenAtEnds = followInk(ink, runs[0], slope, -1) +
    followInk(ink, runs[runs.length - 1], slope, 1);
  return {
    from,
    to,
    length: to - from + hiddenAtEnds,
    slope,
    offset: runs.reduce((sum, run) => sum + middle(run), 0) / runs.length,
    thickness,
    runs,
    coverage: runs.length / (to - from - track.hidden),
    freeEnds: Number(isFree(runs, from, { thickness, edge: 0 })) +
      Number(isFree(runs, to, { thickness, edge: ink.width })),
  };
}

/** For how many columns there is ink where a line would go on beyond one of its ends. */
function followInk({ width, height, data }: Plane, end: Run, slope: number, step: 1 | -1): number {
  let count = 0;
  for (let x = end.at + step; x >= 0 && x < width; x += step, count++) {
    const y = Math.floor(middle(end) + slope * (x - end.at));
    if (y < 0 || y >= height || data[y * width + x] < LINE_INK) break;
  }
  return count;
}

/** Whether the line is seen by itself near one of its ends, and that end is the picture's. */
function isFree(
  runs: Run[],
  end: number,
  { thickness, edge }: { thickness: number; edge: number },
) {
  const reach = Math.max(4, 3 * thickness);
  const near = runs.filter(({ at }) => Math.abs(at + 0.5 - end) <= reach).length;
  return near >= 0.7 * reach && Math.abs(edge - end) <= Math.max(1, thickness);
}
