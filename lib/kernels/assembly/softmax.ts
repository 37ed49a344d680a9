import { exp, VALUE } from "./lanes";

/**
 * Softmax of a block of logits and, in their place, the gradient of the mean cross-entropy: (p − target)
 * / batch. For each lane it leaves what the loss needs: −loss = true logit − max − ln Σ e^(logit − max).
 *
 * @param labels Eight bytes, the true classes; the first `lanes` count, the others get gradient 0.
 * @param smoothing Share of the target spread evenly over all classes.
 * @param results 96 bytes: Σ e^(logit − max) (8 floats), true logit − max (8 floats), predicted class (8 ints).
 */
export function softmaxGradient(
  logits: usize,
  labels: usize,
  classes: i32,
  lanes: i32,
  weight: f32,
  smoothing: f32,
  results: usize,
): void {
  for (let half = 0; half < 2; half++) {
    const p = logits + half * 16, end = p + classes * VALUE;
    let top = v128.load(p), best = i32x4.splat(0);
    for (let q = p + VALUE, c = 1; q < end; q += VALUE, c++) {
      const v = v128.load(q);
      best = v128.bitselect(i32x4.splat(c), best, f32x4.gt(v, top));
      top = f32x4.pmax(top, v);
    }
    let sum = f32x4.splat(0);
    const truth = results + 32 + half * 16;
    for (let lane = 0; lane < 4; lane++) {
      const label = <i32> load<u8>(labels + half * 4 + lane);
      f32.store(truth + lane * 4, f32.load(p + label * VALUE + lane * 4));
    }
    v128.store(truth, f32x4.sub(v128.load(truth), top));
    for (let q = p; q < end; q += VALUE) {
      const e = exp(f32x4.sub(v128.load(q), top));
      sum = f32x4.add(sum, e);
      v128.store(q, e);
    }
    const inverse = f32x4.div(f32x4.splat(1), sum), spread = f32x4.splat(smoothing / <f32> classes);
    for (let q = p; q < end; q += VALUE) {
      const share = f32x4.sub(f32x4.mul(v128.load(q), inverse), spread);
      v128.store(q, f32x4.mul(share, f32x4.splat(weight)));
    }
    for (let lane = 0; lane < 4; lane++) {
      const at = p + <i32> load<u8>(labels + half * 4 + lane) * VALUE + lane * 4;
      f32.store(at, f32.load(at) - weight * (1 - smoothing));
    }
    v128.store(results + half * 16, sum);
    v128.store(results + 64 + half * 16, best);
  }
  for (let lane = lanes; lane < 8; lane++) {
    for (let c = 0; c < classes; c++) f32.store(logits + c * VALUE + lane * 4, 0);
  }
}

/** Softmax of a block of logits in place. */
export function softmax(logits: usize, classes: i32): void {
  for (let p = logits; p < logits + VALUE; p += 16) {
    const end = p + classes * VALUE;
    let top = v128.load(p), sum = f32x4.splat(0);
    for (let q = p; q < end; q += VALUE) top = f32x4.pmax(top, v128.load(q));
    for (let q = p; q < end; q += VALUE) {
      const e = exp(f32x4.sub(v128.load(q), top));
      sum = f32x4.add(sum, e);
      v128.store(q, e);
    }
    for (let q = p; q < end; q += VALUE) v128.store(q, f32x4.div(v128.load(q), sum));
  }
}
