/**
 * One number a pixel, and the filters over it that finding a digit takes.
 *
 * @module
 */
import type { Box } from "./picture.ts";

/** A grid of numbers, row by row, `width * height` long. */
export interface Plane {
  /** Pixels in a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** The values, row by row. */
  readonly data: Float32Array;
}

/** A plane of zeros. */
export function createPlane(width: number, height: number): Plane {
  return { width, height, data: new Float32Array(width * height) };
}

/** Bytes, 0 to 255, as numbers from 0 to 1. */
export function planeOfBytes(bytes: Uint8Array, width: number): Plane {
  const plane = createPlane(width, bytes.length / width);
  for (let i = 0; i < bytes.length; i++) plane.data[i] = bytes[i] / 255;
  return plane;
}

/** The nearest bytes to a plane's numbers; what is below 0 or above 1 is taken for that. */
export function bytesOfPlane({ data }: Plane): Uint8Array {
  const bytes = new Uint8Array(data.length);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Math.round(255 * Math.min(1, Math.max(0, data[i])));
  }
  return bytes;
}

/** Makes a plane by applying `f` to each number of another. */
export function mapPlane(plane: Plane, f: (value: number, index: number) => number): Plane {
  const data = new Float32Array(plane.data.length);
  for (let i = 0; i < data.length; i++) data[i] = f(plane.data[i], i);
  return { width: plane.width, height: plane.height, data };
}

/**
 * Copies a box of whole pixels, which may reach beyond the plane; out there the plane is 0 or goes on
 * as it ends at its edge.
 */
export function copyBox(plane: Plane, box: Box, outside: "zero" | "edge"): Plane {
  const copy = createPlane(box.width, box.height);
  const clamp = (value: number, length: number) => Math.min(length - 1, Math.max(0, value));
  const from = Math.max(0, -box.left), to = Math.min(box.width, plane.width - box.left);
  for (let y = 0; y < box.height; y++) {
    const sourceY = clamp(box.top + y, plane.height), target = y * box.width;
    if (outside === "zero" && sourceY !== box.top + y) continue;
    const source = plane.data.subarray(sourceY * plane.width, (sourceY + 1) * plane.width);
    if (from < to) copy.data.set(source.subarray(box.left + from, box.left + to), target + from);
    if (outside === "zero") continue;
    copy.data.fill(source[0], target, target + Math.min(from, box.width));
    copy.data.fill(source[plane.width - 1], target + Math.max(to, 0), target + box.width);
  }
  return copy;
}

/** Copies the box around all that is not 0; a plane of zeros stays as it is. */
export function cropToInk(plane: Plane): Plane {
  let left = plane.width, right = -1, top = plane.height, bottom = -1;
  for (let y = 0, i = 0; y < plane.height; y++) {
    for (let x = 0; x < plane.width; x++, i++) {
      if (plane.data[i] === 0) continue;
      left = Math.min(left, x), right = Math.max(right, x);
      top = Math.min(top, y), bottom = Math.max(bottom, y);
    }
  }
  if (right < 0) return plane;
  return copyBox(plane, { left, top, width: right - left + 1, height: bottom - top + 1 }, "zero");
}

/** The box that reaches beyond a plane by a margin on each side, or stays inside if it is negative. */
export function boxWithMargin({ width, height }: Plane, margin: number): Box {
  return { left: -margin, top: -margin, width: width + 2 * margin, height: height + 2 * margin };
}

/** Swaps rows and columns, so that a filter along rows serves for columns too. */
export function transpose(plane: Plane): Plane {
  const { width, height, data } = plane;
  const swapped = createPlane(height, width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) swapped.data[x * height + y] = data[y * width + x];
  }
  return swapped;
}

/**
 * The mean over a square of `2 * radius + 1` pixels around each pixel; near the edge, over the part
 * of the square that lies inside.
 */
export function blurBox(plane: Plane, radius: number): Plane {
  const rows = filterRows(plane, (row, out) => averageRow(row, out, radius));
  return averageColumns(rows, radius);
}

/** The maximum over a square of `2 * radius + 1` pixels around each pixel (grey dilation). */
export function dilateBox(plane: Plane, radius: number): Plane {
  const dilateRows = (p: Plane) => filterRows(p, (row, out) => maximizeRow(row, out, radius));
  return transpose(dilateRows(transpose(dilateRows(plane))));
}

/**
 * Fills what is darker than its surroundings and narrower than `2 * radius + 1` pixels (grey
 * closing); edges of anything wider stay where they are. What touches the plane's edge is taken to
 * go on beyond it.
 */
