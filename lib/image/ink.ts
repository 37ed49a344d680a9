/**
 * Tells ink from paper: dark on light or light on dark, drawn or photographed.
 *
 * @module
 */
import { borderPlaces, EVEN_BORDER_SPREAD, valuesAt } from "./border.ts";
import { type Component, findComponents } from "./components.ts";
import type { Picture } from "./picture.ts";
import { evenOutPens } from "./pens.ts";
import { createPlane, mapPlane, type Plane } from "./plane.ts";
import { findPaper, findSurroundings } from "./paper.ts";
import { findOtsuThreshold, keepValues, percentile, sampleValues, variance } from "./statistics.ts";
import { readTone } from "./tone.ts";

/** What tells ink from the unevenness of paper. */
interface InkLimits {
  /** The least depth of the full stroke, as a share of the distance from black to white. */
  contrast: number;
  /** The share of the full stroke's depth below which there is shade, or a printed ruling. */
  share: number;
}

const DRAWN: InkLimits = { contrast: 0.06, share: 0 };
const PHOTOGRAPHED: InkLimits = { contrast: 0.15, share: 0.2 };

/** White noise keeps 1/9 of its variance under a 3×3 mean, one-pixel lines keep 1/3. */
const MIN_COHERENCE = 0.2;

/** What follows this share of a side of the picture belongs to its edge; the least rest beside it. */
const EDGE_SHARE = 0.12, MIN_REST = 0.2;

/** Pixels, at most, by which it is judged whether neighbours belong together. */
const COHERENCE_PIXELS = 130_000;

/** Ink from which a pixel lies within a stroke, and below which it is paper. */
const FULL_INK = 0.6, PAPER = 0.1;

/**
 * Pixels between paper and full ink for each one of full ink: a stroke's rim, or shade. In photos of pens
 * it is 0.04 to 1, of hairlines on grainy paper now and then 3; on blank paper with a shadow, 3 to 130.
 */
const MAX_HALFTONES = 4;

/**
 * Finds the ink of a picture.
 *
 * The background is what the frame shows if that is even, and otherwise, as in a photo with uneven
 * light, what stays when everything narrow is filled up. Ink is the side, darker or lighter, that
 * departs farther from it.
 *
 * @returns Ink from 0 (paper) to 1 (the full stroke), or `undefined` if there is none.
 */
export function extractInk(picture: Picture): Plane | undefined {
  const tone = readTone(picture);
  if (!isCoherent(tone)) return undefined;
  const places = borderPlaces(tone.width, tone.height);
  const border = valuesAt(tone.data, places, { channel: 0, channels: 1 });
  const paper = findEvenPaper(tone, border);
  const depth = paper === undefined ? measureDepthFromPaper(tone) : measureDepth(tone, paper);
  const ink = scaleInk(depth, paper === undefined ? PHOTOGRAPHED : DRAWN);
  if (!ink || !isCoherent(ink)) return undefined;
  return paper !== undefined ? evenOutPens(ink) : isShade(ink) ? undefined : ink;
}

/** The one tone of the paper: that along the border, or that which most pixels have; `undefined` in a photo. */
function findEvenPaper(tone: Plane, border: Float32Array): number | undefined {
  const isEven = percentile(border, 0.75) - percentile(border, 0.25) <= EVEN_BORDER_SPREAD;
  const usual = percentile(sampleValues(tone.data), 0.5);
  // Where digits reach the border, a drawing is known by its paper without any grain.
  if (!isEven) {
    return shareOf(tone.data, usual) >= 0.5 && shareOf(border, usual) >= 0.25 ? usual : undefined;
  }
  const paper = percentile(border, 0.5);
  let largest = 0, departing = 0;
  for (const value of tone.data) largest = Math.max(largest, Math.abs(value - paper));
  for (const value of tone.data) if (Math.abs(value - paper) > largest / 2) departing++;
  // A line drawn around the sheet: ink never covers so much of it.
  return departing > 0.65 * tone.data.length ? usual : paper;
}

/** The share of values that are a tone but for rounding. */
function shareOf(values: Float32Array, tone: number): number {
  return keepValues(values, (value) => Math.abs(value - tone) < 0.003).length / values.length;
}

/** Whether neighbouring pixels belong together; a blank sheet and noise have no such structure. */
function isCoherent(plane: Plane): boolean {
  const { values, means } = sampleMeans(plane);
  return variance(means) > MIN_COHERENCE * variance(values);
}

