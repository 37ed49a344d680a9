/**
 * The width of a stroke, and strokes made wider or narrower.
 *
 * @module
 */
import { boxWithMargin, copyBox, mapPlane, type Plane } from "./plane.ts";

/** Ink from which a pixel lies inside the stroke. */
const INSIDE = 0.35;

/** Depths in a stroke are told up to this share of the ink's longer side; only blobs are deeper. */
const REACH_SHARE = 1 / 4;

/**
 * The mean width of the strokes in pixels: across a stroke of width w the distance to its edge
 * averages w / 4.
 *
 * @returns 0 if no pixel is inked by half.
 */
export function measureStrokeWidth(ink: Plane): number {
  // What is beyond the plane is outside too.
  const padded = copyBox(ink, boxWithMargin(ink, 1), "zero");
  const reach = Math.max(8, REACH_SHARE * Math.max(ink.width, ink.height));
  const depth = distancesToEdge(padded, true, reach);
  let sum = 0, count = 0;
  for (const value of depth) if (value > 0) sum += value - 0.5, count++;
  return count === 0 ? 0 : 4 * sum / count;
}

/**
 * Moves the edge of every stroke outwards by a number of pixels, or inwards if it is negative. The
 * plane grows by a margin for it on each side.
 *
 * @returns Ink with edges one pixel wide.
 */
export function moveEdges(ink: Plane, distance: number): Plane {
  const margin = Math.max(0, Math.ceil(distance) + 1);
  // One pixel more, which is cut off again: what is beyond the plane is outside too.
  const padded = copyBox(ink, boxWithMargin(ink, margin + 1), "zero");
  const reach = Math.abs(distance) + 2;
  const inside = distancesToEdge(padded, true, reach);
  const outside = distancesToEdge(padded, false, reach);
  const moved = mapPlane(padded, (_, i) => {
    const signed = inside[i] > 0 ? inside[i] - 0.5 : 0.5 - outside[i];
    return Math.min(1, Math.max(0, signed + distance + 0.5));
  });
  return copyBox(moved, boxWithMargin(moved, -1), "zero");
}

/**
 * Euclidean distance of each pixel inside the strokes (or outside) from the nearest one that is not;
 * 0 elsewhere. Exact up to `reach`: the distance along the column bounds how far a row is searched, which
 * for strokes is a few pixels.
 */
function distancesToEdge({ width, height, data }: Plane, inside: boolean, reach: number) {
  const columns = distancesInColumns({ width, height, data }, inside, reach);
  const distances = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    if (columns[i] === 0) continue;
    const x = i % width, last = Math.max(x, width - 1 - x);
    let least = columns[i] ** 2;
    for (let k = 1; k * k < least && k <= last; k++) {
      if (k <= x) least = Math.min(least, k * k + columns[i - k] ** 2);
      if (x + k < width) least = Math.min(least, k * k + columns[i + k] ** 2);
    }
    distances[i] = Math.sqrt(least);
  }
  return distances;
}

/** The same along columns alone, at most `reach`. */
function distancesInColumns({ width, height, data }: Plane, inside: boolean, reach: number) {
  const far = Math.min(Math.ceil(reach), width + height);
  const columns = new Int32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    if (data[i] >= INSIDE !== inside) continue;
    columns[i] = i < width ? far : Math.min(far, columns[i - width] + 1);
  }
  for (let i = width * (height - 1) - 1; i >= 0; i--) {
    columns[i] = Math.min(columns[i], columns[i + width] + 1);
  }
  return columns;
}
