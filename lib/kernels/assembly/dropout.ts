import { VALUE } from "./lanes";

/**
 * Drops values of a block: each is zeroed with probability threshold / 2³² and otherwise multiplied by
 * `scale`. What is dropped is a hash of seed, value and image, so that the backward pass, and any
 * division of the batch among Workers, repeats it exactly.
 *
 * @param firstImage Position in the batch of the image in lane 0.
 */
export function dropValues(
  block: usize,
  values: i32,
  threshold: u32,
  scale: f32,
  seed: i32,
  firstImage: i32,
): void {
  const lanes = i32x4(0, 1, 2, 3);
  for (let half = 0; half < 2; half++) {
    const images = i32x4.add(lanes, i32x4.splat(firstImage + half * 4));
    const key = v128.xor(i32x4.mul(images, i32x4.splat(0x9e3779b1)), i32x4.splat(seed));
    for (let i = 0; i < values; i++) {
      const at = block + i * VALUE + half * 16;
      const bits = scramble(i32x4.add(key, i32x4.splat(i * 0x85ebca77)));
      const kept = i32x4.ge_u(bits, i32x4.splat(threshold));
      v128.store(at, v128.and(f32x4.mul(v128.load(at), f32x4.splat(scale)), kept));
    }
  }
}

/** Murmur3's finaliser on four integers. */
// @ts-ignore: decorator
@inline
function scramble(h: v128): v128 {
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 16)), i32x4.splat(0x85ebca6b));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}
