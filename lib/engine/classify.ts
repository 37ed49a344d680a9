/**
 * Digits in, probabilities out.
 *
 * @module
 */
import { DIGIT_PIXELS, DIGIT_SIZE } from "../dataset/digits.ts";
import { tf, useWasmBackend } from "../model/backend.ts";

/**
 * Classifies digits.
 *
 * @param images Ink bytes, 0 to 255, `count * 784`.
 * @returns Probabilities, row by row, `count * 10`; no tensor is left behind.
 */
export async function classify(
  model: tf.LayersModel,
  images: Uint8Array,
): Promise<Float32Array> {
  await useWasmBackend();
  const shape: [number, number, number, number] = [
    images.length / DIGIT_PIXELS,
    DIGIT_SIZE,
    DIGIT_SIZE,
    1,
  ];
  const output = tf.tidy(() => {
    const ink = tf.tensor4d(Float32Array.from(images, (byte) => byte / 255), shape);
    return model.predict(ink) as tf.Tensor;
  });
  const probabilities = await output.data() as Float32Array;
  output.dispose();
  return probabilities;
}
