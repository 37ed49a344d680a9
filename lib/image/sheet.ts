/**
 * A sheet of paper on a darker desk: where it lies, and the desk made to look like its paper.
 *
 * @module
 */
import { type Component, findComponents } from "./components.ts";
import { findHull, hullArea, hullLength, largestQuadrilateral } from "./hull.ts";
import { type Box, type Picture, shrinkPicture } from "./picture.ts";
import { blurBox, closeBox, createPlane, mapPlane, type Plane } from "./plane.ts";
import { findOtsuThreshold } from "./statistics.ts";

/** A sheet found in a picture, at a small scale. */
export interface Sheet {
  /** Pixels of the unshrunk picture along each side of one of the pixels below. */
  factor: number;
  /** 1 on the sheet, 0 on the desk. */
  mask: Plane;
  /** Red, green and blue of the sheet's paper, carried on beyond its edges, 0 to 255. */
  paper: Plane[];
}

/** Longer side, in pixels, at which a sheet is looked for. */
const SMALL_SIDE = 270;

/** Longer side, in pixels, of the smallest photo: on less, a digit in white on black fills up to a sheet. */
const LEAST_SIDE = 200;

/** Radius, in those pixels, of what is filled up as ink on the sheet, and of its edge that is left out. */
const INK_RADIUS = 4, EDGE = 2;

/** What a bright area is to be for a sheet on a desk; all are shares. */
const SHEET = {
  /** Of the picture, at least and at most. */
  area: { from: 0.08, to: 0.985 },
  /** Of the picture's shorter side that it is wide, at least; a broad stroke is narrower. */
  width: 0.2,
  /** Of the picture's outermost pixels that are desk, at least. */
  border: 0.03,
  /** The desk's tone of the sheet's, at most: also across each part of the edge. */
  deskTone: 0.65,
  /** Of its hull that is bright, and of the hull that four corners span; a written 0 has 0.64 of that. */
  solidity: 0.8,
  corners: 0.8,
  /** Of its edge that is a sharp step; shadows have soft ones. */
  sharpEdge: 0.6,
};

/**
 * Finds the sheet of paper that lies on a darker desk.
 *
 * @param picture The picture, shrunk by `shrunkBy`.
 * @returns `undefined` if paper is all there is.
 */
export function findSheet(picture: Picture, shrunkBy: number): Sheet | undefined {
  const side = Math.max(picture.width, picture.height);
  if (side * shrunkBy < LEAST_SIDE || !hasDarkBorder(picture)) return undefined;
  const factor = Math.ceil(side / SMALL_SIDE);
  const colors = splitChannels(shrinkPicture(picture, factor));
  const { width, height } = colors[0];
  const luma = createPlane(width, height);
  luma.data.forEach((_, i) => {
    luma.data[i] = 0.299 * colors[0].data[i] + 0.587 * colors[1].data[i] +
      0.114 * colors[2].data[i];
  });
  const closed = closeBox(luma, INK_RADIUS);
  const bright = findBrightArea(closed);
  if (!bright || !isSheet(bright, closed)) return undefined;
  const mask = erode(fillHoles(bright, closed));
  return {
    factor: factor * shrunkBy,
    mask,
    paper: colors.map((channel) => carryOn(closeBox(channel, INK_RADIUS), mask)),
  };
}

/** Whether part of the picture's outermost pixels are far darker than the lightest ones; none see-through. */
function hasDarkBorder({ width, height, data }: Picture): boolean {
  const counts = new Uint32Array(256), step = 4 * (Math.ceil(width * height / 20_000) | 1);
  for (let i = 0; i < data.length; i += step) {
    if (data[i + 3] < 250) return false;
    counts[data[i + 1]]++;
  }
  let light = 255;
  for (let above = 0; light > 0; light--) {
    above += counts[light];
    if (above > SHEET.area.from * 0.5 * data.length / step) break;
  }
  let dark = 0;
  const test = (pixel: number) => dark += Number(data[4 * pixel + 1] < SHEET.deskTone * light);
  for (let x = 0; x < width; x++) test(x), test((height - 1) * width + x);
  for (let y = 0; y < height; y++) test(y * width), test((y + 1) * width - 1);
  return dark > SHEET.border * 2 * (width + height);
}

/**
 * Gives the desk around a sheet the colour of its paper.
 *
 * @param part Pixels of a part of the picture, shrunk by `factor`.
 * @param place Where that part is in the picture in which the sheet was found.
 */
