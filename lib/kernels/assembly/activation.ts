import { madd, VALUE } from "./lanes";
import { activateMax2, addSumsMax2, replaceMax2 } from "./max_pool";
import { sumLanes8 } from "./moments";
import { activateEach, addSumsEach, replaceEach } from "./no_pool";
import { apply, chain } from "./nonlinearity";

/**
 * From a convolution's or dense layer's sums z to the stage's output: out = pool(activation(scale · z +
 * shift)), scale and shift one a channel (batch normalisation, or 1 and the bias). Windows do not
 * overlap; with maximum pooling the activation, being monotone, is applied after it.
 *
 * @param outRow Bytes from one output row to the next (more than its values in a padded field).
 */
export function activate(
  z: usize,
  out: usize,
  scale: usize,
  shift: usize,
  height: i32,
  width: i32,
  channels: i32,
  poolHeight: i32,
  poolWidth: i32,
  average: bool,
  kind: i32,
  outRow: i32,
): void {
  if (!average && poolHeight == 2 && poolWidth == 2) {
    return activateMax2(z, out, scale, shift, height, width, channels, kind, outRow);
  }
  if (poolHeight == 1 && poolWidth == 1) {
    return activateEach(z, out, scale, shift, height, width, channels, kind, outRow);
  }
  const pixel = channels * VALUE, row = width * pixel;
  const inverse = f32x4.splat(<f32> 1 / <f32> (poolHeight * poolWidth));
  for (let y = 0, outStart = out; y + poolHeight <= height; y += poolHeight, outStart += outRow) {
    out = outStart;
    for (let x = 0; x + poolWidth <= width; x += poolWidth) {
      const window = z + y * row + x * pixel;
      for (let c = 0; c < channels; c++) {
        const s = v128.load32_splat(scale + c * 4), t = v128.load32_splat(shift + c * 4);
        for (let half = 0; half < 32; half += 16) {
          const p = window + c * VALUE + half;
          let result = average ? f32x4.splat(0) : madd(v128.load(p), s, t);
          for (let wy = 0; wy < poolHeight; wy++) {
            for (let wx = 0; wx < poolWidth; wx++) {
              const v = madd(v128.load(p + wy * row + wx * pixel), s, t);
              result = average ? f32x4.add(result, apply(kind, v)) : f32x4.pmax(result, v);
            }
          }
          v128.store(out, average ? f32x4.mul(result, inverse) : apply(kind, result));
          out += 16;
        }
      }
    }
  }
}

/**
 * First half of the stage's gradient: for each channel Σ dy and Σ dy · (z − mean), dy being the gradient
 * at scale · z + shift, added to two doubles a channel.
 *
 * @param scratch 64 bytes a channel, zeroed here.
 */
export function addActivationSums(
  z: usize,
  dOut: usize,
  scale: usize,
  shift: usize,
  mean: usize,
  sums: usize,
  scratch: usize,
  height: i32,
  width: i32,
  channels: i32,
  poolHeight: i32,
  poolWidth: i32,
  average: bool,
  kind: i32,
): void {
  memory.fill(scratch, 0, channels * 64);
  if (!average && poolHeight == 2 && poolWidth == 2) {
    addSumsMax2(z, dOut, scale, shift, mean, scratch, height, width, channels, kind);
    return foldSums(sums, scratch, channels);
  }
  if (poolHeight == 1 && poolWidth == 1) {
    addSumsEach(z, dOut, scale, shift, mean, scratch, height * width, channels, kind);
    return foldSums(sums, scratch, channels);
  }
  const pixel = channels * VALUE, row = width * pixel;
  const inverse = f32x4.splat(<f32> 1 / <f32> (poolHeight * poolWidth));
  for (let y = 0; y + poolHeight <= height; y += poolHeight) {
    for (let x = 0; x + poolWidth <= width; x += poolWidth) {
      const window = z + y * row + x * pixel;
      let into = scratch;
      for (let c = 0; c < channels; c++) {
        const s = v128.load32_splat(scale + c * 4), t = v128.load32_splat(shift + c * 4);
        const m = v128.load32_splat(mean + c * 4);
        for (let half = 0; half < 32; half += 16) {
          const p = window + c * VALUE + half, d = v128.load(dOut);
          let sum = v128.load(into), product = v128.load(into, 32);
          if (average) {
            for (let wy = 0; wy < poolHeight; wy++) {
              for (let wx = 0; wx < poolWidth; wx++) {
                const v = v128.load(p + wy * row + wx * pixel);
                const dy = chain(kind, madd(v, s, t), f32x4.mul(d, inverse));
                sum = f32x4.add(sum, dy);
                product = madd(dy, f32x4.sub(v, m), product);
              }
            }
          } else {
            let best = v128.load(p), top = madd(best, s, t);
            for (let wy = 0; wy < poolHeight; wy++) {
              for (let wx = 0; wx < poolWidth; wx++) {
                const v = v128.load(p + wy * row + wx * pixel), u = madd(v, s, t);
                best = v128.bitselect(v, best, f32x4.gt(u, top));
                top = f32x4.pmax(top, u);
              }
            }
            const dy = chain(kind, top, d);
            sum = f32x4.add(sum, dy);
            product = madd(dy, f32x4.sub(best, m), product);
          }
          v128.store(into, sum);
          v128.store(into, product, 32);
          dOut += 16;
          into += 16;
        }
        into += 32;
      }
    }
  }
  foldSums(sums, scratch, channels);
}

