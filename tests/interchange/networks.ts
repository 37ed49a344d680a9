/**
 * Networks that between them use everything the engine knows, as the exporters read them.
 *
 * @module
 */
import { classify } from "../../lib/inference/classify.ts";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { DIGIT_CLASSES, IMAGE_PIXELS } from "../../lib/dataset/labeled_images.ts";
import { describe, type Description } from "../../lib/interchange/description.ts";
import type { Model } from "../../lib/model/model.ts";
import { createNetwork, NETWORKS as REGISTRY } from "../../lib/model/registry.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { fromLayersModel } from "../../lib/tfjs/layers_model.ts";
import { asLayersModel, MODELS, seedWeights, stack } from "../engine/models.ts";
import { tf } from "../tfjs/tf.ts";

const { layers } = tf;

/** A norm without gain, and one without offset. */
function createBareNorms(): tf.Sequential {
  return stack(
    layers.conv2d({ inputShape: [28, 28, 1], filters: 3, kernelSize: 5, useBias: false }),
    layers.batchNormalization({ scale: false }),
    layers.averagePooling2d({ poolSize: 4 }),
    layers.flatten(),
    layers.dense({ units: 9 }),
    layers.batchNormalization({ center: false }),
    layers.activation({ activation: "tanh" }),
  );
}

const CREATORS: Record<string, () => tf.LayersModel | Promise<tf.LayersModel>> = {
  ...Object.fromEntries(
    Object.keys(REGISTRY).map((name) => [name, () => asLayersModel(createNetwork(name))]),
  ),
  "norms without gain or offset": createBareNorms,
  ...MODELS,
};

/** What each network is called. */
export const NETWORKS: readonly string[] = Object.keys(CREATORS);

/** A network with its answers. */
export interface Example {
  description: Description;
  /** Probabilities of ink bytes by the engine, `count * classes`. */
  classify(images: Uint8Array): Promise<Float32Array>;
}

/** Makes a network with seeded weights. */
export async function createExample(name: string): Promise<Example> {
  const layersModel = seedWeights(await CREATORS[name]());
  const model = await fromLayersModel(layersModel, { classes: DIGIT_CLASSES });
  layersModel.dispose();
  return toExample(model);
}

/** The shipped model. */
export async function loadShipped(): Promise<Example> {
  return toExample((await loadModel(DEFAULT_MODEL_DIR)).model);
}

/** The first `count` test digits' ink bytes and labels. */
export async function firstDigits(count: number) {
  const { images, labels } = await loadSplit("test");
  return { images: images.subarray(0, count * IMAGE_PIXELS), labels: labels.subarray(0, count) };
}

/** The largest difference of two rows of numbers. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

function toExample(model: Model): Example {
  return { description: describe(model), classify: (images) => classify(model, images) };
}
