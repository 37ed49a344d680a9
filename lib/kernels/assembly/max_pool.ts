import { madd, VALUE } from "./lanes";
import { apply, chain, RELU } from "./nonlinearity";

/**
 * The stage kernels of activation.ts for the window that nearly all networks use, 2×2 maximum, written
 * out: four times as fast as the general loops. For the gradient, the winner of a window is the largest z
 * where the scale is positive and the smallest where it is negative, so that only the winner is scaled.
 */

export function activateMax2(
  z: usize, out: usize, scale: usize, shift: usize, height: i32, width: i32, channels: i32, kind: i32,
  outRow: i32,
): void {
  if (kind == RELU) activateWindows(z, out, scale, shift, height, width, channels, RELU, outRow);
  else activateWindows(z, out, scale, shift, height, width, channels, kind, outRow);
}

// @ts-ignore: decorator
@inline
function activateWindows(
  z: usize, out: usize, scale: usize, shift: usize, height: i32, width: i32, channels: i32, kind: i32,
  outRow: i32,
): void {
  const pixel = channels * VALUE, row = width * pixel;
  for (let y = 0; y + 2 <= height; y += 2) {
    let p = z + y * row, to = out;
    for (let x = 0; x + 2 <= width; x += 2) {
      for (let c = 0; c < channels; c++) {
        const s = v128.load32_splat(scale + c * 4), t = v128.load32_splat(shift + c * 4);
        const below = p + row, right = p + pixel, corner = below + pixel;
        v128.store(to, apply(kind, most4(madd(v128.load(p), s, t), madd(v128.load(right), s, t),
          madd(v128.load(below), s, t), madd(v128.load(corner), s, t))));
        v128.store(to, apply(kind, most4(madd(v128.load(p, 16), s, t), madd(v128.load(right, 16), s, t),
          madd(v128.load(below, 16), s, t), madd(v128.load(corner, 16), s, t))), 16);
        p += VALUE; to += VALUE;
      }
      p += pixel;
    }
    out += outRow;
  }
}

// @ts-ignore: decorator
@inline
function most4(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d));
}

// @ts-ignore: decorator
@inline
function pickWinner(p: usize, pixel: i32, row: i32, scale: v128): v128 {
  return winnerOf(v128.load(p), v128.load(p + pixel), v128.load(p + row), v128.load(p + row + pixel), scale);
}

// @ts-ignore: decorator
@inline
function winnerOf(a: v128, b: v128, c: v128, d: v128, scale: v128): v128 {
  // The same branch for all windows of a channel: well predicted, and half the work of computing both.
  if (f32x4.extract_lane(scale, 0) >= 0) return most4(a, b, c, d);
  return f32x4.pmin(f32x4.pmin(a, b), f32x4.pmin(c, d));
}

export function addSumsMax2(
  z: usize, dOut: usize, scale: usize, shift: usize, mean: usize, scratch: usize, height: i32, width: i32,
  channels: i32, kind: i32,
): void {
  if (kind == RELU) addWindowSums(z, dOut, scale, shift, mean, scratch, height, width, channels, RELU);
  else addWindowSums(z, dOut, scale, shift, mean, scratch, height, width, channels, kind);
}

// @ts-ignore: decorator
@inline
function addWindowSums(
  z: usize, dOut: usize, scale: usize, shift: usize, mean: usize, scratch: usize, height: i32, width: i32,
  channels: i32, kind: i32,
): void {
  const pixel = channels * VALUE, row = width * pixel;
  for (let y = 0; y + 2 <= height; y += 2) {
    let p = z + y * row;
    for (let x = 0; x + 2 <= width; x += 2) {
      for (let c = 0; c < channels; c++) {
        const s = v128.load32_splat(scale + c * 4), t = v128.load32_splat(shift + c * 4);
        const m = v128.load32_splat(mean + c * 4), into = scratch + c * 64;
        addToSums(pickWinner(p, pixel, row, s), s, t, m, v128.load(dOut), into, kind);
        addToSums(pickWinner(p + 16, pixel, row, s), s, t, m, v128.load(dOut, 16), into + 16, kind);
        p += VALUE; dOut += VALUE;
      }
      p += pixel;
    }
  }
}

/** Adds dy and dy · (z − mean) of one register to the sums at `into` and `into` + 32. */
// @ts-ignore: decorator
@inline
export function addToSums(z: v128, s: v128, t: v128, mean: v128, d: v128, into: usize, kind: i32): void {
  const dy = chain(kind, madd(z, s, t), d);
  v128.store(into, f32x4.add(v128.load(into), dy));
  v128.store(into, madd(dy, f32x4.sub(z, mean), v128.load(into, 32)), 32);
}

export function replaceMax2(
  z: usize, dOut: usize, scale: usize, shift: usize, slope: usize, offset: usize, height: i32, width: i32,
  channels: i32, kind: i32,
): void {
  if (kind == RELU) replaceWindows(z, dOut, scale, shift, slope, offset, height, width, channels, RELU);
  else replaceWindows(z, dOut, scale, shift, slope, offset, height, width, channels, kind);
}

// @ts-ignore: decorator
@inline
function replaceWindows(
  z: usize, dOut: usize, scale: usize, shift: usize, slope: usize, offset: usize, height: i32, width: i32,
  channels: i32, kind: i32,
): void {
  const pixel = channels * VALUE, row = width * pixel;
  for (let y = 0; y < height; y += 2) {
    let p = z + y * row;
    for (let x = 0; x < width; x += 2) {
      for (let c = 0; c < channels; c++) {
        const s = v128.load32_splat(scale + c * 4), t = v128.load32_splat(shift + c * 4);
        const b = v128.load32_splat(slope + c * 4), g = v128.load32_splat(offset + c * 4);
        replaceWindow(p, pixel, row, s, t, b, g, v128.load(dOut), kind);
        replaceWindow(p + 16, pixel, row, s, t, b, g, v128.load(dOut, 16), kind);
        p += VALUE; dOut += VALUE;
      }
      p += pixel;
    }
  }
}

// @ts-ignore: decorator
@inline
function replaceWindow(p: usize, pixel: i32, row: i32, s: v128, t: v128, slope: v128, offset: v128, d: v128, kind: i32): void {
  const a = v128.load(p), b = v128.load(p + pixel), c = v128.load(p + row), e = v128.load(p + row + pixel);
  const best = winnerOf(a, b, c, e, s), dy = chain(kind, madd(best, s, t), f32x4.mul(d, s));
  // The first of equal values takes it all.
  const isA = f32x4.eq(a, best), isB = f32x4.eq(b, best), isC = f32x4.eq(c, best);
  const ab = v128.or(isA, isB);
  v128.store(p, f32x4.add(madd(a, slope, offset), v128.and(dy, isA)));
  v128.store(p + pixel, f32x4.add(madd(b, slope, offset), v128.and(dy, v128.andnot(isB, isA))));
  v128.store(p + row, f32x4.add(madd(c, slope, offset), v128.and(dy, v128.andnot(isC, ab))));
  v128.store(p + row + pixel, f32x4.add(madd(e, slope, offset), v128.andnot(v128.andnot(dy, ab), isC)));
}
