import { exp } from "./lanes";

/** Which non-linearity; the numbers are shared with the caller. */
export const RELU: i32 = 1, TANH: i32 = 2, SIGMOID: i32 = 3;

// @ts-ignore: decorator
@inline
export function apply(kind: i32, v: v128): v128 {
  if (kind == RELU) return f32x4.pmax(f32x4.splat(0), v);
  if (kind == TANH) return tanh(v);
  if (kind == SIGMOID) return sigmoid(v);
  return v;
}

/** Derivative of the activation at v, times d. */
// @ts-ignore: decorator
@inline
export function chain(kind: i32, v: v128, d: v128): v128 {
  if (kind == RELU) return v128.and(d, f32x4.gt(v, f32x4.splat(0)));
  if (kind == TANH) {
    const t = tanh(v);
    return f32x4.mul(d, f32x4.sub(f32x4.splat(1), f32x4.mul(t, t)));
  }
  if (kind == SIGMOID) {
    const s = sigmoid(v);
    return f32x4.mul(d, f32x4.mul(s, f32x4.sub(f32x4.splat(1), s)));
  }
  return d;
}

function sigmoid(v: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(v))));
}

/** tanh x = x − x³/3 + 2x⁵/15 near 0, where 2 · sigmoid(2x) − 1 would cancel. */
function tanh(v: v128): v128 {
  const square = f32x4.mul(v, v);
  const series = f32x4.add(f32x4.splat(-1.0 / 3), f32x4.mul(square, f32x4.splat(2.0 / 15)));
  const small = f32x4.add(v, f32x4.mul(f32x4.mul(v, square), series));
  const large = f32x4.sub(f32x4.mul(f32x4.splat(2), sigmoid(f32x4.add(v, v))), f32x4.splat(1));
  return v128.bitselect(small, large, f32x4.lt(f32x4.abs(v), f32x4.splat(0.08)));
}