/** Some pixels, evenly spread, and the mean of each and its neighbours. */
function sampleMeans({ width, height, data }: Plane) {
  const stride = Math.ceil(data.length / COHERENCE_PIXELS) | 1;
  const count = Math.ceil(data.length / stride);
  const values = new Float32Array(count), means = new Float32Array(count);
  for (let k = 0, i = 0; k < count; k++, i += stride) {
    const x = i % width, y = (i - x) / width;
    const firstX = x > 0 ? x - 1 : 0, lastX = x + 1 < width ? x + 1 : x;
    const firstY = y > 0 ? y - 1 : 0, lastY = y + 1 < height ? y + 1 : y;
    let sum = 0;
    for (let row = firstY * width; row <= lastY * width; row += width) {
      for (let nx = row + firstX; nx <= row + lastX; nx++) sum += data[nx];
    }
    values[k] = data[i];
    means[k] = sum / ((lastX - firstX + 1) * (lastY - firstY + 1));
  }
  return { values, means };
}

/** Whether what stands out is the soft edge of a shadow: hardly any of it is full ink. */
function isShade({ data }: Plane): boolean {
  let full = 0, halftones = 0;
  for (let i = 0; i < data.length; i++) {
    if (data[i] >= FULL_INK) full++;
    else if (data[i] > PAPER) halftones++;
  }
  return halftones > MAX_HALFTONES * full;
}

/** How far each tone is from the paper's, positive towards the ink. */
function measureDepth(tone: Plane, paper: number): Plane {
  const depth = createPlane(tone.width, tone.height), { data } = depth;
  let skew = 0;
  for (let i = 0; i < data.length; i++) {
    data[i] = tone.data[i] - paper;
    skew += data[i] * data[i] * data[i];
  }
  if (skew < 0) { for (let i = 0; i < data.length; i++) data[i] = -data[i]; }
  return depth;
}

/**
 * How far each tone is from the paper around it, as a share of the paper's: light multiplies both, so
 * that strokes in the shadow count as much as those in the light.
 */
function measureDepthFromPaper(tone: Plane): Plane {
  const sign = thirdMoment(tone.data, findSurroundings(tone).data) < 0 ? 1 : -1;
  const depth = findPaper(tone, sign), { data } = depth;
  for (let i = 0; i < data.length; i++) {
    data[i] = sign * (data[i] - tone.data[i]) / Math.max(data[i], 0.1);
  }
  const offset = percentile(sampleValues(data), 0.5);
  for (let i = 0; i < data.length; i++) data[i] -= offset;
  return depth;
}

/** The skew of the tones about the paper: the few that are far from it are the ink. */
function thirdMoment(tone: Float32Array, paper: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < tone.length; i++) {
    const depth = tone[i] - paper[i];
    sum += depth * depth * depth;
  }
  return sum;
}

/** Stretches depths so that the full stroke becomes 1, and shade and the paper's grain 0. */
function scaleInk(depth: Plane, limits: InkLimits): Plane | undefined {
  const noise = estimateNoise(depth.data);
  const least = Math.max(limits.contrast / 2, 5 * noise);
  const strokes = keepValues(
    limits.share > 0 ? hideEdges(depth, least).data : depth.data,
    (value) => value > least,
  );
  if (strokes.length === 0) return undefined;
  const threshold = findOtsuThreshold(strokes);
  const full = percentile(sampleValues(keepValues(strokes, (value) => value >= threshold)), 0.9);
  if (full < limits.contrast) return undefined;
  const floor = Math.max(limits.share, Math.min(4 * noise / full, 0.4)) * full;
  const ink = createPlane(depth.width, depth.height), span = full - floor;
  for (let i = 0; i < ink.data.length; i++) {
    const value = (depth.data[i] - floor) / span;
    ink.data[i] = value <= 0 ? 0 : value >= 1 ? 1 : value;
  }
  return ink;
}

/**
 * Leaves out what lies along the picture's edge, such as a corner of the desk, so that it does not set the
 * depth of full ink, unless that is all.
 */
function hideEdges(depth: Plane, least: number): Plane {
  const { width, height } = depth;
  const isAtEdge = ({ box }: Component) =>
    ((box.left === 0 || box.left + box.width === width) && box.height >= EDGE_SHARE * height) ||
    ((box.top === 0 || box.top + box.height === height) && box.width >= EDGE_SHARE * width);
  const pieces = findComponents(depth, least), atEdge = pieces.filter(isAtEdge);
  const total = (part: Component[]) => part.reduce((sum, { pixels }) => sum + pixels.length, 0);
  if (atEdge.length === 0 || total(pieces) < MIN_REST * total(atEdge) + total(atEdge)) return depth;
  const rest = mapPlane(depth, (value) => value);
  for (const { pixels } of atEdge) for (const pixel of pixels) rest.data[pixel] = 0;
  return rest;
}

/** The standard deviation of the paper's grain, from the side where there is no ink. */
function estimateNoise(depths: Float32Array): number {
  const lighter = keepValues(sampleValues(depths), (value) => value < 0);
  return lighter.length === 0 ? 0 : -1.48 * percentile(lighter, 0.5);
}
