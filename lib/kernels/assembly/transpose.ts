import { VALUE } from "./lanes";

/**
 * Turns a kernel round for the gradient of its input: output[taps − 1 − k, o, i] = weights[k, i, o].
 */
export function flipWeights(
  weights: usize,
  output: usize,
  taps: i32,
  inputs: i32,
  outputs: i32,
): void {
  const size = inputs * outputs * 4;
  for (let k = 0; k < taps; k++) {
    transpose(weights + k * size, output + (taps - 1 - k) * size, inputs, outputs, outputs * 4, inputs * 4);
  }
}

/** @param fromStep,toStep Bytes from one row to the next. */
function transpose(
  from: usize,
  to: usize,
  rows: i32,
  columns: i32,
  fromStep: i32,
  toStep: i32,
): void {
  const wholeRows = rows & ~3, wholeColumns = columns & ~3;
  for (let r = 0; r < wholeRows; r += 4) {
    for (let c = 0; c < wholeColumns; c += 4) {
      transpose4(from + r * fromStep + c * 4, fromStep, to + c * toStep + r * 4, toStep);
    }
    for (let c = wholeColumns; c < columns; c++) copyColumn(from, to, r, 4, c, fromStep, toStep);
  }
  for (let c = 0; c < columns; c++) {
    copyColumn(from, to, wholeRows, rows - wholeRows, c, fromStep, toStep);
  }
}

// @ts-ignore: decorator
@inline
function transpose4(from: usize, fromStep: i32, to: usize, toStep: i32): void {
  const a = v128.load(from), b = v128.load(from + fromStep);
  const c = v128.load(from + 2 * fromStep), d = v128.load(from + 3 * fromStep);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5), CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to + toStep, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  v128.store(to + 2 * toStep, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5));
  v128.store(to + 3 * toStep, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7));
}

function copyColumn(
  from: usize,
  to: usize,
  row: i32,
  rows: i32,
  column: i32,
  fromStep: i32,
  toStep: i32,
): void {
  for (let r = row; r < row + rows; r++) {
    f32.store(to + column * toStep + r * 4, f32.load(from + r * fromStep + column * 4));
  }
}

/**
 * Images one after the other, `imageStep` bytes apart, to a block of eight: `values` floats of each;
 * missing images become 0.
 */
export function interleave(
  images: usize,
  block: usize,
  values: i32,
  count: i32,
  imageStep: i32,
): void {
  if (count == 8) return transpose(images, block, 8, values, imageStep, VALUE);
  for (let lane = 0; lane < 8; lane++) {
    let to = block + lane * 4;
    const from = images + lane * imageStep;
    for (let i = 0; i < values; i++) {
      f32.store(to, lane < count ? f32.load(from + i * 4) : 0);
      to += VALUE;
    }
  }
}

/** A block of eight to its first `count` images, `values` floats each, one after the other. */
export function deinterleave(block: usize, images: usize, values: i32, count: i32): void {
  if (count == 8) return transpose(block, images, values, 8, VALUE, values * 4);
  for (let lane = 0; lane < count; lane++) {
    let from = block + lane * 4;
    const to = images + lane * values * 4;
    for (let i = 0; i < values; i++) {
      f32.store(to + i * 4, f32.load(from));
      from += VALUE;
    }
  }
}

/** Zeroes the lanes of a block from `count` on. */
export function clearLanes(block: usize, values: i32, count: i32): void {
  for (let lane = count; lane < 8; lane++) {
    for (let i = 0; i < values; i++) f32.store(block + i * VALUE + lane * 4, 0);
  }
}
