/**
 * Looks at a network while it learns: its first filters, and what it makes of one digit.
 *
 * @module
 */
import type { LabeledImages } from "../../dataset/labeled_images.ts";
import { IMAGE_PIXELS, imageAt } from "../../dataset/labeled_images.ts";
import {
  type CompiledClassifier,
  createCompiledClassifier,
  type NamedWeights,
} from "../../engine/compiled_classifier.ts";
import { decodePredictions } from "../../evaluation/predictions.ts";
import { findWeight, type Model } from "../../model/model.ts";
import { readNetwork } from "../../model/read_network.ts";
import type { Look, TestResult } from "./messages.ts";

/** Misread test digits that are shown. */
const MOST_MISREAD = 24;

/** One network at a time. */
export class Onlooker {
  readonly classifier: CompiledClassifier;
  #model: Model;

  /**
   * @param module The kernels' build for a memory that is not shared.
   * @param onBeat Called now and then while many images are classified, which takes a slow machine seconds.
   * @throws {UnsupportedModelError} If the compiled engine does not know the network.
   */
  constructor(model: Model, module: WebAssembly.Module, onBeat: () => void = () => {}) {
    this.#model = model;
    const network = readNetwork(model.topology);
    const classifier = createCompiledClassifier(network, nameWeights(model), module);
    const classify = (images: Uint8Array) => classifyInParts(classifier, images, onBeat);
    this.classifier = { ...classifier, classify };
  }

  /** Takes the weights of a model of the same network. */
  update(model: Model): void {
    this.#model = model;
    this.classifier.update(nameWeights(model));
  }

  /** @param pixels 784 ink bytes, if there is a digit to look at. */
  look(pixels?: Uint8Array): Look {
    const { name: layer, kernel } = readNetwork(this.#model.topology).stages[0];
    const { shape: [height, width, , count], values } = findWeight(this.#model, kernel.name);
    const look: Look = { layer, filters: { height, width, count, values: values.slice() } };
    if (!pixels) return look;
    const { probabilities, stages } = this.classifier.inspect(pixels);
    const { channels, ...maps } = stages[0].activation;
    return { ...look, digit: { maps: { ...maps, count: channels }, probabilities } };
  }

  /** Reads test digits. */
  test(digits: LabeledImages): TestResult {
    const { labels, images } = digits;
    const wrong = decodePredictions(labels, this.classifier.classify(images))
      .filter(({ label, predicted }) => label !== predicted);
    const misread = wrong.slice(0, MOST_MISREAD).map(({ index, label, predicted }) => ({
      ...{ label, digit: predicted },
      pixels: imageAt(digits, index).slice(),
    }));
    return { n: digits.count, errors: wrong.length, misread };
  }
}

/** Images between two beats. */
const PART = 512;

function classifyInParts(
  classifier: CompiledClassifier,
  images: Uint8Array,
  onBeat: () => void,
): Float32Array {
  const parts: Float32Array[] = [];
  for (let at = 0; at < images.length; at += PART * IMAGE_PIXELS) {
    parts.push(classifier.classify(images.subarray(at, at + PART * IMAGE_PIXELS)));
    onBeat();
  }
  const probabilities = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => (probabilities.set(part, at), at + part.length), 0);
  return probabilities;
}

function nameWeights({ weights }: Model): NamedWeights {
  return Object.fromEntries(weights.map(({ name, values }) => [name, values]));
}
