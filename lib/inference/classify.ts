/**
 * Images in, probabilities out, on the calling thread: starting Workers takes about as long as they would
 * save on MNIST's 10,000 test digits.
 *
 * @module
 */
import type { Classifier } from "../classifier.ts";
import {
  type CompiledClassifier,
  createCompiledClassifier,
} from "../engine/compiled_classifier.ts";
import { compileKernelModule } from "../kernels/module.ts";
import type { Model } from "../model/model.ts";
import { UnsupportedModelError } from "../model/network.ts";
import { readNetwork } from "../model/read_network.ts";

/**
 * Classifies images with a model, by the compiled engine where it knows all the model's layers and by
 * tfjs's WebAssembly backend otherwise.
 *
 * @param images Ink bytes, 0 to 255, `count * 784`.
 * @returns Probabilities, row by row, `count * classes`.
 *
 * @example
 * ```ts
 * import { loadSplit } from "@lenet5/digits/dataset";
 * import { classify } from "@lenet5/digits/inference";
 * import { loadModel } from "@lenet5/digits/model";
 *
 * const { model } = await loadModel("models/lenet5");
 * const { images } = await loadSplit("test");
 * const probabilities = await classify(model, images.subarray(0, 784));
 * ```
 */
export async function classify(model: Model, images: Uint8Array): Promise<Float32Array> {
  const classifier = await createClassifier(model);
  return await classifier(images);
}

/** Prepares a model for many calls; what the model's weights are now is what the classifier uses. */
export async function createClassifier(model: Model): Promise<Classifier> {
  try {
    const classifier = await compileModel(model);
    return (images) => Promise.resolve(classifier.classify(images));
  } catch (error) {
    if (!(error instanceof UnsupportedModelError)) throw error;
    const { classifyWithTfjs } = await import("../tfjs/tfjs_classifier.ts");
    return (images) => classifyWithTfjs(model, images);
  }
}

/**
 * Compiles a model for classification and for looking at what its layers make of an image.
 *
 * @throws {UnsupportedModelError} If the engine does not know one of the model's layers.
 */
export async function compileModel({ topology, weights }: Model): Promise<CompiledClassifier> {
  const network = readNetwork(topology);
  const module = await compileKernelModule(false);
  const values = Object.fromEntries(weights.map(({ name, values }) => [name, values]));
  return createCompiledClassifier(network, values, module);
}