export function closeBox(plane: Plane, radius: number): Plane {
  const negate = (p: Plane) => mapPlane(p, (value) => -value);
  const padded = copyBox(plane, boxWithMargin(plane, 2 * radius), "edge");
  const closed = negate(dilateBox(negate(dilateBox(padded, radius)), radius));
  return copyBox(closed, boxWithMargin(closed, -2 * radius), "zero");
}

/**
 * Resamples a box of a plane to another size by averaging over each new pixel's area; where the box
 * is enlarged, that is linear interpolation. Outside the plane is 0, and a box is copied as it is
 * when its size does not change.
 */
export function resamplePlane(plane: Plane, box: Box, size: Pick<Box, "width" | "height">): Plane {
  const columns = weighSpans(plane.width, box.left, box.width, size.width);
  const rows = weighSpans(plane.height, box.top, box.height, size.height);
  const narrow = createPlane(size.width, plane.height);
  for (let y = 0; y < plane.height; y++) {
    const source = y * plane.width, target = y * size.width;
    for (let x = 0; x < size.width; x++) {
      let sum = 0;
      for (let i = 0, k = x * columns.taps; i < columns.counts[x]; i++, k++) {
        sum += columns.weights[k] * plane.data[source + columns.firsts[x] + i];
      }
      narrow.data[target + x] = sum;
    }
  }
  const resampled = createPlane(size.width, size.height);
  for (let y = 0; y < size.height; y++) {
    for (let i = 0, k = y * rows.taps; i < rows.counts[y]; i++, k++) {
      const source = (rows.firsts[y] + i) * size.width, target = y * size.width;
      for (let x = 0; x < size.width; x++) {
        resampled.data[target + x] += rows.weights[k] * narrow.data[source + x];
      }
    }
  }
  return resampled;
}

/** Which old pixels each new one averages along one axis, and with which weights. */
function weighSpans(available: number, start: number, length: number, count: number) {
  const step = length / count, half = Math.max(step, 1) / 2, taps = Math.ceil(2 * half) + 1;
  const firsts = new Int32Array(count), counts = new Int32Array(count);
  const weights = new Float64Array(count * taps);
  for (let i = 0; i < count; i++) {
    const from = start + (i + 0.5) * step - half, to = from + 2 * half;
    const first = Math.max(0, Math.floor(from)), end = Math.min(available, Math.ceil(to));
    firsts[i] = first;
    counts[i] = Math.max(0, end - first);
    for (let at = first; at < end; at++) {
      const shared = Math.min(at + 1, to) - Math.max(at, from);
      weights[i * taps + at - first] = shared / (to - from);
    }
  }
  return { firsts, counts, weights, taps };
}

function filterRows(
  plane: Plane,
  filter: (row: Float32Array, out: Float32Array) => void,
): Plane {
  const filtered = createPlane(plane.width, plane.height);
  for (let start = 0; start < plane.data.length; start += plane.width) {
    const end = start + plane.width;
    filter(plane.data.subarray(start, end), filtered.data.subarray(start, end));
  }
  return filtered;
}

function averageRow(row: Float32Array, out: Float32Array, radius: number): void {
  let sum = 0, count = 0;
  for (let x = -radius; x < row.length; x++) {
    if (x + radius < row.length) sum += row[x + radius], count++;
    if (x - radius > 0) sum -= row[x - radius - 1], count--;
    if (x >= 0) out[x] = sum / count;
  }
}

/** The mean over `2 * radius + 1` rows, all columns at a time: a running sum for each. */
function averageColumns(plane: Plane, radius: number): Plane {
  const { width, height, data } = plane;
  const averaged = createPlane(width, height), sums = new Float64Array(width);
  let count = 0;
  for (let y = -radius; y < height; y++) {
    if (y + radius < height) {
      const row = (y + radius) * width;
      for (let x = 0; x < width; x++) sums[x] += data[row + x];
      count++;
    }
    if (y - radius > 0) {
      const row = (y - radius - 1) * width;
      for (let x = 0; x < width; x++) sums[x] -= data[row + x];
      count--;
    }
    if (y < 0) continue;
    for (let x = 0; x < width; x++) averaged.data[y * width + x] = sums[x] / count;
  }
  return averaged;
}

/** A sliding maximum in constant time a pixel: `queue` holds the places of falling values. */
function maximizeRow(row: Float32Array, out: Float32Array, radius: number): void {
  const queue = new Int32Array(row.length);
  let head = 0, tail = 0;
  for (let x = -radius; x < row.length; x++) {
    const entering = x + radius;
    if (entering < row.length) {
      while (tail > head && row[queue[tail - 1]] <= row[entering]) tail--;
      queue[tail++] = entering;
    }
    if (queue[head] < x - radius) head++;
    if (x >= 0) out[x] = row[queue[head]];
  }
}
