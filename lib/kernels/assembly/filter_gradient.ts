import { madd, sumLanes4, VALUE } from "./lanes";

/**
 * `taps` (1 to 6) × 2 sums over all positions and lanes of input · gradient, added to
 * weights' gradient[tap, output pair].
 */
// @ts-ignore: decorator
@inline
function correlate(
  taps: i32,
  input: usize,
  gradient: usize,
  into: usize,
  intoStep: i32,
  rows: i32,
  columns: i32,
  inRow: i32,
  gradientRow: i32,
  inStep: i32,
  gradientStep: i32,
): void {
  const zero = f32x4.splat(0);
  let a0 = zero, a1 = zero, b0 = zero, b1 = zero, c0 = zero, c1 = zero;
  let d0 = zero, d1 = zero, e0 = zero, e1 = zero, f0 = zero, f1 = zero;
  for (let row = 0; row < rows; row++) {
    for (let half = 0; half < 32; half += 16) {
      let p = input + half, q = gradient + half;
      const end = q + columns * gradientStep;
      do {
        const g0 = v128.load(q), g1 = v128.load(q, 32);
        let v = v128.load(p);
        a0 = madd(v, g0, a0);
        a1 = madd(v, g1, a1);
        if (taps > 1) {
          v = v128.load(p, 32);
          b0 = madd(v, g0, b0);
          b1 = madd(v, g1, b1);
        }
        if (taps > 2) {
          v = v128.load(p, 64);
          c0 = madd(v, g0, c0);
          c1 = madd(v, g1, c1);
        }
        if (taps > 3) {
          v = v128.load(p, 96);
          d0 = madd(v, g0, d0);
          d1 = madd(v, g1, d1);
        }
        if (taps > 4) {
          v = v128.load(p, 128);
          e0 = madd(v, g0, e0);
          e1 = madd(v, g1, e1);
        }
        if (taps > 5) {
          v = v128.load(p, 160);
          f0 = madd(v, g0, f0);
          f1 = madd(v, g1, f1);
        }
        p += inStep;
        q += gradientStep;
      } while (q < end);
    }
    input += inRow;
    gradient += gradientRow;
  }
  addPairs(into, intoStep, taps > 1, a0, a1, b0, b1);
  if (taps > 2) addPairs(into + 2 * intoStep, intoStep, taps > 3, c0, c1, d0, d1);
  if (taps > 4) addPairs(into + 4 * intoStep, intoStep, taps > 5, e0, e1, f0, f1);
}

/** Adds the lane sums of two taps to their pairs in memory. */
// @ts-ignore: decorator
@inline
function addPairs(
  into: usize,
  step: i32,
  both: bool,
  a0: v128,
  a1: v128,
  b0: v128,
  b1: v128,
): void {
  let held = v128.load64_zero(into);
  if (both) held = v128.load_lane<i64>(into + step, held, 1);
  const sums = f32x4.add(held, sumLanes4(a0, a1, b0, b1));
  v128.store_lane<i64>(into, sums, 0);
  if (both) v128.store_lane<i64>(into + step, sums, 1);
}

/** One output only, for an odd last channel. */
function correlateOne(
  input: usize,
  gradient: usize,
  into: usize,
  rows: i32,
  columns: i32,
  inRow: i32,
  gradientRow: i32,
  inStep: i32,
  gradientStep: i32,
): void {
  let sum = f32x4.splat(0);
  for (let row = 0; row < rows; row++) {
    let p = input, q = gradient;
    const end = q + columns * gradientStep;
    do {
      sum = madd(v128.load(p), v128.load(q), sum);
      sum = madd(v128.load(p, 16), v128.load(q, 16), sum);
      p += inStep;
      q += gradientStep;
    } while (q < end);
    input += inRow;
    gradient += gradientRow;
  }
  const zero = f32x4.splat(0);
  f32.store(into, f32.load(into) + f32x4.extract_lane(sumLanes4(sum, zero, zero, zero), 0));
}

/**
 * Adds to the gradient of `run` weights' rows: into[tap, o] += Σ_{row, column, lane} input[row, column,
 * tap] · gradient[row, column, o]. The taps lie side by side in memory: one row of a kernel (width ·
 * channels), or all inputs of a dense layer, whose columns are blocks. The input holds its padding.
 *
 * @param inStep Bytes from one column's first tap to the next column's; the others likewise.
 */
export function addFilterGradient(
  input: usize,
  gradient: usize,
  into: usize,
  run: i32,
  outputs: i32,
  rows: i32,
  columns: i32,
  inRow: i32,
  inStep: i32,
  gradientRow: i32,
  gradientStep: i32,
): void {
  if (rows <= 0 || columns <= 0) return;
  const intoStep = outputs * 4;
  while (run > 0) {
    // Five taps at once serve one row of a 5×5 kernel over a grey picture.
    const taps = run >= 6 ? 6 : run >= 5 ? 5 : run >= 4 ? 4 : 1;
    for (let o = 0; o + 2 <= outputs; o += 2) {
      const g = gradient + o * VALUE, w = into + o * 4;
      if (taps == 6) {
        correlate(6, input, g, w, intoStep, rows, columns, inRow, gradientRow, inStep, gradientStep);
      } else if (taps == 5) {
        correlate(5, input, g, w, intoStep, rows, columns, inRow, gradientRow, inStep, gradientStep);
      } else if (taps == 4) {
        correlate(4, input, g, w, intoStep, rows, columns, inRow, gradientRow, inStep, gradientStep);
      } else {
        correlate(1, input, g, w, intoStep, rows, columns, inRow, gradientRow, inStep, gradientStep);
      }
    }
    if (outputs & 1) {
      const g = gradient + (outputs - 1) * VALUE, w = into + (outputs - 1) * 4;
      for (let tap = 0; tap < taps; tap++) {
        correlateOne(input + tap * VALUE, g, w + tap * intoStep, rows, columns, inRow, gradientRow, inStep,
          gradientStep);
      }
    }
    input += taps * VALUE;
    into += taps * intoStep;
    run -= taps;
  }
}
