import { madd, VALUE } from "./lanes";

/** Rows and columns of the packed digit: positions −1 … 27, each with its right and lower neighbour. */
const PACKED: i32 = 29;
/** Bytes of one packed row. */
const PACKED_ROW: i32 = 128;

/**
 * Packs the four corners of every cell of a 28×28 digit into one 32-bit word (paper around it), so that
 * a bilinear sample costs one load.
 *
 * @param packed 29 · 128 bytes.
 */
export function packDigit(digit: usize, packed: usize): void {
  for (let y = 0; y < PACKED; y++) {
    let corners: u32 = 0;
    for (let x = 0; x < PACKED; x++) {
      const above: u32 = y > 0 && x < 28 ? load<u8>(digit + (y - 1) * 28 + x) : 0;
      const below: u32 = y < 28 && x < 28 ? load<u8>(digit + y * 28 + x) : 0;
      corners = ((corners >> 8) & 0x00ff00ff) | (above << 8) | (below << 24);
      store<u32>(packed + y * PACKED_ROW + x * 4, corners);
    }
  }
}

/**
 * Warps a packed digit into one lane of a block: the ink at (x, y) is sampled at the affine image of (x,
 * y) plus a smooth displacement, bilinearly; outside the digit is paper.
 *
 * @param output Lane's first float of the top left value; values follow 32 bytes apart, rows `outRow`.
 * @param displaceX,displaceY 28 rows of 28 floats, `displaceRow` bytes apart, in units of `amplitude` pixels.
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
): void {
  const columns = f32x4(0, 1, 2, 3), low = f32x4.splat(-1), high = f32x4.splat(27.999);
  const byte = i32x4.splat(255), one = i32x4.splat(1), unit = f32x4.splat(1.0 / 255);
  const ax = f32x4.splat(amplitudeX), ay = f32x4.splat(amplitudeY);
  for (let y = 0; y < 28; y++) {
    const startX = f32x4.splat(xy * <f32> y + x0), startY = f32x4.splat(yy * <f32> y + y0);
    let out = output;
    for (let x = 0; x < 28; x += 4) {
      const column = f32x4.add(columns, f32x4.splat(<f32> x));
      let u = madd(column, f32x4.splat(xx), startX), v = madd(column, f32x4.splat(yx), startY);
      u = madd(v128.load(displaceX + x * 4), ax, u);
      v = madd(v128.load(displaceY + x * 4), ay, v);
      u = f32x4.max(low, f32x4.min(u, high));
      v = f32x4.max(low, f32x4.min(v, high));
      const left = f32x4.floor(u), top = f32x4.floor(v);
      const fx = f32x4.sub(u, left), fy = f32x4.sub(v, top);
      const cell = i32x4.add(
        i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(top), one), 7),
        i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(left), one), 2),
      );
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
