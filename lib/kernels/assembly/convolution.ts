import { madd, VALUE } from "./lanes";

/**
 * The loop in which the time goes: `outputs` (1 to 6) sums of `rows` runs of value · weight, held in
 * 2 · `outputs` registers. A run steps `inStep` bytes through the values and `weightStep` bytes
 * through the weights, which are broadcast to all lanes.
 */
// @ts-ignore: decorator
@inline
function dotRuns(
  outputs: i32,
  input: usize,
  weights: usize,
  output: usize,
  outStep: usize,
  rows: i32,
  runBytes: i32,
  inStep: i32,
  weightStep: i32,
  inRow: i32,
  weightRow: i32,
  accumulate: bool,
): void {
  const zero = f32x4.splat(0);
  let a0 = zero, a1 = zero, b0 = zero, b1 = zero, c0 = zero, c1 = zero;
  let d0 = zero, d1 = zero, e0 = zero, e1 = zero, f0 = zero, f1 = zero;
  for (let row = 0; row < rows; row++) {
    let p = input, q = weights;
    const end = p + runBytes;
    do {
      let v0 = v128.load(p), v1 = v128.load(p + 16), four = loadFour(outputs, q);
      let w = weightAt(0, outputs, q, four);
      a0 = madd(v0, w, a0);
      a1 = madd(v1, w, a1);
      if (outputs > 1) {
        w = weightAt(1, outputs, q, four);
        b0 = madd(v0, w, b0);
        b1 = madd(v1, w, b1);
      }
      if (outputs > 2) {
        w = weightAt(2, outputs, q, four);
        c0 = madd(v0, w, c0);
        c1 = madd(v1, w, c1);
      }
      if (outputs > 3) {
        w = weightAt(3, outputs, q, four);
        d0 = madd(v0, w, d0);
        d1 = madd(v1, w, d1);
      }
      if (outputs > 4) {
        w = weightAt(4, outputs, q, four);
        e0 = madd(v0, w, e0);
        e1 = madd(v1, w, e1);
      }
      if (outputs > 5) {
        w = weightAt(5, outputs, q, four);
        f0 = madd(v0, w, f0);
        f1 = madd(v1, w, f1);
      }
      p += inStep;
      q += weightStep;
    } while (p < end);
    input += inRow;
    weights += weightRow;
  }
  put(output, a0, a1, accumulate);
  if (outputs > 1) put(output + 1 * outStep, b0, b1, accumulate);
  if (outputs > 2) put(output + 2 * outStep, c0, c1, accumulate);
  if (outputs > 3) put(output + 3 * outStep, d0, d1, accumulate);
  if (outputs > 4) put(output + 4 * outStep, e0, e1, accumulate);
  if (outputs > 5) put(output + 5 * outStep, f0, f1, accumulate);
}

/**
 * Four weights in one load, to be spread in registers: Deno checks the bounds of every load, which costs as
 * much as the load. Not for six outputs, whose sums leave no register for it.
 */
// @ts-ignore: decorator
@inline
function loadFour(outputs: i32, weights: usize): v128 {
  return outputs == 4 || outputs == 5 ? v128.load(weights) : f32x4.splat(0);
}

/** Weight `k` in all lanes, from the four that are loaded if it is among them. */
// @ts-ignore: decorator
@inline
function weightAt(k: i32, outputs: i32, weights: usize, four: v128): v128 {
  if (outputs == 4 || outputs == 5) {
    if (k == 0) return v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    if (k == 1) return v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    if (k == 2) return v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    if (k == 3) return v128.shuffle<f32>(four, four, 3, 3, 3, 3);
  }
  return v128.load32_splat(weights + 4 * k);
}

// @ts-ignore: decorator
@inline
function put(output: usize, v0: v128, v1: v128, accumulate: bool): void {
  if (accumulate) {
    v0 = f32x4.add(v0, v128.load(output));
    v1 = f32x4.add(v1, v128.load(output, 16));
  }
  v128.store(output, v0);
  v128.store(output, v1, 16);
}

