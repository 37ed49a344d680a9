/**
 * Classification through tfjs, for models that the compiled engine does not know.
 *
 * @module
 */
import { IMAGE_PIXELS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import type { Model } from "../model/model.ts";
import { tf, useBackend } from "./backend.ts";
import { toLayersModel } from "./layers_model.ts";

/** Images classified at a time. */
const BATCH_SIZE = 512;

/**
 * Classifies images; no tensor is left behind.
 *
 * @param images Ink bytes, 0 to 255, `count * 784`.
 * @returns Probabilities, row by row, `count * classes`.
 */
export async function classifyWithTfjs(model: Model, images: Uint8Array): Promise<Float32Array> {
  await useBackend("wasm");
  const layersModel = await toLayersModel(model);
  const count = images.length / IMAGE_PIXELS, classes = model.classes.length;
  const probabilities = new Float32Array(count * classes);
  try {
    for (let start = 0; start < count; start += BATCH_SIZE) {
      const batch = images.subarray(start * IMAGE_PIXELS, (start + BATCH_SIZE) * IMAGE_PIXELS);
      const output = tf.tidy(() => layersModel.predict(toInk(batch)) as tf.Tensor);
      probabilities.set(await output.data(), start * classes);
      output.dispose();
    }
  } finally {
    layersModel.dispose();
  }
  return probabilities;
}

/** Ink bytes as a tensor `[count, 28, 28, 1]` in [0, 1]; the caller disposes it. */
function toInk(images: Uint8Array): tf.Tensor4D {
  const ink = Float32Array.from(images, (byte) => byte / 255);
  return tf.tensor4d(ink, [images.length / IMAGE_PIXELS, IMAGE_SIZE, IMAGE_SIZE, 1]);
}
