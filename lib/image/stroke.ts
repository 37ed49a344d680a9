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
 * 0 elsewhere. Exact up to `reach`. In time that does not depend on how deep a blob is.
 */
function distancesToEdge({ width, height, data }: Plane, inside: boolean, reach: number) {
  const columns = distancesInColumns({ width, height, data }, inside, reach);
  const distances = new Float32Array(data.length), envelope = new Envelope(width);
  for (let row = 0; row < data.length; row += width) {
    for (let from = 0; from < width; from++) {
      if (columns[row + from] === 0) continue;
      let end = from;
      while (end < width && columns[row + end] > 0) end++;
      // What lies beyond the run's two neighbours is further away than they are.
      const first = row + Math.max(0, from - 1), last = row + Math.min(width - 1, end);
      envelope.build(columns, first, last);
      envelope.measure(distances, row + from, row + end);
      from = end;
    }
  }
  return distances;
}

/** The lower envelope of parabolas, one a pixel of a row (Felzenszwalb & Huttenlocher 2012, §2.1). */
class Envelope {
  /** Where the parabolas of the envelope stand, how high, and from where each of them is the lowest. */
  readonly #places: Int32Array;
  readonly #heights: Float64Array;
  readonly #starts: Float64Array;

  constructor(length: number) {
    this.#places = new Int32Array(length);
    this.#heights = new Float64Array(length);
    this.#starts = new Float64Array(length + 1);
  }

  /** Takes the pixels from the first to the last, each with its distance along the column. */
  build(columns: Int32Array, first: number, last: number): void {
    let top = -1;
    for (let i = first; i <= last; i++) {
      const height = columns[i] ** 2;
      let start = -Infinity;
      while (top >= 0) {
        const place = this.#places[top];
        start = ((height + i * i) - (this.#heights[top] + place * place)) / (2 * (i - place));
        if (start > this.#starts[top]) break;
        top--;
        start = -Infinity;
      }
      top++;
      this.#places[top] = i;
      this.#heights[top] = height;
      this.#starts[top] = start;
    }
    this.#starts[top + 1] = Infinity;
  }

  /** Writes the distances of the pixels from `from` up to `end`. */
  measure(distances: Float32Array, from: number, end: number): void {
    for (let i = from, k = 0; i < end; i++) {
      while (this.#starts[k + 1] < i) k++;
      distances[i] = Math.sqrt((i - this.#places[k]) ** 2 + this.#heights[k]);
    }
  }
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