/**
 * How many of the outputs that are left dotRuns takes at once: five if that comes out even or is far from
 * the end, else four; six only where five or four would leave single ones, which cost most.
 */
// @ts-ignore: decorator
@inline
function blockOf(left: i32): i32 {
  if (left % 5 == 0 || left > 16) return 5;
  if (left == 6 || left == 7 || left == 11) return 6;
  return left >= 4 ? 4 : 1;
}

/**
 * Convolves one block, stride 1: output[y, x, o] = Σ input[y + ky − padTop, x + kx − padLeft, i] ·
 * weights[ky, kx, i, o], taps outside the input left out. A dense layer is the case of a 1×1 picture;
 * the gradient of the input is the case of flipped, transposed weights and pads of kernel − 1 − pad. An
 * output whose taps are all outside is 0.
 *
 * @param inRow Bytes from one input row to the next (more than width · channels · 32 in a padded field).
 */
export function convolve(
  input: usize,
  weights: usize,
  output: usize,
  height: i32,
  width: i32,
  channels: i32,
  inRow: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  outputs: i32,
  padTop: i32,
  padLeft: i32,
  outHeight: i32,
  outWidth: i32,
): void {
  const pixel = channels * VALUE,
    weightStep = outputs * 4,
    weightRow = kernelWidth * channels * weightStep;
  for (let y = 0; y < outHeight; y++) {
    const ky = max(0, padTop - y), tall = min(kernelHeight, height + padTop - y) - ky;
    for (let x = 0; x < outWidth; x++) {
      const kx = max(0, padLeft - x), run = (min(kernelWidth, width + padLeft - x) - kx) * pixel;
      const rows = run > 0 ? tall : 0;
      const p = input + (y + ky - padTop) * inRow + (x + kx - padLeft) * pixel;
      let q = weights + ky * weightRow + kx * channels * weightStep, left = outputs;
      while (left > 0) {
        const block = blockOf(left);
        if (block == 6) dotRuns(6, p, q, output, VALUE, rows, run, VALUE, weightStep, inRow, weightRow, false);
        else if (block == 5) dotRuns(5, p, q, output, VALUE, rows, run, VALUE, weightStep, inRow, weightRow, false);
        else if (block == 4) dotRuns(4, p, q, output, VALUE, rows, run, VALUE, weightStep, inRow, weightRow, false);
        else dotRuns(1, p, q, output, VALUE, rows, run, VALUE, weightStep, inRow, weightRow, false);
        q += block * 4;
        output += block * VALUE;
        left -= block;
      }
    }
  }
}

/**
 * Multiplies by a matrix along one axis: output[o] = Σ_i matrix[i, o] · input[i], for `rows` rows of
 * `values` values each. Winograd's transforms are made of it, and the weights' gradients of dense layers.
 *
 * @param matrix `[inputs, outputs]`, row by row; one input at least.
 * @param accumulate Add to what the output holds instead of replacing it.
 */
export function mapAxis(
  input: usize,
  matrix: usize,
  output: usize,
  inputs: i32,
  outputs: i32,
  inStep: i32,
  outStep: i32,
  rows: i32,
  inRow: i32,
  outRow: i32,
  values: i32,
  accumulate: bool,
): void {
  const matrixStep = outputs * 4, run = inputs * inStep;
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < values * VALUE; at += VALUE) {
      const p = input + at;
      let q = matrix, out = output + at, left = outputs;
      while (left > 0) {
        const block = blockOf(left);
        if (block == 6) dotRuns(6, p, q, out, outStep, 1, run, inStep, matrixStep, 0, 0, accumulate);
        else if (block == 5) dotRuns(5, p, q, out, outStep, 1, run, inStep, matrixStep, 0, 0, accumulate);
        else if (block == 4) dotRuns(4, p, q, out, outStep, 1, run, inStep, matrixStep, 0, 0, accumulate);
        else dotRuns(1, p, q, out, outStep, 1, run, inStep, matrixStep, 0, 0, accumulate);
        q += block * 4;
        out += block * outStep;
        left -= block;
      }
    }
    input += inRow;
    output += outRow;
  }
}
