import { VALUE } from "./lanes";

/**
 * The smallest rectangle that holds all values of a block that are not 0: a digit's picture is mostly
 * paper, and what is 0 adds nothing to a weighted sum.
 *
 * @param row Bytes from one row to the next.
 * @param result Four ints: top, left, height, width; all 0 if there are only zeros.
 */
export function findBounds(
  block: usize,
  height: i32,
  width: i32,
  channels: i32,
  row: i32,
  result: usize,
): void {
  const pixel = channels * VALUE, end = width * pixel;
  let top = height, bottom = 0, left = end, right = 0;
  for (let y = 0; y < height; y++) {
    let first = 0;
    while (first < end && !hasInk(block + first)) first += VALUE;
    if (first < end) {
      let last = end - VALUE;
      while (last >= right && !hasInk(block + last)) last -= VALUE;
      top = min(top, y);
      bottom = y + 1;
      left = min(left, first);
      right = max(right, last + VALUE);
    }
    block += row;
  }
  left = left / pixel;
  right = (right + pixel - 1) / pixel;
  store<i32>(result, bottom ? top : 0);
  store<i32>(result, bottom ? left : 0, 4);
  store<i32>(result, bottom ? bottom - top : 0, 8);
  store<i32>(result, bottom ? right - left : 0, 12);
}

// @ts-ignore: decorator
@inline
function hasInk(value: usize): bool {
  const any = v128.or(v128.load(value), v128.load(value, 16));
  return v128.any_true(v128.and(any, i32x4.splat(0x7fffffff)));
}
