/**
 * Digits in, probabilities out, on the calling thread: starting Workers takes about as long as they would
 * save on MNIST's 10,000 test digits.
 *
 * @module
 */
import { CLASS_COUNT, IMAGE_PIXELS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { compileKernelModule } from "../kernels/module.ts";
import { tf, useBackend } from "../tfjs/backend.ts";
import {
  type CompiledClassifier,
  createCompiledClassifier,
  type NamedWeights,
} from "../engine/compiled_classifier.ts";
import { UnsupportedModelError } from "../model/network.ts";
import { readNetwork } from "../model/read_network.ts";

/** Images that tfjs classifies at a time. */
const BATCH_SIZE = 512;

/**
 * Probabilities of digits given as ink bytes, 0 to 255, `count * 784`: row by row, `count * 10`.
 */
export type Classifier = (images: Uint8Array) => Promise<Float32Array>;

/**
 * Classifies digits with a model, by the compiled engine where it knows all the model's layers and by
 * tfjs's WebAssembly backend otherwise.
 *
 * @param images Ink bytes, 0 to 255, `count * 784`.
 * @returns Probabilities, row by row, `count * 10`; no tensor is left behind.
 */
export async function classify(model: tf.LayersModel, images: Uint8Array): Promise<Float32Array> {
  const classifier = await createClassifier(model);
  return await classifier(images);
}

/** Prepares a model for many calls; what the model's weights are now is what the classifier uses. */
export async function createClassifier(model: tf.LayersModel): Promise<Classifier> {
  try {
    return await compileClassifier(model);
  } catch (error) {
    if (!(error instanceof UnsupportedModelError)) throw error;
    return (images) => classifyByTensors(model, images);
  }
}

async function compileClassifier(model: tf.LayersModel): Promise<Classifier> {
  const classifier = await compileModel(model);
  return (images) => Promise.resolve(classifier.classify(images));
}

/**
 * Compiles a model for classification and for looking at what its layers make of an image.
 *
 * @throws {UnsupportedModelError} If the engine does not know one of the model's layers.
 */
export async function compileModel(model: tf.LayersModel): Promise<CompiledClassifier> {
  const network = readNetwork(model);
  const module = await compileKernelModule(false);
  const weights: NamedWeights = {};
  // One after the other, and not synchronously: the values may lie on a GPU.
  for (const weight of model.weights) {
    weights[weight.name] = await weight.read().data<"float32">();
  }
  return createCompiledClassifier(network, weights, module);
}

async function classifyByTensors(
  model: tf.LayersModel,
  images: Uint8Array,
): Promise<Float32Array> {
  await useBackend("wasm");
  const count = images.length / IMAGE_PIXELS;
  const probabilities = new Float32Array(count * CLASS_COUNT);
  for (let start = 0; start < count; start += BATCH_SIZE) {
    const batch = images.subarray(start * IMAGE_PIXELS, (start + BATCH_SIZE) * IMAGE_PIXELS);
    const output = tf.tidy(() => model.predict(toInk(batch)) as tf.Tensor);
    probabilities.set(await output.data(), start * CLASS_COUNT);
    output.dispose();
  }
  return probabilities;
}

/** Ink bytes as a tensor `[count, 28, 28, 1]` in [0, 1]; the caller disposes it. */
function toInk(images: Uint8Array): tf.Tensor4D {
  const ink = Float32Array.from(images, (byte) => byte / 255);
  return tf.tensor4d(ink, [images.length / IMAGE_PIXELS, IMAGE_SIZE, IMAGE_SIZE, 1]);
}
