import { VALUE } from "./lanes";

/**
 * Merges one block into running moments: for each channel three doubles, count, mean and sum of squared
 * deviations (Chan, Golub & LeVeque 1979). Sums are taken about the channel's first value, so that a
 * large mean costs no precision.
 *
 * @param values `[pixels, channels]` values of eight lanes, of which the first `lanes` count.
 */
export function addMoments(
  values: usize,
  pixels: i32,
  channels: i32,
  lanes: i32,
  moments: usize,
): void {
  let channel = 0;
  for (; channel + 2 <= channels; channel += 2) {
    sumChannels(true, values + channel * VALUE, pixels, channels * VALUE, lanes, moments + channel * 24);
  }
  if (channel < channels) {
    sumChannels(false, values + channel * VALUE, pixels, channels * VALUE, lanes, moments + channel * 24);
  }
}

// @ts-ignore: decorator
@inline
function sumChannels(
  two: bool,
  values: usize,
  pixels: i32,
  step: i32,
  lanes: i32,
  moments: usize,
): void {
  const zero = f32x4.splat(0);
  const pivotA = v128.load32_splat(values), pivotB = two ? v128.load32_splat(values, 32) : zero;
  let a0 = zero, a1 = zero, b0 = zero, b1 = zero, aa0 = zero, aa1 = zero, bb0 = zero, bb1 = zero;
  const end = values + pixels * step;
  for (let p = values; p < end; p += step) {
    let v = f32x4.sub(v128.load(p), pivotA);
    a0 = f32x4.add(a0, v);
    aa0 = f32x4.add(aa0, f32x4.mul(v, v));
    v = f32x4.sub(v128.load(p, 16), pivotA);
    a1 = f32x4.add(a1, v);
    aa1 = f32x4.add(aa1, f32x4.mul(v, v));
    if (two) {
      v = f32x4.sub(v128.load(p, 32), pivotB);
      b0 = f32x4.add(b0, v);
      bb0 = f32x4.add(bb0, f32x4.mul(v, v));
      v = f32x4.sub(v128.load(p, 48), pivotB);
      b1 = f32x4.add(b1, v);
      bb1 = f32x4.add(bb1, f32x4.mul(v, v));
    }
  }
  const count = <f64> (pixels * lanes);
  merge(
    moments,
    count,
    f32x4.extract_lane(pivotA, 0),
    sumLanes8(a0, a1, lanes),
    sumLanes8(aa0, aa1, lanes),
  );
  if (two) {
    merge(
      moments + 24,
      count,
      f32x4.extract_lane(pivotB, 0),
      sumLanes8(b0, b1, lanes),
      sumLanes8(bb0, bb1, lanes),
    );
  }
}

function merge(moments: usize, count: f64, pivot: f64, sum: f64, squares: f64): void {
  const mean = pivot + sum / count, deviations = squares - sum * sum / count;
  const heldCount = f64.load(moments), heldMean = f64.load(moments, 8);
  const total = heldCount + count, delta = mean - heldMean;
  f64.store(moments, total);
  f64.store(moments, heldMean + delta * count / total, 8);
  f64.store(
    moments,
    f64.load(moments, 16) + deviations + delta * delta * heldCount * count / total,
    16,
  );
}

/** The first `lanes` of eight lanes, added up in double precision. */
export function sumLanes8(low: v128, high: v128, lanes: i32): f64 {
  if (lanes == 8) return sumAllLanes(low, high);
  let sum = <f64> f32x4.extract_lane(low, 0);
  if (lanes > 1) sum += <f64> f32x4.extract_lane(low, 1);
  if (lanes > 2) sum += <f64> f32x4.extract_lane(low, 2);
  if (lanes > 3) sum += <f64> f32x4.extract_lane(low, 3);
  if (lanes > 4) sum += <f64> f32x4.extract_lane(high, 0);
  if (lanes > 5) sum += <f64> f32x4.extract_lane(high, 1);
  if (lanes > 6) sum += <f64> f32x4.extract_lane(high, 2);
  if (lanes > 7) sum += <f64> f32x4.extract_lane(high, 3);
  return sum;
}

// @ts-ignore: decorator
@inline
function sumAllLanes(low: v128, high: v128): f64 {
  const a = f64x2.add(f64x2.promote_low_f32x4(low), f64x2.promote_low_f32x4(high));
  const upperLow = v128.shuffle<i64>(low, low, 1, 1), upperHigh = v128.shuffle<i64>(high, high, 1, 1);
  const b = f64x2.add(f64x2.promote_low_f32x4(upperLow), f64x2.promote_low_f32x4(upperHigh));
  const sum = f64x2.add(a, b);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
