import { madd, VALUE } from "./lanes";
import { apply, chain, RELU } from "./nonlinearity";

/**
 * The stage kernels of activation.ts for the window that nearly all networks use, 2×2 maximum, written
 * out: four times as fast as the general loops.
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
        v128.store(to, apply(kind, top4(madd(v128.load(p), s, t), madd(v128.load(right), s, t),
          madd(v128.load(below), s, t), madd(v128.load(corner), s, t))));
        v128.store(to, apply(kind, top4(madd(v128.load(p, 16), s, t), madd(v128.load(right, 16), s, t),
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
function top4(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d));
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
        addWindow(p, pixel, row, s, t, m, v128.load(dOut), into, kind);
        addWindow(p + 16, pixel, row, s, t, m, v128.load(dOut, 16), into + 16, kind);
        p += VALUE; dOut += VALUE;
      }
      p += pixel;
    }
  }
}

// @ts-ignore: decorator
@inline
function addWindow(p: usize, pixel: i32, row: i32, s: v128, t: v128, m: v128, d: v128, into: usize, kind: i32): void {
  const a = v128.load(p), b = v128.load(p + pixel), c = v128.load(p + row), e = v128.load(p + row + pixel);
  const ua = madd(a, s, t), ub = madd(b, s, t), uc = madd(c, s, t), ue = madd(e, s, t);
  const ab = v128.bitselect(b, a, f32x4.gt(ub, ua)), uab = f32x4.pmax(ua, ub);
  const ce = v128.bitselect(e, c, f32x4.gt(ue, uc)), uce = f32x4.pmax(uc, ue);
  const best = v128.bitselect(ce, ab, f32x4.gt(uce, uab)), top = f32x4.pmax(uab, uce);
  const dy = chain(kind, top, d);
  v128.store(into, f32x4.add(v128.load(into), dy));
  v128.store(into, madd(dy, f32x4.sub(best, m), v128.load(into, 32)), 32);
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
  const ua = madd(a, s, t), ub = madd(b, s, t), uc = madd(c, s, t), ue = madd(e, s, t);
  const top = top4(ua, ub, uc, ue), dy = chain(kind, top, f32x4.mul(d, s));
  // The first of equal values takes it all.
  const isA = f32x4.eq(ua, top), isB = f32x4.eq(ub, top), isC = f32x4.eq(uc, top);
  const ab = v128.or(isA, isB);
  v128.store(p, f32x4.add(madd(a, slope, offset), v128.and(dy, isA)));
  v128.store(p + pixel, f32x4.add(madd(b, slope, offset), v128.and(dy, v128.andnot(isB, isA))));
  v128.store(p + row, f32x4.add(madd(c, slope, offset), v128.and(dy, v128.andnot(isC, ab))));
  v128.store(p + row + pixel, f32x4.add(madd(e, slope, offset), v128.andnot(v128.andnot(dy, ab), isC)));
}