function foldSums(sums: usize, scratch: usize, channels: i32): void {
  for (let c = 0; c < channels; c++) {
    const from = scratch + c * 64, to = sums + c * 16;
    f64.store(to, f64.load(to) + sumLanes8(v128.load(from), v128.load(from, 16), 8));
    f64.store(to, f64.load(to, 8) + sumLanes8(v128.load(from, 32), v128.load(from, 48), 8), 8);
  }
}

/**
 * Second half of the stage's gradient, in place of z: dz = scale · dy + slope · z + offset, one slope and
 * offset a channel: what batch normalisation adds (0 without it). A tie in a maximum goes to the first.
 */
export function replaceByGradient(
  z: usize,
  dOut: usize,
  scale: usize,
  shift: usize,
  slope: usize,
  offset: usize,
  height: i32,
  width: i32,
  channels: i32,
  poolHeight: i32,
  poolWidth: i32,
  average: bool,
  kind: i32,
): void {
  if (!average && poolHeight == 2 && poolWidth == 2 && !((height | width) & 1)) {
    return replaceMax2(z, dOut, scale, shift, slope, offset, height, width, channels, kind);
  }
  if (poolHeight == 1 && poolWidth == 1) {
    return replaceEach(z, dOut, scale, shift, slope, offset, height * width, channels, kind);
  }
  const pixel = channels * VALUE, row = width * pixel;
  const inverse = f32x4.splat(<f32> 1 / <f32> (poolHeight * poolWidth)), zero = f32x4.splat(0);
  for (let y = 0; y < height; y += poolHeight) {
    for (let x = 0; x < width; x += poolWidth) {
      const whole = y + poolHeight <= height && x + poolWidth <= width;
      const rows = min(poolHeight, height - y), columns = min(poolWidth, width - x);
      const window = z + y * row + x * pixel;
      for (let c = 0; c < channels; c++) {
        const s = v128.load32_splat(scale + c * 4), t = v128.load32_splat(shift + c * 4);
        const b = v128.load32_splat(slope + c * 4), g = v128.load32_splat(offset + c * 4);
        for (let half = 0; half < 32; half += 16) {
          const p = window + c * VALUE + half;
          let d = zero, top = zero, open = i32x4.splat(-1);
          if (whole) {
            d = f32x4.mul(v128.load(dOut), s);
            dOut += 16;
            if (average) {
              d = f32x4.mul(d, inverse);
            } else {
              top = madd(v128.load(p), s, t);
              for (let wy = 0; wy < rows; wy++) {
                for (let wx = 0; wx < columns; wx++) {
                  top = f32x4.pmax(top, madd(v128.load(p + wy * row + wx * pixel), s, t));
                }
              }
              d = chain(kind, top, d);
            }
          }
          for (let wy = 0; wy < rows; wy++) {
            for (let wx = 0; wx < columns; wx++) {
              const at = p + wy * row + wx * pixel, v = v128.load(at), u = madd(v, s, t);
              let dz = madd(v, b, g);
              if (average) {
                dz = f32x4.add(dz, chain(kind, u, d));
              } else {
                const hit = v128.and(open, f32x4.eq(u, top));
                open = v128.andnot(open, hit);
                dz = f32x4.add(dz, v128.and(d, hit));
              }
              v128.store(at, dz);
            }
          }
        }
      }
    }
  }
}