export function hideDesk(
  part: Picture,
  sheet: Sheet,
  { place, factor }: { place: Pick<Box, "left" | "top">; factor: number },
): Picture {
  const { mask, paper } = sheet;
  const data = new Uint8Array(part.data);
  const smallAt = (start: number, length: number) => (i: number) =>
    Math.min(length - 1, Math.floor((start + (i + 0.5) * factor) / sheet.factor));
  const smallX = Int32Array.from({ length: part.width }, (_, x) => x)
    .map(smallAt(place.left, mask.width));
  const rowOf = smallAt(place.top, mask.height);
  for (let y = 0; y < part.height; y++) {
    const row = rowOf(y) * mask.width;
    for (let x = 0, i = 4 * y * part.width; x < part.width; x++, i += 4) {
      const small = row + smallX[x];
      if (mask.data[small] > 0) continue;
      for (let c = 0; c < 3; c++) data[i + c] = paper[c].data[small];
    }
  }
  return { width: part.width, height: part.height, data };
}

function splitChannels({ width, height, data }: Picture): Plane[] {
  return [0, 1, 2].map((channel) => {
    const plane = createPlane(width, height);
    for (let i = 0; i < plane.data.length; i++) plane.data[i] = data[4 * i + channel];
    return plane;
  });
}

/** The largest area that is brighter than the rest by far. */
function findBrightArea(luma: Plane): Component | undefined {
  const threshold = findOtsuThreshold(luma.data);
  let above = 0, aboveSum = 0, below = 0, belowSum = 0;
  for (const value of luma.data) {
    if (value >= threshold) above++, aboveSum += value;
    else below++, belowSum += value;
  }
  if (below === 0 || belowSum / below > SHEET.deskTone * aboveSum / above) return undefined;
  const areas = findComponents(luma, threshold - 1e-3);
  return areas.reduce((a, b) => b.pixels.length > a.pixels.length ? b : a);
}

function isSheet(bright: Component, luma: Plane): boolean {
  const hull = findHull(bright, luma.width), area = hullArea(hull), total = luma.data.length;
  const width = area / hullLength(hull), shorterSide = Math.min(luma.width, luma.height);
  return width >= SHEET.width * shorterSide && area >= SHEET.area.from * total &&
    area <= SHEET.area.to * total &&
    bright.pixels.length >= SHEET.solidity * area &&
    largestQuadrilateral(hull) >= SHEET.corners * area &&
    shareOfSharpEdge(bright, luma) >= SHEET.sharpEdge;
}

/** The share of the area's edge, but for that of the picture, across which the tone falls at once. */
function shareOfSharpEdge(bright: Component, { width, height, data }: Plane): number {
  const inside = new Uint8Array(data.length);
  for (const pixel of bright.pixels) inside[pixel] = 1;
  let edge = 0, sharp = 0;
  const test = (pixel: number, step: number) => {
    if (inside[pixel] === inside[pixel + step]) return;
    const direction = inside[pixel] === 1 ? step : -step,
      from = inside[pixel] === 1 ? pixel : pixel + step;
    const tones = [data[from - 2 * direction], data[from + 3 * direction]];
    if (tones.includes(undefined!)) return;
    edge++;
    if (tones[1] <= SHEET.deskTone * 1.1 * tones[0]) sharp++;
  };
  for (let y = 3; y < height - 3; y++) {
    for (let x = 3; x < width - 3; x++) {
      test(y * width + x, 1);
      test(y * width + x, width);
    }
  }
  return edge === 0 ? 1 : sharp / edge;
}

/** The area with all that it surrounds. */
function fillHoles(bright: Component, { width, height }: Plane): Plane {
  const rest = createPlane(width, height);
  rest.data.fill(1);
  for (const pixel of bright.pixels) rest.data[pixel] = 0;
  const filled = mapPlane(rest, (value) => 1 - value);
  for (const { box, pixels } of findComponents(rest, 0)) {
    const isInside = box.left > 0 && box.top > 0 && box.left + box.width < width &&
      box.top + box.height < height;
    if (isInside) { for (const pixel of pixels) filled.data[pixel] = 1; }
  }
  return filled;
}

/** Leaves out the sheet's edge, where desk and paper mix; along the picture's edge there is none. */
function erode(mask: Plane): Plane {
  return mapPlane(blurBox(mask, EDGE), (value) => value > 0.999 ? 1 : 0);
}

/** Fills what is outside of the mask with the mean of what is inside and near. */
function carryOn(channel: Plane, mask: Plane): Plane {
  const known = mapPlane(channel, (value, i) => value * mask.data[i]);
  const carried = mapPlane(known, (value) => value);
  const isFilled = Uint8Array.from(mask.data);
  for (let radius = 3; isFilled.includes(0) && radius < 2 * SMALL_SIDE; radius *= 2) {
    const sums = blurBox(known, radius), weights = blurBox(mask, radius);
    for (let i = 0; i < isFilled.length; i++) {
      if (isFilled[i] === 1 || weights.data[i] < 1e-3) continue;
      carried.data[i] = sums.data[i] / weights.data[i];
      isFilled[i] = 1;
    }
  }
  // Without the steps between one radius and the next.
  const smooth = blurBox(blurBox(carried, 12), 12);
  return mapPlane(carried, (value, i) => mask.data[i] === 1 ? value : smooth.data[i]);
}
