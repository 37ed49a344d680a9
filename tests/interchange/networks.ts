/**
 * Networks that between them use everything the engine knows, as the exporters read them.
 *
 * @module
 */
import { classify } from "../../lib/inference/classify.ts";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { IMAGE_PIXELS } from "../../lib/dataset/labeled_images.ts";
import { describe, type Description } from "../../lib/interchange/description.ts";
import { createLenet5 } from "../../lib/model/lenet5.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { tf } from "../../lib/tfjs/backend.ts";
import { MODELS, seedWeights, stack } from "../engine/models.ts";

const { layers } = tf;

/** A modern small network: 3×3 convolutions, each with its norm. */
function createModern(): tf.Sequential {
  const block = (filters: number, first = false) => [
    layers.conv2d({
      ...{ filters, kernelSize: 3, padding: "same", useBias: false },
      inputShape: first ? [28, 28, 1] : undefined,
    }),
    layers.batchNormalization(),
    layers.reLU(),
  ];
  return stack(
    ...block(8, true),
    ...block(8),
    layers.maxPooling2d({ poolSize: 2 }),
    ...block(16),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 32, activation: "relu" }),
    layers.dropout({ rate: 0.2 }),
  );
}

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

const CREATORS: Record<string, () => tf.LayersModel> = {
  "lenet5": () => createLenet5(),
  "lenet5-1998": () =>
    createLenet5({ batchNorm: false, dropout: 0, pooling: "average", activation: "tanh" }),
  "3×3 convolutions with norms": createModern,
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
export function createExample(name: string): Promise<Example> {
  return toExample(seedWeights(CREATORS[name]()));
}

/** The shipped model. */
export async function loadShipped(): Promise<Example> {
  return await toExample((await loadModel(DEFAULT_MODEL_DIR)).model);
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

async function toExample(model: tf.LayersModel): Promise<Example> {
  const description = await describe(model);
  return { description, classify: (images) => classify(model, images) };
}
