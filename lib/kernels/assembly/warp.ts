import { madd, VALUE } from "./lanes";

/** Rows and columns of the packed digit: positions −1 … 27, each with its right and lower neighbour. */
const PACKED: i32 = 29;
/** Bytes of one packed row. */
const PACKED_ROW: i32 = 128;
/** Bytes of one row of the digit with paper around it, and where its first column is. */
const PAPER_ROW: i32 = 64;
/** Where packDigit leaves the box of the ink. */
const BOX: i32 = PACKED * PACKED_ROW + 30 * PAPER_ROW;
/** Adding 1.5 · 2²³ rounds a float to an integer and leaves that integer in its low bits. */
const ROUNDING: f32 = 12582912;
const ROUNDING_BITS: i32 = 0x4b400000;

/**
 * Packs the four corners of every cell of a 28×28 digit into one 32-bit word (paper around it), so that
 * a bilinear sample costs one load.
 *
 * @param packed 29 · 128 bytes for the result, then 30 · 64 bytes whose borders the caller keeps zero, then
 *   four ints: the first and last column, the first and last row with ink.
 */
export function packDigit(digit: usize, packed: usize): void {
  const paper = packed + PACKED * PACKED_ROW;
  let left = i32x4.splat(0), right = left, top = 28, bottom = -1;
  for (let y = 0; y < 28; y++) {
    const to = paper + (y + 1) * PAPER_ROW + 1, from = digit + y * 28;
    const a = v128.load(from), b = v128.load(from + 12);
    v128.store(to, a);
    v128.store(to + 12, b);
    left = v128.or(left, a);
    right = v128.or(right, b);
    if (v128.any_true(v128.or(a, b))) {
      top = min(top, y);
      bottom = y;
    }
  }
  const inked = inkedColumns(left) | (inkedColumns(right) << 12);
  store<i32>(packed + BOX, inked ? ctz(inked) : 28);
  store<i32>(packed + BOX, 31 - clz(inked), 4);
  store<i32>(packed + BOX, top, 8);
  store<i32>(packed + BOX, bottom, 12);
  for (let y = 0; y < PACKED; y++) {
    for (let x = 0; x < 32; x += 16) {
      const from = paper + y * PAPER_ROW + x, to = packed + y * PACKED_ROW + x * 4;
      const a = v128.load(from), b = v128.load(from + 1);
      const c = v128.load(from + PAPER_ROW), d = v128.load(from + PAPER_ROW + 1);
      putCorners(to, interleaveLow(a, b), interleaveLow(c, d));
      putCorners(to + 32, interleaveHigh(a, b), interleaveHigh(c, d));
    }
  }
}

/** One bit for each of sixteen bytes that is not 0. */
// @ts-ignore: decorator
@inline
function inkedColumns(bytes: v128): i32 {
  return i8x16.bitmask(i8x16.ne(bytes, i8x16.splat(0)));
}

