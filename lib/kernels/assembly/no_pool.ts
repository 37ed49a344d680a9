import { madd, VALUE } from "./lanes";
import { addToSums } from "./max_pool";
import { apply, chain, RELU } from "./nonlinearity";

/** The stage kernels of activation.ts without pooling, as dense layers have it. */

export function activateEach(
  z: usize, out: usize, scale: usize, shift: usize, height: i32, width: i32, channels: i32, kind: i32,
  outRow: i32,
): void {
  if (kind == RELU) activateRows(z, out, scale, shift, height, width, channels, RELU, outRow);
  else activateRows(z, out, scale, shift, height, width, channels, kind, outRow);
}

// @ts-ignore: decorator
@inline
function activateRows(
  z: usize, out: usize, scale: usize, shift: usize, height: i32, width: i32, channels: i32, kind: i32,
  outRow: i32,
): void {
  for (let y = 0; y < height; y++) {
    let to = out;
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const s = v128.load32_splat(scale + c * 4), t = v128.load32_splat(shift + c * 4);
        v128.store(to, apply(kind, madd(v128.load(z), s, t)));
        v128.store(to, apply(kind, madd(v128.load(z, 16), s, t)), 16);
        z += VALUE; to += VALUE;
      }
    }
    out += outRow;
  }
}

export function addSumsEach(
  z: usize, dOut: usize, scale: usize, shift: usize, mean: usize, scratch: usize, pixels: i32, channels: i32,
  kind: i32,
): void {
  if (kind == RELU) addPixelSums(z, dOut, scale, shift, mean, scratch, pixels, channels, RELU);
  else addPixelSums(z, dOut, scale, shift, mean, scratch, pixels, channels, kind);
}

// @ts-ignore: decorator
@inline
function addPixelSums(
  z: usize, dOut: usize, scale: usize, shift: usize, mean: usize, scratch: usize, pixels: i32, channels: i32,
  kind: i32,
): void {
  for (let at = 0; at < pixels; at++) {
    for (let c = 0; c < channels; c++) {
      const s = v128.load32_splat(scale + c * 4), t = v128.load32_splat(shift + c * 4);
      const m = v128.load32_splat(mean + c * 4), into = scratch + c * 64;
      addToSums(v128.load(z), s, t, m, v128.load(dOut), into, kind);
      addToSums(v128.load(z, 16), s, t, m, v128.load(dOut, 16), into + 16, kind);
      z += VALUE; dOut += VALUE;
    }
  }
}

export function replaceEach(
  z: usize, dOut: usize, scale: usize, shift: usize, slope: usize, offset: usize, pixels: i32, channels: i32,
  kind: i32,
): void {
  if (kind == RELU) replacePixels(z, dOut, scale, shift, slope, offset, pixels, channels, RELU);
  else replacePixels(z, dOut, scale, shift, slope, offset, pixels, channels, kind);
}

// @ts-ignore: decorator
@inline
function replacePixels(
  z: usize, dOut: usize, scale: usize, shift: usize, slope: usize, offset: usize, pixels: i32, channels: i32,
  kind: i32,
): void {
  for (let at = 0; at < pixels; at++) {
    for (let c = 0; c < channels; c++) {
      const s = v128.load32_splat(scale + c * 4), t = v128.load32_splat(shift + c * 4);
      const b = v128.load32_splat(slope + c * 4), g = v128.load32_splat(offset + c * 4);
      replaceValue(z, s, t, b, g, v128.load(dOut), kind);
      replaceValue(z + 16, s, t, b, g, v128.load(dOut, 16), kind);
      z += VALUE; dOut += VALUE;
    }
  }
}

// @ts-ignore: decorator
@inline
function replaceValue(p: usize, s: v128, t: v128, slope: v128, offset: v128, d: v128, kind: i32): void {
  const z = v128.load(p), dy = chain(kind, madd(z, s, t), f32x4.mul(d, s));
  v128.store(p, f32x4.add(madd(z, slope, offset), dy));
}
