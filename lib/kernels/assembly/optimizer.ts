/**
 * AdamW (Loshchilov & Hutter 2019) and the moving average of the weights, on `count` parameters (a
 * multiple of four). The gradient is the sum of `parts` gradients, added in their order.
 *
 * @param stepSize Learning rate / (1 − β1^t).
 * @param secondCorrection 1 / √(1 − β2^t).
 * @param decay Learning rate · weight decay.
 * @param averageRate Share by which the average moves to the new weights.
 */
export function adamW(
  weights: usize,
  average: usize,
  firstMoment: usize,
  secondMoment: usize,
  gradients: usize,
  gradientStep: i32,
  parts: i32,
  count: i32,
  stepSize: f32,
  secondCorrection: f32,
  decay: f32,
  averageRate: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
): void {
  const b1 = f32x4.splat(1 - beta1), b2 = f32x4.splat(1 - beta2), eps = f32x4.splat(epsilon);
  const rate = f32x4.splat(stepSize), correction = f32x4.splat(secondCorrection);
  const keep = f32x4.splat(1 - decay), blend = f32x4.splat(averageRate);
  for (let at = 0; at < count * 4; at += 16) {
    let g = v128.load(gradients + at);
    for (let part = 1; part < parts; part++) {
      g = f32x4.add(g, v128.load(gradients + part * gradientStep + at));
    }
    let m = v128.load(firstMoment + at), v = v128.load(secondMoment + at);
    m = f32x4.add(m, f32x4.mul(b1, f32x4.sub(g, m)));
    v = f32x4.add(v, f32x4.mul(b2, f32x4.sub(f32x4.mul(g, g), v)));
    v128.store(firstMoment + at, m);
    v128.store(secondMoment + at, v);
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), correction), eps);
    const w = f32x4.sub(
      f32x4.mul(v128.load(weights + at), keep),
      f32x4.div(f32x4.mul(rate, m), root),
    );
    v128.store(weights + at, w);
    const a = v128.load(average + at);
    v128.store(average + at, f32x4.add(a, f32x4.mul(blend, f32x4.sub(w, a))));
  }
}