// @ts-ignore: decorator
@inline
function interleaveLow(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator
@inline
function interleaveHigh(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

// @ts-ignore: decorator
@inline
function putCorners(to: usize, upper: v128, lower: v128): void {
  v128.store(to, v128.shuffle<u16>(upper, lower, 0, 8, 1, 9, 2, 10, 3, 11));
  v128.store(to + 16, v128.shuffle<u16>(upper, lower, 4, 12, 5, 13, 6, 14, 7, 15));
}

/**
 * Warps a packed digit into one lane of a block: the ink at (x, y) is sampled at the affine image of (x,
 * y) plus a smooth displacement, bilinearly; outside the digit is paper.
 *
 * @param output Lane's first float of the top left value; values follow 32 bytes apart, rows `outRow`.
 * @param displaceX,displaceY 28 rows of 28 floats, `displaceRow` bytes apart, in units of `amplitude` pixels.
 * @param reach No displacement is longer, in pixels along one axis: what cannot reach the ink is left out.
 */
export function warpDigit(
  packed: usize,
  output: usize,
  outRow: i32,
  xx: f32,
  xy: f32,
  x0: f32,
  yx: f32,
  yy: f32,
  y0: f32,
  displaceX: usize,
  displaceY: usize,
  displaceRow: i32,
  amplitudeX: f32,
  amplitudeY: f32,
  reach: f32,
): void {
  const columns = f32x4(0, 1, 2, 3), low = f32x4.splat(-0.99999), high = f32x4.splat(27.9999);
  const byte = i32x4.splat(255), unit = f32x4.splat(1.0 / 255);
  const ax = f32x4.splat(amplitudeX), ay = f32x4.splat(amplitudeY);
  const rounding = f32x4.splat(ROUNDING), half = f32x4.splat(0.5);
  // A sample one pixel up and left of the digit is cell 0.
  const origin = i32x4.splat((1 - ROUNDING_BITS) * (PACKED_ROW + 4));
  // Samples from here to there can have ink: a cell reaches one pixel further, rounding not half of one.
  const nearX = <f32> load<i32>(packed + BOX) - 1.5 - reach, farX = <f32> load<i32>(packed + BOX, 4) + 1.5 + reach;
  const nearY = <f32> load<i32>(packed + BOX, 8) - 1.5 - reach,
    farY = <f32> load<i32>(packed + BOX, 12) + 1.5 + reach;
  for (let y = 0; y < 28; y++) {
    const rowX = xy * <f32> y + x0, rowY = yy * <f32> y + y0;
    let first = 0, end = 28;
    if (max(rowY, rowY + 27 * yx) < nearY || min(rowY, rowY + 27 * yx) > farY) {
      end = 0;
    } else if (xx > 0.1) {
      first = <i32> min<f32>(28, max<f32>(0, (nearX - rowX) / xx)) & ~3;
      end = <i32> min<f32>(28, max<f32>(0, (farX - rowX) / xx + 1));
    }
    for (let x = 0; x < first; x++) f32.store(output + x * VALUE, 0);
    const startX = f32x4.splat(rowX), startY = f32x4.splat(rowY);
    let out = output + first * VALUE, x = first;
    for (; x < end; x += 4) {
      const column = f32x4.add(columns, f32x4.splat(<f32> x));
      let u = madd(column, f32x4.splat(xx), startX), v = madd(column, f32x4.splat(yx), startY);
      u = madd(v128.load(displaceX + x * 4), ax, u);
      v = madd(v128.load(displaceY + x * 4), ay, v);
      u = f32x4.pmax(low, f32x4.pmin(high, u));
      v = f32x4.pmax(low, f32x4.pmin(high, v));
      const left = f32x4.add(f32x4.sub(u, half), rounding);
      const top = f32x4.add(f32x4.sub(v, half), rounding);
      const fx = f32x4.sub(u, f32x4.sub(left, rounding));
      const fy = f32x4.sub(v, f32x4.sub(top, rounding));
      const cell = i32x4.add(origin, i32x4.add(i32x4.shl(top, 7), i32x4.shl(left, 2)));
      let corners = v128.load32_zero(packed + i32x4.extract_lane(cell, 0));
      corners = v128.load_lane<u32>(packed + i32x4.extract_lane(cell, 1), corners, 1);
      corners = v128.load_lane<u32>(packed + i32x4.extract_lane(cell, 2), corners, 2);
      corners = v128.load_lane<u32>(packed + i32x4.extract_lane(cell, 3), corners, 3);
      const a = f32x4.convert_i32x4_s(v128.and(corners, byte));
      const b = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(corners, 8), byte));
      const c = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(corners, 16), byte));
      const d = f32x4.convert_i32x4_s(i32x4.shr_u(corners, 24));
      const upper = madd(fx, f32x4.sub(b, a), a), lower = madd(fx, f32x4.sub(d, c), c);
      const ink = f32x4.mul(madd(fy, f32x4.sub(lower, upper), upper), unit);
      v128.store_lane<f32>(out, ink, 0);
      v128.store_lane<f32>(out + VALUE, ink, 1);
      v128.store_lane<f32>(out + 2 * VALUE, ink, 2);
      v128.store_lane<f32>(out + 3 * VALUE, ink, 3);
      out += 4 * VALUE;
    }
    for (; x < 28; x++) f32.store(output + x * VALUE, 0);
    output += outRow;
    displaceX += displaceRow;
    displaceY += displaceRow;
  }
}

/** Copies a picture's bytes, as ink in [0, 1], into one lane of a block. */
export function copyDigit(
  digit: usize,
  output: usize,
  outRow: i32,
  height: i32,
  rowBytes: i32,
  inverse: f32,
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < rowBytes; x++) {
      f32.store(output + x * VALUE, <f32> load<u8>(digit + x) * inverse);
    }
    digit += rowBytes;
    output += outRow;
  }
}
